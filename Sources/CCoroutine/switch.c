// The switches that are not on the fast path: the first and the last of a coroutine, delegation,
// and each one in a build with a sanitizer.

#include "private.h"

#include <unistd.h>

#if defined(CCO_ASAN)
void __sanitizer_start_switch_fiber(void **save, const void *bottom, size_t size);
void __sanitizer_finish_switch_fiber(void *save, const void **bottom, size_t *size);
#endif
#if defined(CCO_TSAN)
void *__tsan_get_current_fiber(void);
void __tsan_switch_to_fiber(void *fiber, unsigned flags);
#endif

#if defined(CCO_ASAN) || defined(CCO_TSAN)
const int cco_sanitizing = 1;
#else
const int cco_sanitizing = 0;
#endif

#define NOINLINE __attribute__((noinline))
// ThreadSanitizer counts the entries and exits of functions for each fiber: a function must not be
// entered on one and left on another, unless it goes back there.
#define INLINE static inline __attribute__((always_inline))

// The sanitizers' view of a switch. While a coroutine is suspended, `fiber` is its own and the
// stack that is gone to is its own; while it runs, `fiber` and `peer_stack` are its resumer's.

// Before the switch away from this stack. `save` keeps this stack's state for when it goes on;
// null where it never will.
INLINE void departing(cco_context *context, void **save, const void *bottom, size_t size) {
#if defined(CCO_ASAN)
  __sanitizer_start_switch_fiber(save, bottom, size);
#else
  (void)save;
  (void)bottom;
  (void)size;
#endif
#if defined(CCO_TSAN)
  void *to = context->fiber;
  context->fiber = __tsan_get_current_fiber();
  __tsan_switch_to_fiber(to, 0);
#else
  (void)context;
#endif
}

// After the switch to this stack, the one of `context`'s body: tells where the resumer is.
INLINE void arrived_in_body(cco_context *context, void *save) {
#if defined(CCO_ASAN)
  const void *bottom;
  size_t size;
  __sanitizer_finish_switch_fiber(save, &bottom, &size);
  if (!context->peer_stack) {  // a delegation has set it already
    context->peer_stack = bottom;
    context->peer_stack_size = size;
  }
#else
  (void)context;
  (void)save;
#endif
}

NOINLINE cco_registers cco_resume_sanitized(cco_context *context, void *value,
                                            uintptr_t message) {
  cco_enter(context);
  void *save = NULL;
  context->peer_stack = NULL;
  departing(context, &save, context->stack, context->stack_size);
  cco_registers r = cco_exchange(context, value, message);
#if defined(CCO_ASAN)
  __sanitizer_finish_switch_fiber(save, NULL, NULL);
#endif
  return r;
}

NOINLINE cco_registers cco_suspend_sanitized(cco_context *context, void *value) {
  cco_leave(context);
  void *save = NULL;
  departing(context, &save, context->peer_stack, context->peer_stack_size);
  cco_registers r = cco_exchange(context, value, CCO_SEND);
  arrived_in_body(context, save);
  return r;
}

// Makes `to` the one that the resumer of `from` has resumed: what `from` holds of the resumer
// goes over, and `from` holds what is to run next, so that an exchange with it goes there.
static void hand_over(cco_context *from, cco_context *to) {
  cco_context other = *to;
  to->frame = from->frame;
  to->pc = from->pc;
  to->sp = from->sp;
  to->base = from->base;
  to->fiber = from->fiber;
  to->peer_stack = from->peer_stack;
  to->peer_stack_size = from->peer_stack_size;
  from->frame = other.frame;
  from->pc = other.pc;
  from->sp = other.sp;
  from->base = other.base;
  from->fiber = other.fiber;
}

NOINLINE cco_message cco_delegate(cco_context *context, cco_context *target, void *value,
                                  uintptr_t message) {
  if (cco_has_accesses(context)) cco_leave(context);
  if (cco_has_accesses(target)) cco_enter(target);
  hand_over(context, target);
  void *save = NULL;
  if (cco_sanitizing) departing(context, &save, target->stack, target->stack_size);
  cco_registers r = cco_exchange(context, value, message);
  if (cco_sanitizing) arrived_in_body(context, save);
  return (cco_message){r.value, r.message};
}

#if defined(__x86_64__)
// How many frames a suspended body has, up to a number that the return predictor holds; 0 where the
// chain of its frame pointers does not lead to the trampoline, as in code that keeps none.
INLINE size_t count_frames(const cco_context *context) {
  enum { MOST = 12 };
  uintptr_t top = (uintptr_t)context, below = (uintptr_t)context->stack;
  uintptr_t frame = (uintptr_t)context->frame;
  for (size_t n = 0; n <= MOST; n++) {
    if (frame == top) return n;
    if (frame <= below || frame > top - 2 * sizeof(void *) || frame % sizeof(void *)) return 0;
    below = frame;
    frame = *(uintptr_t *)frame;
  }
  return 0;
}
#endif

// What follows is the end of the body: each of its frames returns. The CPU would predict those returns
// with the ones of the frames below this one, and then those wrongly too, which costs more than all
// the rest of a drop. So first as many calls that nobody returns from.
NOINLINE cco_arrival cco_resume_to_close(cco_context *context) {
#if defined(__x86_64__)
  size_t count = count_frames(context);
  if (count > 0) {
    size_t bytes = 128 + count * sizeof(void *);
    __asm__ volatile(
        "leaq -128(%%rsp), %%rsp\n"  // below the red zone
        "1:\tcall 2f\n\t"
        "int3\n"
        "2:\tdecq %0\n\t"
        "jnz 1b\n\t"
        "addq %1, %%rsp"
        : "+r"(count)
        : "r"(bytes)
        : "memory", "cc");
  }
#endif
  return cco_resume(context, NULL, CCO_THROW);
}

void cco_enter_sanitized(cco_context *context) {
  arrived_in_body(context, NULL);
  context->sanitized_entry(context);
}

// The last switch of a coroutine, called by the trampoline when `entry` has returned: Swift's
// frames are gone, and made inside of one it would leak what that frame retains.
void cco_end(cco_context *context) {
  cco_context *next = context->waiter;
  if (cco_has_accesses(context)) cco_leave(context);
  const void *bottom = context->peer_stack;
  size_t size = context->peer_stack_size;
  uintptr_t message = CCO_SEND;
  if (next) {
    message = CCO_RETURNED;
    if (cco_has_accesses(next)) cco_enter(next);
    hand_over(context, next);
    bottom = next->stack;
    size = next->stack_size;
  }
  if (cco_sanitizing) departing(context, NULL, bottom, size);
  cco_jump(context, message);
}

#if defined(__linux__)
extern void _swift_stdlib_immortalize(void *object) __attribute__((weak));

int cco_immortalize(void *object) {
  if (!_swift_stdlib_immortalize) return 0;
  _swift_stdlib_immortalize(object);
  return 1;
}
#else
// On Apple systems an error is an Objective-C object.
int cco_immortalize(void *object) {
  (void)object;
  return 0;
}
#endif

void cco_write_error(const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(STDERR_FILENO, bytes, count);
    if (written <= 0) return;
    bytes += written;
    count -= (size_t)written;
  }
}
