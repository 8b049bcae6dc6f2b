// The workloads on Boost.Context's fibers, its fastest interface. The generator is as small as one
// can be: no end of its own but a flag, and no error that passes out of it.

#include <boost/context/fiber.hpp>
#include <boost/context/pooled_fixedsize_stack.hpp>

#include "serve.hpp"

namespace ctx = boost::context;

class generator {
 public:
  template <class Body>
  generator(ctx::pooled_fixedsize_stack &stacks, Body body)
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
  void yield(long value) {
    value_ = value;
    consumer_ = std::move(consumer_).resume();
  }
  long value() const { return value_; }

 private:
  long value_ = 0;
  bool has_ended_ = false;
  ctx::fiber consumer_;
  ctx::fiber body_;  // the last, so that the others outlive the unwinding of the body
};

static ctx::pooled_fixedsize_stack stacks(128 << 10);

static void walk(const node *n, generator &yield) {
  if (!n) return;
  walk(n->left.get(), yield);
  yield.yield(n->value);
  walk(n->right.get(), yield);
}

int main() {
  return serve({
      {"next",
       [](long count) {
         auto g = std::make_shared<generator>(stacks, [count](generator &yield) {
           for (long n = 0; n < count; n++) yield.yield(n);
         });
         return [g] {
           long last = 0;
           while (g->next()) {
             last = g->value();
             keep(last);
           }
           return last;
         };
       }},
      {"raw tree by helpers",
       [](long count) {
         return [count, root = node::root()] {
           long last = 0, left = count;
           while (left > 0) {
             generator g(stacks, [root](generator &yield) { walk(root, yield); });
             while (g.next()) {
               last = g.value();
               keep(last);
               left--;
             }
           }
           return last;
         };
       }},
      {"create, take one, drop",
       [](long count) {
         return [count] {
           long last = 0;
           for (long i = 0; i < count; i++) {
             generator g(stacks, [i](generator &yield) {
               for (long n = i;; n++) yield.yield(n);
             });
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
           long last = 0;
           for (long i = 0; i < count; i++) {
             generator g(stacks, [i](generator &yield) {
               yield.yield(i);
               yield.yield(i + 1);
               yield.yield(i + 2);
             });
             while (g.next()) {
               last = g.value();
               keep(last);
             }
           }
           return last;
         };
       }},
  });
}
