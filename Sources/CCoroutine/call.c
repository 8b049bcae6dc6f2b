// Calls on another stack, and the bounds of the running stack.

#include "private.h"

#include <pthread.h>

#define NOINLINE __attribute__((noinline))

#if !defined(CCO_THREADS)  // threads.c has the calls on threads
#if defined(CCO_ASAN)
typedef struct {
  void (*function)(void *);
  void *argument;
} sanitized_call;

static void call_sanitized(void *place) {
  sanitized_call *call = place;
  const void *bottom;
  size_t size;
  __sanitizer_finish_switch_fiber(NULL, &bottom, &size);
  call->function(call->argument);
  __sanitizer_start_switch_fiber(NULL, bottom, size);
}
#endif

// Not a coroutine that is resumed once: the caller's body may be suspended inside of the call, and then the
// accesses that the two hold open would have to be told apart.
NOINLINE int cco_call(size_t size, void *object, cco_describe describe,
                      void (*function)(void *), void *argument) {
  cco_context *context = cco_acquire(size, object, NULL, object ? describe : NULL);
  if (!context) return 0;
  context->resumer.sp = (void *)cco_stack_pointer();  // for a walk: the caller's stack
#if defined(CCO_TSAN)
  // A fiber of its own, since ThreadSanitizer keeps no more than 65,536 calls of one.
  void *caller = __tsan_get_current_fiber();
  __tsan_switch_to_fiber(context->own_fiber, 0);
#endif
#if defined(CCO_ASAN)
  sanitized_call call = {function, argument};
  void *save = NULL;
  __sanitizer_start_switch_fiber(&save, context->stack, context->stack_size);
  cco_call_on(context, call_sanitized, &call);
  __sanitizer_finish_switch_fiber(save, NULL, NULL);
#else
  cco_call_on(context, function, argument);
#endif
#if defined(CCO_TSAN)
  __tsan_switch_to_fiber(caller, 0);
#endif
  cco_release(context);
  return 1;
}
#endif

// The thread's own stack; all zero until it is looked for, and empty if it isn't found.
static _Thread_local cco_stack_span own;

static void find_own(void) {
  own = (cco_stack_span){1, 1};
#if defined(__APPLE__)
  pthread_t self = pthread_self();
  own.high = (uintptr_t)pthread_get_stackaddr_np(self);
  own.low = own.high - pthread_get_stacksize_np(self);
#elif defined(__linux__)
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return;
  void *low;
  size_t size;
  if (pthread_attr_getstack(&attributes, &low, &size) == 0) {
    own = (cco_stack_span){(uintptr_t)low, (uintptr_t)low + size};
  }
  pthread_attr_destroy(&attributes);
#endif
}

NOINLINE int cco_running_stack(cco_stack_span *span) {
  uintptr_t here = cco_stack_pointer();
  cco_stack_bounds bounds;
  if (cco_stack_around((void *)here, &bounds)) {
    *span = (cco_stack_span){(uintptr_t)bounds.stack, (uintptr_t)bounds.context};
    return 1;
  }
  if (!own.high) find_own();
  if (here - own.low >= own.high - own.low) return 0;
  *span = own;
  return 1;
}
