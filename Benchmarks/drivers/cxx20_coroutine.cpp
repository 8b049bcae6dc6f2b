// The driver of C++20's stackless coroutines: what a compiler can do that turns the body into a state machine. Only the
// body itself can yield. A walk is a coroutine at each node, linked so that an element need not pass through those
// above it.

#include <coroutine>
#include <exception>
#include <utility>

#include "driver.hpp"

class generator {
 public:
  struct promise_type {
    long value = 0;
    long sent = 0;
    bool raises = false;
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

    // A yield of a body that is sent values.
    struct exchange {
      promise_type *promise;
      bool await_ready() noexcept { return false; }
      void await_suspend(handle) noexcept {}
      long await_resume() {
        if (promise->raises) {
          promise->raises = false;
          throw ping();
        }
        return promise->sent;
      }
    };
    struct answer {
      long value;
    };
    exchange yield_value(answer a) {
      value = a.value;
      return {this};
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

  // A generator is a handle, and needs no pointer to it: what the loops take for one is itself.
  generator *operator->() { return this; }

  bool next() {
    handle_.promise().innermost.resume();
    return !handle_.done();
  }
  long send(long value) {
    handle_.promise().sent = value;
    handle_.resume();
    return handle_.promise().value;
  }
  long raise() {
    handle_.promise().raises = true;
    return send(0);
  }
  long value() const { return handle_.promise().value; }

 private:
  std::coroutine_handle<promise_type> handle_;
};

using answer = generator::promise_type::answer;

static generator counter(long count) {
  for (long n = 0; n < count; n++) co_yield n;
}

static generator fibonacci(long count) {
  long a = 0, b = 1;
  for (long n = 0; n < count; n++) {
    co_yield a;
    long next = (a + b) & 0xffffff;
    a = b;
    b = next;
  }
}

static generator incremented(long count) {
  for (auto g = counter(count); g.next();) co_yield g.value() + 1;
}

static generator doubled(long count) {
  for (auto g = incremented(count); g.next();) co_yield g.value() * 2;
}

static generator naturals(long n) {
  for (;; n++) co_yield n;
}

static generator constant(long n) {
  for (;;) co_yield n;
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

static generator echo() {
  for (long heard = 0;;) heard = co_yield answer{heard};
}

static generator successor() {
  for (long token = co_yield answer{0};;) token = co_yield answer{token + 1};
}

static generator listener() {
  for (long caught = 0;;) {
    try {
      co_yield answer{caught};
    } catch (ping) {
      caught++;
    }
  }
}

template <class Body>
auto started(Body body) {
  return [body] {
    auto g = std::make_unique<generator>(body());
    g->next();
    return g;
  };
}

template <class Body>
auto shared(Body body) {
  return [body](long count) { return std::make_unique<generator>(body(count)); };
}

int main(int argc, char **argv) {
  return drive(argc, argv, {
      {"count", read(shared(counter))},
      {"fibonacci", read(shared(fibonacci))},
      {"pipeline", read(shared(doubled))},
      {"send", sends(started(echo))},
      {"tree-delegation", walk_tree(walk)},
      {"create", create(naturals)},
      {"create-drain",
       {[](long count) {
          return [count] {
            long last = 0;
            for (long i = 0; i < count; i++)
              for (auto g = three(i); g.next();) keep(last = g.value());
            return last;
          };
        },
        nullptr}},
      {"live", live(constant)},
      {"throw", throws(started(listener))},
      {"ring", ring(started(successor))},
  });
}
