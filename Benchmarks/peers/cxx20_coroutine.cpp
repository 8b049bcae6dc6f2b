// The workloads on C++20's stackless coroutines: what a compiler can do that turns the body into a
// state machine. Only the body itself can yield; a walk is a coroutine at each node, linked so that
// an element need not pass through those above it.

#include <coroutine>
#include <exception>
#include <utility>

#include "serve.hpp"

class generator {
 public:
  struct promise_type {
    long value = 0;
    promise_type *root = this;
    std::coroutine_handle<promise_type> outer;                                   // of an inner one
    std::coroutine_handle<promise_type> innermost = handle::from_promise(*this);  // of the root

    using handle = std::coroutine_handle<promise_type>;

    generator get_return_object() { return generator(handle::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }

    std::suspend_always yield_value(long v) {
      root->value = v;
      return {};
    }

    struct delegation {
      handle inner;
      bool await_ready() { return !inner; }
      handle await_suspend(handle outer) {
        auto &p = inner.promise();
        p.root = outer.promise().root;
        p.outer = outer;
        p.root->innermost = inner;
        return inner;
      }
      void await_resume() {
        if (inner) inner.destroy();
      }
    };
    delegation yield_value(generator &&inner) { return {std::exchange(inner.handle_, nullptr)}; }

    struct end {
      bool await_ready() noexcept { return false; }
      std::coroutine_handle<> await_suspend(handle ended) noexcept {
        auto &p = ended.promise();
        if (!p.outer) return std::noop_coroutine();
        p.root->innermost = p.outer;
        return p.outer;
      }
      void await_resume() noexcept {}
    };
    end final_suspend() noexcept { return {}; }
  };

  explicit generator(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
  generator(generator &&other) : handle_(std::exchange(other.handle_, nullptr)) {}
  ~generator() {
    if (handle_) handle_.destroy();
  }

  bool next() {
    handle_.promise().innermost.resume();
    return !handle_.done();
  }
  long value() const { return handle_.promise().value; }

 private:
  std::coroutine_handle<promise_type> handle_;
};

static generator counter(long count) {
  for (long n = 0; n < count; n++) co_yield n;
}

static generator naturals(long n) {
  for (;; n++) co_yield n;
}

static generator three(long start) {
  co_yield start;
  co_yield start + 1;
  co_yield start + 2;
}

static generator walk(const node *n) {
  if (n->left) co_yield walk(n->left.get());
  co_yield n->value;
  if (n->right) co_yield walk(n->right.get());
}

static long drain(generator g, long &left) {
  long last = 0;
  while (g.next()) {
    last = g.value();
    keep(last);
    left--;
  }
  return last;
}

int main() {
  return serve({
      {"next",
       [](long count) {
         auto g = std::make_shared<generator>(counter(count));
         return [g] {
           long left = 0;
           return drain(std::move(*g), left);
         };
       }},
      {"tree by yield from",
       [](long count) {
         return [count, root = node::root()] {
           long last = 0, left = count;
           while (left > 0) last = drain(walk(root), left);
           return last;
         };
       }},
      {"create, take one, drop",
       [](long count) {
         return [count] {
           long last = 0;
           for (long i = 0; i < count; i++) {
             generator g = naturals(i);
             g.next();
             last = g.value();
             keep(last);
           }
           return last;
         };
       }},
      {"create, drain three",
       [](long count) {
         return [count] {
           long last = 0, left = 0;
           for (long i = 0; i < count; i++) last = drain(three(i), left);
           return last;
         };
       }},
  });
}
