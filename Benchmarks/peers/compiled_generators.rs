//! The workloads of Sources/Compiled as Rust iterators: by hand and by `std::iter::from_fn`, or, with
//! `--cfg gen_blocks`, as gen blocks, which are unstable (`RUSTC_BOOTSTRAP=1` lets a stable compiler take them).
//!
//!     compiled_generators COUNT ROUNDS
//!
//! Prints a workload, a kind and picoseconds an element in each line, the best of the rounds.
#![cfg_attr(gen_blocks, feature(gen_blocks))]

use std::hint::black_box;
use std::time::Instant;

pub struct Node {
    left: Option<Box<Node>>,
    right: Option<Box<Node>>,
    value: i64,
}

fn tree(low: i64, high: i64) -> Option<Box<Node>> {
    if low == high {
        return None;
    }
    let middle = low + (high - low) / 2;
    Some(Box::new(Node { left: tree(low, middle), right: tree(middle + 1, high), value: middle }))
}

#[cfg(not(gen_blocks))]
mod workloads {
    use super::Node;

    pub struct Count {
        i: i64,
        n: i64,
    }

    impl Iterator for Count {
        type Item = i64;
        fn next(&mut self) -> Option<i64> {
            if self.i >= self.n {
                return None;
            }
            self.i += 1;
            Some(self.i - 1)
        }
    }

    pub fn count(n: i64) -> Count {
        Count { i: 0, n }
    }

    pub struct Fibonacci {
        a: i64,
        b: i64,
        i: i64,
        n: i64,
    }

    impl Iterator for Fibonacci {
        type Item = i64;
        fn next(&mut self) -> Option<i64> {
            if self.i >= self.n {
                return None;
            }
            self.i += 1;
            let result = self.a;
            (self.a, self.b) = (self.b, self.a.wrapping_add(self.b));
            Some(result)
        }
    }

    pub fn fibonacci(n: i64) -> Fibonacci {
        Fibonacci { a: 0, b: 1, i: 0, n }
    }

    pub struct TwoLoops {
        i: i64,
        j: i64,
        n: i64,
    }

    impl Iterator for TwoLoops {
        type Item = i64;
        fn next(&mut self) -> Option<i64> {
            while self.i < self.n {
                while self.j < 1000 {
                    let j = self.j;
                    self.j += 1;
                    if (self.i ^ j) & 1 == 0 {
                        return Some(self.i.wrapping_mul(j));
                    }
                }
                self.j = 0;
                self.i += 1;
            }
            None
        }
    }

    pub fn two_loops(n: i64) -> TwoLoops {
        TwoLoops { i: 0, j: 0, n: n / 1000 }
    }

    pub struct ThreeLoops {
        i: i64,
        j: i64,
        k: i64,
        n: i64,
    }

    impl Iterator for ThreeLoops {
        type Item = i64;
        fn next(&mut self) -> Option<i64> {
            while self.i < self.n {
                if self.k < 10 {
                    self.k += 1;
                    return Some((self.i * self.i ^ self.j).wrapping_add(self.k - 1));
                }
                self.k = 0;
                self.j += 1;
                if self.j == 10 {
                    self.j = 0;
                    self.i += 1;
                }
            }
            None
        }
    }

    pub fn three_loops(n: i64) -> ThreeLoops {
        ThreeLoops { i: 0, j: 0, k: 0, n: n / 100 }
    }

    pub fn pipeline(n: i64) -> impl Iterator<Item = i64> {
        count(n).filter(|x| x % 3 != 0).map(|x| x.wrapping_mul(2))
    }

    pub struct Walk<'a> {
        stack: Vec<&'a Node>,
        node: Option<&'a Node>,
    }

    impl<'a> Iterator for Walk<'a> {
        type Item = i64;
        fn next(&mut self) -> Option<i64> {
            while let Some(node) = self.node {
                self.stack.push(node);
                self.node = node.left.as_deref();
            }
            let node = self.stack.pop()?;
            self.node = node.right.as_deref();
            Some(node.value)
        }
    }

    pub fn walk(root: &Node) -> Walk<'_> {
        Walk { stack: Vec::new(), node: Some(root) }
    }

    pub fn naturals(n: i64) -> impl Iterator<Item = i64> {
        n..
    }

    pub mod from_fn {
        use std::iter::from_fn;

        pub fn count(n: i64) -> impl Iterator<Item = i64> {
            let mut i = 0;
            from_fn(move || {
                if i >= n {
                    return None;
                }
                i += 1;
                Some(i - 1)
            })
        }

        pub fn fibonacci(n: i64) -> impl Iterator<Item = i64> {
            let (mut a, mut b, mut i) = (0i64, 1i64, 0);
            from_fn(move || {
                if i >= n {
                    return None;
                }
                i += 1;
                let result = a;
                (a, b) = (b, a.wrapping_add(b));
                Some(result)
            })
        }

        pub fn two_loops(n: i64) -> impl Iterator<Item = i64> {
            let (mut i, mut j) = (0i64, 0i64);
            from_fn(move || {
                while i < n / 1000 {
                    while j < 1000 {
                        let k = j;
                        j += 1;
                        if (i ^ k) & 1 == 0 {
                            return Some(i.wrapping_mul(k));
                        }
                    }
                    j = 0;
                    i += 1;
                }
                None
            })
        }

        pub fn three_loops(n: i64) -> impl Iterator<Item = i64> {
            let (mut i, mut j, mut k) = (0i64, 0i64, 0i64);
            from_fn(move || {
                while i < n / 100 {
                    if k < 10 {
                        k += 1;
                        return Some((i * i ^ j).wrapping_add(k - 1));
                    }
                    k = 0;
                    j += 1;
                    if j == 10 {
                        j = 0;
                        i += 1;
                    }
                }
                None
            })
        }

        pub fn naturals(mut n: i64) -> impl Iterator<Item = i64> {
            from_fn(move || {
                n += 1;
                Some(n - 1)
            })
        }
    }
}

#[cfg(gen_blocks)]
#[path = "gen_blocks.rs"]
mod workloads;

type Work<'a> = Box<dyn Fn() -> i64 + 'a>;

fn fold(iterator: impl Iterator<Item = i64>) -> i64 {
    let mut sum = 0;
    for x in iterator {
        sum ^= x;
    }
    sum
}

fn create<I: Iterator<Item = i64>>(count: i64, make: impl Fn(i64) -> I) -> i64 {
    let mut sum = 0;
    for i in 0..count {
        sum ^= black_box(make(i).next().unwrap_or(0));
    }
    sum
}

fn main() {
    use workloads::*;
    let arguments: Vec<i64> = std::env::args().skip(1).map(|a| a.parse().unwrap()).collect();
    let (n, rounds) = (arguments[0], arguments[1]);
    let root = tree(0, (1 << 12) - 1).unwrap();
    let (walks, creations) = (n / (1 << 12), n / 16);
    let walked = walks * ((1 << 12) - 1);
    let kind = if cfg!(gen_blocks) { "gen block" } else { "by hand" };
    let read_of = |n: i64| [n, n / 1000 * 500, n / 100 * 100, n - (n + 2) / 3];
    let [all, two, three, kept] = read_of(n);

    let mut figures: Vec<(&str, &str, i64, Work)> = vec![
        ("count, while", kind, all, Box::new(move || fold(count(n)))),
        ("fib", kind, all, Box::new(move || fold(fibonacci(n)))),
        ("two loops", kind, two, Box::new(move || fold(two_loops(n)))),
        ("three loops", kind, three, Box::new(move || fold(three_loops(n)))),
        ("pipeline", kind, kept, Box::new(move || fold(pipeline(n)))),
        ("tree", kind, walked, Box::new(|| (0..walks).fold(0, |sum, _| sum ^ fold(walk(&root))))),
        ("create", kind, creations, Box::new(move || create(creations, naturals))),
    ];
    #[cfg(gen_blocks)]
    figures.push(("count, for", kind, all, Box::new(move || fold(count_by_for(n)))));
    #[cfg(not(gen_blocks))]
    figures.extend([
        ("count, for", kind, all, Box::new(move || fold(0..n)) as Work),
        ("count, while", "from_fn", all, Box::new(move || fold(from_fn::count(n)))),
        ("fib", "from_fn", all, Box::new(move || fold(from_fn::fibonacci(n)))),
        ("two loops", "from_fn", two, Box::new(move || fold(from_fn::two_loops(n)))),
        ("three loops", "from_fn", three, Box::new(move || fold(from_fn::three_loops(n)))),
        ("create", "from_fn", creations, Box::new(move || create(creations, from_fn::naturals))),
    ]);

    let mut best = vec![f64::INFINITY; figures.len()];
    for _ in 0..rounds {
        for (index, figure) in figures.iter().enumerate() {
            let start = Instant::now();
            black_box(figure.3());
            best[index] = best[index].min(start.elapsed().as_nanos() as f64);
        }
    }
    for (figure, best) in figures.iter().zip(best) {
        println!("{}\t{}\t{}", figure.0, figure.1, best / figure.2 as f64 * 1000.0);
    }
}
