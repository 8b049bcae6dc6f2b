// Facts about the current task. Swift's public interface counts a reference to the task to tell them. That is
// an atomic operation, and would be a large part of the cost of an element of an async generator.

#include "private.h"

#if defined(__has_attribute) && (defined(__x86_64__) || defined(__aarch64__))
#if __has_attribute(swiftcall)
#define CCO_SWIFT __attribute__((swiftcall))
#endif
#endif
#ifndef CCO_SWIFT
#define CCO_SWIFT  // a pointer goes in and a Boolean comes back in the registers of C
#endif

// The runtime exports these for inlined code of its module, as parts of its stable interface.
extern void *swift_task_getCurrent(void) CCO_WEAK;
extern CCO_SWIFT _Bool swift_task_isCancelled(const void *task) CCO_WEAK;

int cco_is_task_cancelled(void) {
  if (!swift_task_getCurrent || !swift_task_isCancelled) return 0;
  const void *task = swift_task_getCurrent();
  // Sound, since the running task lives as long as it runs.
  return task && swift_task_isCancelled(task);
}
