// The workloads of Sources/Compiled on C++'s compiled coroutines: `std::generator` with STD_GENERATOR,
// otherwise a generator of the same interface in few lines, without its recursion.
//
//   compiled_generators COUNT ROUNDS
//
// Prints a workload, a kind and picoseconds an element in each line, the best of the rounds.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#ifdef STD_GENERATOR
#include <generator>
using generator = std::generator<long>;
#define ELEMENTS_OF(g) std::ranges::elements_of(g)
#else
#include <coroutine>
#include <exception>
#include <utility>

class generator {
 public:
  struct promise_type {
    long value = 0;

    generator get_return_object() { return generator(handle::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(long v) {
      value = v;
      return {};
    }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
  using handle = std::coroutine_handle<promise_type>;

  struct iterator {
    handle coroutine;
    void operator++() { coroutine.resume(); }
    long operator*() const { return coroutine.promise().value; }
    bool operator!=(std::nullptr_t) const { return !coroutine.done(); }
  };

  explicit generator(handle coroutine) : coroutine_(coroutine) {}
  generator(generator &&other) : coroutine_(std::exchange(other.coroutine_, nullptr)) {}
  ~generator() {
    if (coroutine_) coroutine_.destroy();
  }
  iterator begin() {
    coroutine_.resume();
    return {coroutine_};
  }
  std::nullptr_t end() { return nullptr; }

 private:
  handle coroutine_;
};
#endif

static generator count_by_while(long n) {
  long i = 0;
  while (i < n) {
    co_yield i;
    i += 1;
  }
}

static generator fibonacci(long n) {
  unsigned long a = 0, b = 1;
  for (long i = 0; i < n; i++) {
    co_yield long(a);
    b = std::exchange(a, b) + b;
  }
}

static generator two_loops(long n) {
  for (long i = 0; i < n / 1000; i++)
    for (long j = 0; j < 1000; j++)
      if (((i ^ j) & 1) == 0) co_yield i *j;
}

static generator three_loops(long n) {
  for (long i = 0; i < n / 100; i++) {
    long square = i * i;
    for (long j = 0; j < 10; j++) {
      long mixed = square ^ j;
      for (long k = 0; k < 10; k++) co_yield mixed + k;
    }
  }
}

static generator filtered(long n) {
  for (long x : count_by_while(n))
    if (x % 3 != 0) co_yield x;
}

static generator pipeline(long n) {
  for (long x : filtered(n)) co_yield x * 2;
}

static generator naturals(long n) {
  for (;; n++) co_yield n;
}

struct node {
  std::unique_ptr<node> left, right;
  long value;

  static std::unique_ptr<node> make(long low, long high) {
    if (low == high) return nullptr;
    long middle = low + (high - low) / 2;
    return std::unique_ptr<node>(new node{make(low, middle), make(middle + 1, high), middle});
  }
};

// By an explicit stack: the coroutine has no recursion in C++20 without the library's help.
static generator walk_by_stack(const node *next) {
  std::vector<const node *> stack;
  for (;;) {
    for (; next; next = next->left.get()) stack.push_back(next);
    if (stack.empty()) co_return;
    const node *current = stack.back();
    stack.pop_back();
    co_yield current->value;
    next = current->right.get();
  }
}

#ifdef STD_GENERATOR
static generator walk(const node *n) {
  if (n->left) co_yield ELEMENTS_OF(walk(n->left.get()));
  co_yield n->value;
  if (n->right) co_yield ELEMENTS_OF(walk(n->right.get()));
}
#endif

struct figure {
  std::string workload, kind;
  long elements;
  std::function<long()> work;
  double best = 1e30;
};

static long fold(generator g) {
  long sum = 0;
  for (long x : g) sum ^= x;
  return sum;
}

int main(int, char **arguments) {
  long n = atol(arguments[1]), rounds = atol(arguments[2]);
  auto root = node::make(0, (1 << 12) - 1);
  long walks = n / (1 << 12), creations = n / 16;
  std::vector<figure> figures = {
      {"count, while", "coroutine", n, [=] { return fold(count_by_while(n)); }},
      {"fib", "coroutine", n, [=] { return fold(fibonacci(n)); }},
      {"two loops", "coroutine", n / 1000 * 500, [=] { return fold(two_loops(n)); }},
      {"three loops", "coroutine", n / 100 * 100, [=] { return fold(three_loops(n)); }},
      {"pipeline", "coroutine", n - (n + 2) / 3, [=] { return fold(pipeline(n)); }},
      {"tree", "body with a stack", walks * ((1 << 12) - 1),
       [&] {
         long sum = 0;
         for (long i = 0; i < walks; i++) sum ^= fold(walk_by_stack(root.get()));
         return sum;
       }},
#ifdef STD_GENERATOR
      {"tree", "coroutine", walks * ((1 << 12) - 1),
       [&] {
         long sum = 0;
         for (long i = 0; i < walks; i++) sum ^= fold(walk(root.get()));
         return sum;
       }},
#endif
      {"create", "coroutine", creations,
       [=] {
         long sum = 0;
         for (long i = 0; i < creations; i++) {
           generator g = naturals(i);
           sum ^= *g.begin();
         }
         return sum;
       }},
  };
  for (long round = 0; round < rounds; round++) {
    for (auto &f : figures) {
      auto start = std::chrono::steady_clock::now();
      long sum = f.work();
      asm volatile("" : : "r"(sum));
      auto time = std::chrono::steady_clock::now() - start;
      f.best = std::min(f.best, double(std::chrono::nanoseconds(time).count()));
    }
  }
  for (auto &f : figures)
    printf("%s\t%s\t%f\n", f.workload.c_str(), f.kind.c_str(), f.best / f.elements * 1000);
}
