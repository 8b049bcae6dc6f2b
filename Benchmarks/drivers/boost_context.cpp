// The driver of Boost.Context's fibers, its fastest interface. The generator is as small as one can be: no end of its
// own but a flag, and no error that passes out of it.

#include <boost/context/fiber.hpp>
#include <boost/context/fixedsize_stack.hpp>
#include <boost/context/pooled_fixedsize_stack.hpp>

#include "driver.hpp"

namespace ctx = boost::context;

class generator {
 public:
  template <class Stacks, class Body>
  generator(Stacks &&stacks, Body body)
      : body_(std::allocator_arg, stacks, [this, body = std::move(body)](ctx::fiber &&consumer) {
          consumer_ = std::move(consumer);
          body(*this);
          has_ended_ = true;
          return std::move(consumer_);
        }) {}
  generator(const generator &) = delete;

  bool next() {
    body_ = std::move(body_).resume();
    return !has_ended_;
  }
  long send(long value) {
    value_ = value;
    body_ = std::move(body_).resume();
    return value_;
  }
  long raise() {
    body_ = std::move(body_).resume_with([this](ctx::fiber &&consumer) -> ctx::fiber {
      consumer_ = std::move(consumer);
      throw ping();
    });
    return value_;
  }
  // Returns what is sent.
  long yield(long value) {
    value_ = value;
    // A thrown `ping` leaves `consumer_` as the one that threw it.
    auto consumer = std::move(consumer_).resume();
    consumer_ = std::move(consumer);
    return value_;
  }
  long value() const { return value_; }

 private:
  long value_ = 0;
  bool has_ended_ = false;
  ctx::fiber consumer_;
  ctx::fiber body_;  // the last, so that the others outlive the unwinding of the body
};

static ctx::pooled_fixedsize_stack stacks(128 << 10);

template <class Body>
std::unique_ptr<generator> make(Body body) {
  return std::make_unique<generator>(stacks, std::move(body));
}

template <class Body>
std::unique_ptr<generator> started(Body body) {
  auto g = make(std::move(body));
  g->next();
  return g;
}

static auto counter(long count) {
  return make([count](generator &yield) {
    for (long n = 0; n < count; n++) yield.yield(n);
  });
}

static void walk(const node *n, generator &yield) {
  if (!n) return;
  walk(n->left.get(), yield);
  yield.yield(n->value);
  walk(n->right.get(), yield);
}

int main(int argc, char **argv) {
  return drive(argc, argv, {
      {"count", read(counter)},
      {"fibonacci", read([](long count) {
         return make([count](generator &yield) {
           long a = 0, b = 1;
           for (long n = 0; n < count; n++) {
             yield.yield(a);
             long next = (a + b) & 0xffffff;
             a = b;
             b = next;
           }
         });
       })},
      {"pipeline", read([](long count) {
         return make([count](generator &yield) {
           auto incremented = make([count](generator &yield) {
             for (auto g = counter(count); g->next();) yield.yield(g->value() + 1);
           });
           while (incremented->next()) yield.yield(incremented->value() * 2);
         });
       })},
      {"send", sends([] {
         return started([](generator &yield) {
           for (long heard = 0;;) heard = yield.yield(heard);
         });
       })},
      {"tree-helpers", walk_tree([](const node *root) {
         return make([root](generator &yield) { walk(root, yield); });
       })},
      {"create", create([](long start) {
         return make([start](generator &yield) {
           for (long n = start;; n++) yield.yield(n);
         });
       })},
      {"create-drain",
       {[](long count) {
          return [count] {
            long last = 0;
            for (long i = 0; i < count; i++) {
              generator g(stacks, [i](generator &yield) {
                yield.yield(i);
                yield.yield(i + 1);
                yield.yield(i + 2);
              });
              while (g.next()) keep(last = g.value());
            }
            return last;
          };
        },
        nullptr}},
      // The pool touches each stack twice, and blocks of 128 KiB are mappings of their own, of which there are 65,530.
      {"live", live([](long n) {
         return std::make_unique<generator>(ctx::fixedsize_stack(64 << 10), [n](generator &yield) {
           for (;;) yield.yield(n);
         });
       })},
      {"throw", throws([] {
         return started([](generator &yield) {
           for (long caught = 0;;) {
             try {
               yield.yield(caught);
             } catch (ping) {
               caught++;
             }
           }
         });
       })},
      {"ring", ring([] {
         return started([](generator &yield) {
           for (long token = yield.yield(0);;) token = yield.yield(token + 1);
         });
       })},
  });
}
