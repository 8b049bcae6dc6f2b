//! The workloads of compiled_generators.rs as gen blocks.

use super::Node;

pub fn count(n: i64) -> impl Iterator<Item = i64> {
    gen move {
        let mut i = 0;
        while i < n {
            yield i;
            i += 1;
        }
    }
}

pub fn count_by_for(n: i64) -> impl Iterator<Item = i64> {
    gen move {
        for i in 0..n {
            yield i;
        }
    }
}

pub fn fibonacci(n: i64) -> impl Iterator<Item = i64> {
    gen move {
        let (mut a, mut b) = (0i64, 1i64);
        let mut i = 0;
        while i < n {
            yield a;
            (a, b) = (b, a.wrapping_add(b));
            i += 1;
        }
    }
}

pub fn two_loops(n: i64) -> impl Iterator<Item = i64> {
    gen move {
        for i in 0..n / 1000 {
            for j in 0..1000i64 {
                if (i ^ j) & 1 == 0 {
                    yield i.wrapping_mul(j);
                }
            }
        }
    }
}

pub fn three_loops(n: i64) -> impl Iterator<Item = i64> {
    gen move {
        for i in 0..n / 100 {
            let square = i * i;
            for j in 0..10i64 {
                let mixed = square ^ j;
                for k in 0..10i64 {
                    yield mixed.wrapping_add(k);
                }
            }
        }
    }
}

fn filtered(n: i64) -> impl Iterator<Item = i64> {
    gen move {
        for x in count_by_for(n) {
            if x % 3 != 0 {
                yield x;
            }
        }
    }
}

pub fn pipeline(n: i64) -> impl Iterator<Item = i64> {
    gen move {
        for x in filtered(n) {
            yield x.wrapping_mul(2);
        }
    }
}

/// Recursion needs a box for each node.
pub fn walk<'a>(node: &'a Node) -> Box<dyn Iterator<Item = i64> + 'a> {
    Box::new(gen move {
        if let Some(left) = node.left.as_deref() {
            for x in walk(left) {
                yield x;
            }
        }
        yield node.value;
        if let Some(right) = node.right.as_deref() {
            for x in walk(right) {
                yield x;
            }
        }
    })
}

pub fn naturals(mut n: i64) -> impl Iterator<Item = i64> {
    gen move {
        loop {
            yield n;
            n += 1;
        }
    }
}
