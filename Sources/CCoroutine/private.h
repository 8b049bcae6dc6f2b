// What the parts of CCoroutine have in common, and its clients do not see.

#ifndef CCO_PRIVATE_H
#define CCO_PRIVATE_H

#include "CCoroutine.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CCO_ASAN 1
#endif
#if __has_feature(thread_sanitizer)
#define CCO_TSAN 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define CCO_ASAN 1
#endif
#if defined(__SANITIZE_THREAD__)
#define CCO_TSAN 1
#endif

/// Finds the head of a thread's open accesses, once; 0 where it can't be found or used.
ptrdiff_t cco_access_offset(void);

/// Where a fresh stack begins; in assembly. It calls `entry` and then `cco_end`.
extern void cco_trampoline(void);
__attribute__((visibility("hidden"), used, noreturn)) void cco_end(cco_context *context);

/// What the trampoline calls in a build with a sanitizer: tells it, and calls `sanitized_entry`.
__attribute__((visibility("hidden"))) void cco_enter_sanitized(cco_context *context);

#endif
