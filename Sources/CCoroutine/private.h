// Declarations that the parts of CCoroutine share and its clients do not see.
//
// Included before any header of the system, because it requests more than the C standard's declarations.

#ifndef CCO_PRIVATE_H
#define CCO_PRIVATE_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#ifndef _DARWIN_C_SOURCE
#define _DARWIN_C_SOURCE
#endif

#include "CCoroutine.h"
#include "CCoroutineInspection.h"

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

#if defined(CCO_ASAN) || defined(CCO_TSAN)
#define CCO_SANITIZED 1
#endif
#if defined(CCO_THREADS)
// The sanitizers know threads and need no calls.
#undef CCO_ASAN
#undef CCO_TSAN
#endif

#if defined(CCO_ASAN) || defined(CCO_TSAN)
enum { CCO_SWITCHES_ARE_TOLD = 1 };
#else
enum { CCO_SWITCHES_ARE_TOLD = 0 };
#endif

#if defined(CCO_ASAN)
void __sanitizer_start_switch_fiber(void **save, const void *bottom, size_t size);
void __sanitizer_finish_switch_fiber(void *save, const void **bottom, size_t *size);
#endif
#if defined(CCO_TSAN)
void *__tsan_get_current_fiber(void);
void __tsan_switch_to_fiber(void *fiber, unsigned flags);
#endif

/// Finds the head of a thread's open accesses, once; 0 if it can't be found or used.
ptrdiff_t cco_access_offset(void);

/// Installs the handler that reports overflows, or installs it again over one that was installed since.
void cco_watch_for_overflow(void);
/// Makes an alternate stack for the handlers of this thread, if it has none.
void cco_make_alternate_stack(void);
/// Frees the stack that cco_make_alternate_stack has made.
void cco_free_alternate_stack(void);
/// The lock of the handlers: see cco_lock_inspection.
void cco_lock_overflow(void);
void cco_unlock_overflow(void);
/// Makes the report call `describe`, once it is known to work for `object`.
void cco_describe_by(cco_describe describe, void *object);

/// The work to do for each stack that is taken or returned, as bits; 0 for none.
__attribute__((visibility("hidden"))) extern int cco_inspection;
enum {
  /// The stacks are being listed: a thread that returns a stack waits until the list is made.
  CCO_LISTING = 1,
  /// The depth of stacks is measured.
  CCO_MEASURING = 2,
  /// The system has no barrier that one thread can execute for all, so each release executes its own.
  CCO_FENCING = 4,
};
/// Sets up the process, once, before all other work.
void cco_set_up(void);
/// Reads the environment, as a part of cco_set_up.
void cco_begin_inspection(void);
/// The locks of the lists and the measurements. A fork takes all locks of CCoroutine, in the order in which
/// they nest: these, those of the stacks, that of the handlers.
void cco_lock_inspection(void);
void cco_unlock_inspection(void);
/// Keeps `describe` for the measurements.
void cco_measure_by(cco_describe describe);
/// Called after a stack was taken, if `cco_inspection` is not 0. Returns the context, so that it can be
/// called last.
cco_context *cco_inspect_taken(cco_context *context);
/// Called when a stack is returned and its context no longer names `object`, if `cco_inspection` is not 0.
void cco_inspect_given_back(cco_context *context, void *object);
/// Calls `visit` with each stack that is in use or in a cache, under locks that keep its memory.
void cco_each_stack(void (*visit)(cco_context *context, void *data), void *data);

// Weak: a program in C alone, as the test of the switch under an emulator, has no Swift runtime.
#if defined(__APPLE__)
#define CCO_WEAK __attribute__((weak_import))
#else
#define CCO_WEAK __attribute__((weak))
#endif

#if defined(__linux__)
/// Called with the offset of a thread-local block from the thread pointer, and its size.
typedef void (*cco_block_visitor)(ptrdiff_t from_pointer, size_t bytes, void *data);

/// Visits the thread-local blocks that are at the same offset on each thread.
void cco_visit_static_blocks(cco_block_visitor visit, void *data);
#endif

#if defined(CCO_THREADS)
/// The bytes of each stack that belong to the thread and not to the body.
extern size_t cco_stack_room;
#else
enum { cco_stack_room = 0 };
#endif

#if defined(CCO_THREADS)
#include <pthread.h>

// Not if the system has it only in another form: with 32 bits and a time of 64.
#if defined(__linux__) && !defined(CCO_PORTABLE_PARKER)
#include <sys/syscall.h>
#if defined(SYS_futex)
#define CCO_FUTEX 1
#endif
#endif

/// The words of Swift's runtime that go from thread to thread with the control flow.
enum {
  CCO_FLOW_ACCESSES,  // the head of the list of open accesses
  CCO_FLOW_TASK,      // the current task
  CCO_FLOW_EXECUTOR,  // the record of the current executor
  CCO_FLOW_LOCALS,    // the task-local values of code outside of tasks
  CCO_FLOW_WORDS,
};

/// The thread at which a chain of resumptions begins, and which all bodies of the chain represent.
typedef struct {
  uintptr_t id;
  int is_main;
  void *mark;
} cco_identity;

typedef struct {
  uintptr_t words[CCO_FLOW_WORDS];
  cco_identity identity;
  cco_releases releases;
  ptrdiff_t balance;
} cco_flow;

/// A delivery to a thread: the context that was switched through, and two words.
typedef struct {
  cco_context *context;
  void *value;
  uintptr_t message;
} cco_delivery;

/// The place where a thread waits for one delivery.
typedef struct {
  uint32_t state;
#if !defined(CCO_FUTEX)
  pthread_mutex_t lock;
  pthread_cond_t condition;
#endif
  unsigned generation;
  cco_delivery delivered;
  cco_flow flow;
} cco_parker;

/// A body's thread, in the memory of its stack. All zero if there is none.
typedef struct {
  cco_parker parker;
  pthread_t id;
  unsigned generation;
  void (*function)(void *);  // to call in place of the entry: for cco_call
  void *argument;
} __attribute__((aligned(16))) cco_thread;

/// Finds the words that follow the control flow; once, before the first stack.
void cco_set_up_threads(void);
/// Reports once that there is no switch, unless threads were requested.
void cco_announce_threads(void);
/// Returns the bytes that a thread may take of its stack, in addition to those promised to a body.
size_t cco_thread_room(void);
/// Makes a thread for a stack that is about to be used, unless it has one, and makes the thread's parker the
/// body's side of the context. Returns 0 with `errno` set if the system has no more threads.
int cco_ready_thread(cco_context *context);
/// The number of threads that the bodies of this process may have: half of the system's limit.
extern size_t cco_most_threads;
/// Ends the thread of a stack that is not in use, if it has one, and waits until it has ended. The caller
/// must hold no lock: the thread's destructors may release stacks.
void cco_stop_thread(cco_context *context);
/// The context on whose stack this thread runs; null if it is not a body's thread.
const cco_context *cco_own_context(void);
/// Makes this thread return the stacks that it releases to all threads at once.
void cco_keep_no_stacks(void);
extern _Thread_local ptrdiff_t cco_balance_of_thread;

/// Whether the memory at `offset` from the anchor is at that offset on each thread.
int cco_is_static_block(ptrdiff_t offset);
/// The greatest number of bytes of thread-local variables that each thread has.
size_t cco_static_block_bytes(void);
/// The offset of the task-local values of code outside of tasks; 0 if that isn't known.
ptrdiff_t cco_task_locals_offset(void);

/// Whether one of the words was found, and follows the control flow.
int cco_flow_is_carried(int word);
#endif

/// The start of a fresh stack, in assembly. It calls `entry` as Swift calls a closure, and then `cco_end`
/// with the error. In a build with a sanitizer it calls `cco_enter_sanitized` before.
extern void cco_trampoline(void);
#if defined(__x86_64__)
/// The trampoline's call of the entry: see cco_resume_to_close.
__attribute__((visibility("hidden"))) extern void cco_trampoline_call(void);
#endif
__attribute__((visibility("hidden"), used)) void cco_enter_sanitized(cco_context *context);
#if defined(CCO_THREADS)
#define CCO_NO_RETURN  // a thread outlives the body
#else
#define CCO_NO_RETURN __attribute__((noreturn))
#endif
CCO_NO_RETURN __attribute__((visibility("hidden"), used)) void cco_end(cco_context *context,
                                                                       void *failure);

/// Calls `function(argument)` with `top` as its stack pointer; in assembly.
void cco_call_on(void *top, void (*function)(void *), void *argument);

#endif
