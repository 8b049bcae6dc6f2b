// The switches that are not on the fast path: the first and the last of a coroutine, delegation,
// and each one in a build with a sanitizer.

#include "private.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#if defined(CCO_SANITIZED)
const int cco_sanitizing = 1;
#else
const int cco_sanitizing = 0;
#endif

#define NOINLINE __attribute__((noinline))
// ThreadSanitizer counts the entries and exits of functions for each fiber: a function must not be entered on
// one fiber and left on another, unless it returns to the first.
#define INLINE static inline __attribute__((always_inline))

// The sanitizers' view of a switch. `body_fiber` and `resumer_fiber` are valid while that side waits, as the
// sides themselves are. `resumer_stack` is the resumer's stack while the body runs.

// Returns the bounds of the stack on which the body of `context` continues. That may be another stack than
// its own: it may be suspended inside of a `cco_call`.
INLINE cco_stack_bounds bounds_of(const cco_context *context) {
  cco_stack_bounds bounds = {NULL, context->stack, (cco_context *)context};
#if defined(CCO_ASAN)
  cco_stack_around(context->body.sp, &bounds);
#endif
  return bounds;
}
INLINE size_t size_of(cco_stack_bounds bounds) {
  return (size_t)((char *)bounds.context - bounds.stack);
}

// Called before the switch from this stack and fiber to others. `save` keeps this stack's state until it
// continues, and `from` its fiber; both are null if it never continues.
INLINE void departing(void **save, void **from, void *to, const void *bottom, size_t size) {
#if defined(CCO_ASAN)
  __sanitizer_start_switch_fiber(save, bottom, size);
#else
  (void)save;
  (void)bottom;
  (void)size;
#endif
#if defined(CCO_TSAN)
  if (from) *from = __tsan_get_current_fiber();
  __tsan_switch_to_fiber(to, 0);
#else
  (void)from;
  (void)to;
#endif
}

// Called after the switch to this stack, the one of `context`'s body: tells where the resumer is.
INLINE void arrived_in_body(cco_context *context, void *save) {
#if defined(CCO_ASAN)
  const void *bottom;
  size_t size;
  __sanitizer_finish_switch_fiber(save, &bottom, &size);
  if (!context->resumer_stack) {  // a delegation has set it already
    context->resumer_stack = bottom;
    context->resumer_stack_size = size;
  }
#else
  (void)context;
  (void)save;
#endif
}

NOINLINE cco_arrival cco_resume_sanitized(cco_context *context, void *value, uintptr_t message) {
  cco_enter(context);
  void *save = NULL;
  context->resumer_stack = NULL;
  cco_stack_bounds bounds = bounds_of(context);
  departing(&save, &context->resumer_fiber, context->body_fiber, bounds.stack, size_of(bounds));
  cco_arrival arrival = cco_switch_in(context, value, message);
#if defined(CCO_ASAN)
  __sanitizer_finish_switch_fiber(save, NULL, NULL);
#endif
  return arrival;
}

NOINLINE cco_message cco_suspend_sanitized(cco_context *context, void *value) {
  cco_leave(context);
  void *save = NULL;
  departing(&save, &context->body_fiber, context->resumer_fiber, context->resumer_stack,
            context->resumer_stack_size);
  cco_message message = cco_switch_out(context, value);
  arrived_in_body(context, save);
  return message;
}

// Makes the resumer of `from` the resumer of `to`.
static void hand_over(const cco_context *from, cco_context *to) {
  to->resumer = from->resumer;
  to->resumer_fiber = from->resumer_fiber;
  to->resumer_stack = from->resumer_stack;
  to->resumer_stack_size = from->resumer_stack_size;
}

NOINLINE cco_message cco_delegate(cco_context *context, cco_context *target, void *value,
                                  uintptr_t message) {
  if (cco_has_accesses(context)) cco_leave(context);
  if (cco_has_accesses(target)) cco_enter(target);
  hand_over(context, target);
  void *save = NULL;
  if (cco_sanitizing) {
    cco_stack_bounds bounds = bounds_of(target);
    departing(&save, &context->body_fiber, target->body_fiber, bounds.stack, size_of(bounds));
  }
  cco_message found = cco_switch_across(context, target, value, message);
  if (cco_sanitizing) arrived_in_body(context, save);
  return found;
}

#if defined(__x86_64__) && !defined(CCO_THREADS) && !defined(CCO_SANITIZED)
#define PREDICTS_CLOSING 1
// Returns the number of frames of a suspended body, up to a number that the return predictor holds; 0 if the
// chain of its frame pointers does not lead to the trampoline, as in code without frame pointers. Then a frame
// pointer may be any number, so each is checked to lie on the stack before it is followed.
INLINE size_t count_frames(const cco_context *context) {
  enum { MOST = 12 };
  uintptr_t top = (uintptr_t)context, bottom = (uintptr_t)context->stack;
  uintptr_t frame = (uintptr_t)context->body.frame;
  for (size_t n = 0; n <= MOST; n++) {
    if (frame == top) return n;
    if (frame - bottom > top - 2 * sizeof(void *) - bottom) return 0;
    __builtin_memcpy(&frame, (void *)frame, sizeof frame);  // which need not be aligned then
  }
  return 0;
}
#endif

// Next the body ends: each of its frames returns. The CPU would predict those returns by the frames below
// this one, and then mispredict the returns of those, too, which costs more than the rest of a drop. So this
// first makes as many calls that never return. The outermost is that of the trampoline, to which the entry of
// the body returns: so the CPU predicts that return.
NOINLINE cco_arrival cco_resume_to_close(cco_context *context) {
#if defined(PREDICTS_CLOSING)
  size_t count = count_frames(context);
  if (count > 0) {
    // The trampoline calls what lies at CCO_ENTRY from rbp, which is a frame record here, too.
    __asm__ volatile(
        "leaq 216(,%%rcx,8), %%rdx\n\t"
        "leaq -216(%%rsp), %%rsp\n\t"  // below the red zone
        "movq %%rbp, (%%rsp)\n\t"
        "leaq 3f(%%rip), %%rax\n\t"
        "movq %%rax, 8(%%rsp)\n\t"
        "movq %%rax, 72(%%rsp)\n\t"
        "movq %%rsp, %%rbp\n\t"
        "notrack jmpq *%%rsi\n"
        "1:\tcall 2f\n\t"
        "int3\n"
        "3:\tendbr64\n\t"
        "movq (%%rbp), %%rbp\n"
        "2:\tdecq %%rcx\n\t"
        "jnz 1b\n\t"
        "addq %%rdx, %%rsp"
        : "+c"(count)
        : "S"(&cco_trampoline_call)
        // r15 makes the compiler save registers before this, and describe the frame by rbp. Otherwise an unwinder
        // in a signal handler would find the frame by rsp, which is elsewhere here.
        : "rax", "rdx", "r15", "memory", "cc");
  }
#endif
  return cco_resume(context, NULL, CCO_THROW);
}

void cco_enter_sanitized(cco_context *context) { arrived_in_body(context, NULL); }

extern void swift_release(void *object) CCO_WEAK;

// For a coroutine that has a waiter, or accesses to move.
static NOINLINE CCO_NO_RETURN void end_uncommonly(cco_context *context) {
  cco_context *next = context->waiter;
  if (cco_has_accesses(context)) cco_leave(context);
  if (!next) {
    if (cco_sanitizing) {
      departing(NULL, NULL, context->resumer_fiber, context->resumer_stack,
                context->resumer_stack_size);
    }
    cco_jump(context, &context->resumer, CCO_SEND);
  } else {
    if (cco_has_accesses(next)) cco_enter(next);
    hand_over(context, next);
    if (cco_sanitizing) {
      cco_stack_bounds bounds = bounds_of(next);
      departing(NULL, NULL, next->body_fiber, bounds.stack, size_of(bounds));
    }
    cco_jump(context, &next->body, CCO_RETURNED);
  }
}

// The last switch of a coroutine, called by the trampoline when `entry` has returned and Swift's frames are
// gone. A switch from inside of a Swift frame would leak the objects that the frame retains.
//
// The captures are released before it, on the body's stack and while the coroutine still runs, as the caller
// of a closure does. So a `deinit` there runs before the resumer's next step.
void cco_end(cco_context *context, void *failure) {
  context->failure = failure;
  if (context->captures) swift_release(context->captures);
  if (__builtin_expect(context->waiter || cco_has_accesses(context), 0)) {
    end_uncommonly(context);
  } else {
    cco_jump(context, &context->resumer, CCO_SEND);
  }
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

uintptr_t cco_exit_bits_of_process;

void cco_set_exit_bits(uintptr_t bits) {
  __atomic_store_n(&cco_exit_bits_of_process, bits, __ATOMIC_RELAXED);
}

_Thread_local cco_releases cco_releases_of_thread;

void cco_write_error(const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(STDERR_FILENO, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno == EAGAIN) {
      struct pollfd room = {.fd = STDERR_FILENO, .events = POLLOUT};
      if (poll(&room, 1, 1000) > 0) continue;  // a reader that doesn't read can't block it
    }
    if (written <= 0) return;
    bytes += written;
    count -= (size_t)written;
  }
}
