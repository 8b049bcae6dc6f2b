// The only unsafe layer of the package: stacks, and the switch between them.
//
// A *coroutine* is a body with a stack of its own. A *context* represents it, and lies at the top of that
// stack. It has a place for each of the two sides of a switch, the *resumer* and the *body*. A switch stores
// the running side in its place and continues with the other side, so each side needs only the context.
//
// THE CONTRACT. Nothing below checks it; the Swift side (Generators/Engine) keeps the states that
// guarantee it. A use that it does not allow is undefined.
//
// States. A context is always in one of these:
//
//   fresh      from cco_acquire to the first switch to its body
//   running    its body runs
//   suspended  its body waits in cco_suspend
//   delegating its body waits in cco_delegate
//   ended      its body has returned
//
// Calls, by the state that each demands:
//
//   cco_resume            any code but a running or delegating body of the same chain; the context is
//                         fresh, suspended or delegating. A delegating one continues although its
//                         target has not ended.
//   cco_resume_to_close   the same, for a context that is suspended.
//   cco_suspend           the running body, with its own context.
//   cco_delegate          the running body, with its own context; `target` is fresh, suspended or
//                         delegating.
//   cco_set_waiter        any code, until the coroutine has ended. The waiter must be delegating then.
//   cco_object            any code, in any state.
//   cco_set_entry         any code; the context is fresh.
//   cco_set_captures      any code; the context is fresh.
//   cco_failure           any code; the context is ended.
//   cco_release           any code but the body; the context is fresh or ended. The frames of a suspended
//                         body would never be left, and would leak the objects that they hold.
//   cco_acquire_from, cco_release_to
//                         as cco_acquire and cco_release; `own` is that of the calling thread.
//   cco_call              any code, in a body or not. The function may suspend the body that called it.
//   cco_stack_around      any code, in handlers of signals too.
//
// How a switch returns. cco_resume returns when the body, or a body that it delegates to, suspends itself:
// then `value` is the value that it passes out, and `peer` the context to resume next. cco_resume also
// returns when the body ends: then `value` is null and `peer` means nothing. cco_suspend returns when the
// body is resumed, with the message. cco_delegate returns with CCO_RETURNED when a coroutine ends whose
// waiter the context is. It returns with another message when the context is resumed directly.
//
// The end. The body ends when its entry returns or, being Swift's, throws. It must not be left in any other
// way, such as by an exception of C++, longjmp or pthread_exit. At the end, C first keeps the error in the
// context, for cco_failure. Then it releases the captures of the entry, on the body's stack, while the
// coroutine still counts as running. Last it switches to the resumer or the waiter. Nothing touches the stack
// after that switch, so the continuing side may release it at once.
//
// Threads. A body runs on its resumer's thread, which may be another one at each resumption. In the engine on
// threads it has a thread of its own, and cco_thread_id says which thread it stands for. One thread at a time
// uses a context, and the callers order its uses on different threads. A context may be acquired and released
// on different threads. Across a switch, a body must not keep anything that belongs to a thread, such as a
// lock or the address of a thread-local variable.
//
// Ownership. The caller owns the stack and the context from cco_acquire to cco_release. After that, their
// memory may be unmapped. The memory behind `value` belongs to the side that passes it, and stays valid until
// that side continues: a resumer's until cco_resume returns, a body's until it is resumed. The other side may
// read it, and move the value out. A body's `value` must not be null, which stands for the end. `object` is
// not retained: it must outlive the context. `describe` is called with it in the handler of a signal, while
// the body runs. The captures of the entry belong to the context from cco_set_captures to the end;
// cco_release of a fresh context leaks them. The error that cco_failure returns belongs to the caller, which
// must release it.
//
// Preserved state. For the code around a call of cco_resume, cco_suspend or cco_delegate it is a call like
// any other: the registers that the ABI has a callee keep are unchanged. The modes of floating point are not
// switched (mxcsr and the x87 control word, fpcr, fcsr): they follow the control flow, from one side to the
// other. errno and the mask of signals are not switched either: they belong to the thread.
//
// Swift. Swift code may use the functions that this header declares, and the structs that they return. The
// fields of a context are private to the C files, and unavailable in Swift.

#ifndef CCOROUTINE_H
#define CCOROUTINE_H

#include <stddef.h>
#include <stdint.h>

#if !defined(__clang__) && !defined(__GNUC__)
#error "CCoroutine needs a compiler with GNU inline assembly (Clang or GCC)."
#endif

/// The messages with which a suspended body is resumed.
enum {
  /// Continue; `value` points at the value that was sent, or is null if none was.
  CCO_SEND = 0,
  /// Throw; `value` points at the error.
  CCO_THROW = 1,
  /// The coroutine to which this one delegated has ended.
  CCO_RETURNED = 2,
};

typedef struct cco_context cco_context;

// The context is complete here because the switch is inlined into Swift; its fields are private to C.
#if defined(__clang__)
#pragma clang attribute push(                                                               \
    __attribute__((availability(swift, unavailable, message = "private to CCoroutine"))), \
    apply_to = field)
#endif

/// The point at which a side of a switch continues. {frame, pc} form a frame record. The trampoline's frame
/// pointer is the address of the context, and so of `resumer`. So a walk along the frame pointers leads from the
/// trampoline into the resumer.
typedef struct {
  void *frame;
  void *pc;
  void *sp;
  void *base;  // rbx, x19 or s1: may be a frame's base pointer, so the compiler can't save it itself
} cco_side;

struct cco_context {
  // Only the waiting side is valid: the resumer while the body runs, the body while it is suspended. The
  // other side has old values, which are not read.
  cco_side resumer;
  cco_side body;

  // The offset, from the thread pointer, of the head of a thread's open accesses. 0 while accesses have to be
  // moved, and if the offset isn't known. At 0 a word counts as set, which sends a switch the slow way.
  ptrdiff_t access_offset;
  void (*entry)(cco_context *context);  // called by the trampoline, at CCO_ENTRY
  void *captures;                       // the captures of that closure, at CCO_CAPTURES
  void *failure;                        // the error that left the body

  // The accesses that the body holds open while it is suspended; the layout is that of the
  // runtime's swift_task_enterThreadLocalContext. All zero means "none".
  uintptr_t access_state[2];

  // The Swift object of this coroutine, not retained.
  void *object;

  // The coroutine that continues when the body has ended, which delegates to this one; null for the resumer.
  cco_context *waiter;

  // The stack below this struct.
  char *stack;
  size_t stack_size;
  struct cco_slab *slab;
  cco_context *next_free;
  uintptr_t measured;  // when the stack was taken, by the count of inspect.c; 0 if nothing is measured

  // The state of the two sides for the sanitizers: see switch.c.
  void *resumer_fiber, *body_fiber;
  const void *resumer_stack;
  size_t resumer_stack_size;
  void *own_fiber;
};

#if !defined(CCO_THREADS) && UINTPTR_MAX > 0xffffffffu
// The assembly knows these offsets.
enum { CCO_RESUMER = 0, CCO_BODY = 32, CCO_ENTRY = 72, CCO_CAPTURES = 80 };
_Static_assert(offsetof(cco_context, resumer) == CCO_RESUMER, "");
_Static_assert(offsetof(cco_context, body) == CCO_BODY, "");
_Static_assert(offsetof(cco_context, entry) == CCO_ENTRY, "");
_Static_assert(offsetof(cco_context, captures) == CCO_CAPTURES, "");
_Static_assert(offsetof(cco_side, pc) == 8 && offsetof(cco_side, sp) == 16 &&
                   offsetof(cco_side, base) == 24,
               "");
#endif

#if defined(__clang__)
#pragma clang attribute pop
#endif

/// The result of a resumption: the place of the element, null if the coroutine has ended, and the context
/// that yielded it.
typedef struct {
  void *value;
  cco_context *peer;
} cco_arrival;

/// The message that resumes a body.
typedef struct {
  void *value;
  uintptr_t message;
} cco_message;

// An architecture provides the following, and StackSwitch.md says what each must get right:
//
//   cco_switch_in, cco_switch_out, cco_switch_across   a switch in each direction, inlined
//   cco_jump                                           the last switch of a coroutine
//   cco_thread_word, cco_thread_word_is_set            a word of the running thread's storage
//   cco_stack_pointer
//   cco_trampoline, cco_call_on                        in assembly: see private.h
//
// If there is none for the CPU and ABI, or CCO_THREADS is defined, threads take its place.
#if defined(CCO_THREADS)
#include "../arch/threads.h"
#elif defined(__x86_64__) && !defined(_WIN32) && !defined(__ILP32__)
#include "../arch/x86_64_sysv.h"
#elif (defined(__aarch64__) || defined(__arm64__)) && !defined(_WIN32) && !defined(__arm64e__) && \
    !defined(__ILP32__) && !defined(__AARCH64EB__)
#include "../arch/arm64_aapcs64.h"
#elif defined(__riscv) && __riscv_xlen == 64 && !defined(__riscv_e) && !defined(__riscv_32e) && \
    !defined(__ILP32__)
#include "../arch/riscv64_sysv.h"
#elif defined(_WIN32) || defined(__wasm__)
#error "swift-generators has no stack switch for this CPU and ABI (there is one for x86-64 with System V, for arm64 with AAPCS64 and without pointer authentication, and for riscv64 with System V), and without POSIX threads bodies can't run on threads either."
#else
#define CCO_THREADS 1
#define CCO_THREADS_FOR_WANT_OF_A_SWITCH 1
#include "../arch/threads.h"
#endif

/// Whether each body runs on a thread of its own, instead of on a stack that is switched to.
#if defined(CCO_THREADS)
enum { CCO_RUNS_ON_THREADS = 1 };
#else
enum { CCO_RUNS_ON_THREADS = 0 };
#endif

// Stacks ---------------------------------------------------------------------------------------

/// The place where a coroutine was created, and the size that was requested for its stack, for the report of
/// an overflow. The file's name is not copied.
typedef struct {
  const char *file;
  size_t file_length;
  size_t line;
  size_t stack_size;
} cco_origin;

/// Describes the object of a coroutine. It is called in the handler of a signal: it must not allocate, take
/// a lock, or count references that may be the last.
typedef void (*cco_describe)(void *object, cco_origin *origin);

/// Returns a context that starts `entry(context)` when it is resumed, on a stack of at least `size` bytes
/// above its guard, of which the context takes a few hundred. Null with `errno` set if there is no memory for
/// it.
///
/// `entry` is a function in C, or the function of a Swift closure that takes a pointer, returns nothing and
/// may throw; `cco_set_captures` takes the rest of the closure. It may be null if `cco_set_entry` follows.
///
/// `describe` is the same for all coroutines of a process, or null.
cco_context *cco_acquire(size_t size, void *object, void (*entry)(cco_context *),
                         cco_describe describe);

/// Releases a stack for later coroutines. Its coroutine must have ended or never been switched to.
void cco_release(cco_context *context);

/// The stacks that a thread keeps for later bodies.
typedef struct cco_thread_stacks cco_thread_stacks;
extern _Thread_local cco_thread_stacks cco_stacks_of_thread;

/// Returns the stacks of this thread. The caller must be a function without a switch, which could change the
/// thread.
static inline __attribute__((always_inline)) cco_thread_stacks *cco_thread_stacks_here(void) {
  return &cco_stacks_of_thread;
}

/// `cco_acquire` and `cco_release` for a caller that has found the stacks of its thread. Finding them may be a
/// call, for which a function with arguments would save them all.
cco_context *cco_acquire_from(cco_thread_stacks *own, size_t size, void *object,
                              void (*entry)(cco_context *), cco_describe describe);
void cco_release_to(cco_thread_stacks *own, cco_context *context);

/// The number of stacks that this thread has acquired, less those that it has released.
ptrdiff_t cco_thread_balance(void);

/// Releases the memory of stacks that are kept for later bodies to the system: of those that this thread
/// keeps and those that all threads share. The other threads keep theirs, at most 8 MiB each.
///
/// Returns the number of bytes that were in memory.
size_t cco_trim(void);

/// Prepares this thread for the overflow of a stack that another thread has taken: it gets an alternate stack
/// for handlers of signals. A thread that takes stacks gets one by itself.
void cco_prepare_thread(void);

/// Whether an overflow is reported on standard error before the process ends.
int cco_reports_overflow(void);
/// With 0 before the first stack, no handler is installed; later the handler stays and is silent. With
/// another value the handler is installed at once, over one that was installed since.
void cco_set_reports_overflow(int reports);

/// The bounds of a stack, which takes the addresses from `stack` up to `context`.
typedef struct {
  char *guard;  // the lowest address of the guard, which ends at `stack`
  char *stack;
  cco_context *context;
} cco_stack_bounds;

/// Finds the stack that contains `address`, or whose guard contains it. Returns 0 if there is none.
///
/// Takes no lock and may be called in the handler of a signal, on any thread, while other threads create and
/// release stacks. It always finds a stack that is in use. It may or may not find an unused stack, whose
/// context must not be read: its memory may be gone.
int cco_stack_around(const void *address, cco_stack_bounds *bounds);

// Calls on another stack -----------------------------------------------------------------------

/// Calls `function(argument)` on a stack of at least `size` bytes, and returns when it has returned.
///
/// It is only a call: accesses that are open stay open, and if `function` runs in a body, it may suspend that
/// body through the body's own context. Then both stacks wait, and continue on the thread that resumes the
/// body. `object`, or null, is the owner of the stack; `describe` is as for `cco_acquire`.
///
/// Returns 0, with `errno` set and without a call, if there is no memory for a stack.
int cco_call(size_t size, void *object, cco_describe describe, void (*function)(void *),
             void *argument);

typedef struct {
  uintptr_t low, high;
} cco_stack_span;

/// Finds the bounds of the caller's stack, either one of these stacks or the thread's own. Returns 0 if it is
/// neither, or the system doesn't say.
int cco_running_stack(cco_stack_span *span);

// Exclusivity ----------------------------------------------------------------------------------

/// Links the accesses that the body of `context` holds open into this thread's.
void cco_enter(cco_context *context);
/// Removes the accesses that the body of `context` holds open from this thread's.
void cco_leave(cco_context *context);
/// Whether the fast test for open accesses was found to be valid in this process.
int cco_access_probe_succeeded(void);

// Task-local values ----------------------------------------------------------------------------

/// Returns a value that changes when the running code enters or leaves `withValue` of a task-local value: the
/// head of the values of the current task, or of the thread if no task runs. 0 if there are no values, or if
/// the head isn't known.
///
/// For debug builds: if a body has changed the head since it was resumed, and has not restored it at its
/// yield, its consumer would see the body's value. The probe binds values of type `Int`, whose metadata the
/// caller passes, because C can't name it.
uintptr_t cco_task_locals(const void *metadata_of_int);
/// Returns whether the head was found: in tasks, if one runs, and otherwise on threads without a task.
int cco_task_locals_probe_succeeded(const void *metadata_of_int);

// Tasks ----------------------------------------------------------------------------------------

/// Returns whether the task that runs on this thread was cancelled; 0 if there is none.
int cco_is_task_cancelled(void);

/// In a build with a sanitizer, every switch uses these functions, which tell the sanitizer of the switch.
extern const int cco_sanitizing;
cco_arrival cco_resume_sanitized(cco_context *context, void *value, uintptr_t message);
cco_message cco_suspend_sanitized(cco_context *context, void *value);

// The switch -----------------------------------------------------------------------------------
//
// cco_resume and cco_suspend are inlined into Swift, into the loops of clients: a switch in a function of
// its own leaves the CPU's return predictor one frame off, which costs more than the switch itself.

#define CCO_INLINE static inline __attribute__((always_inline))

/// The object that the context was acquired for.
CCO_INLINE void *cco_object(const cco_context *context) { return context->object; }

/// Sets the function that starts the body, in place of the one that was given to `cco_acquire`.
CCO_INLINE void cco_set_entry(cco_context *context, void (*entry)(cco_context *)) {
  context->entry = entry;
}

/// Sets the captures of the closure whose function is `entry`, or null, while the context is fresh.
///
/// The context owns them from now on. It releases them when the body has returned, before the resumer
/// continues.
CCO_INLINE void cco_set_captures(cco_context *context, void *captures) {
  context->captures = captures;
}

/// The error that left the body, or null, when the coroutine has ended. The caller owns it.
CCO_INLINE void *cco_failure(const cco_context *context) { return context->failure; }

/// Sets the side that continues when the coroutine of `context` has ended: the body of `waiter`, or its
/// resumer if `waiter` is null, as in a fresh context.
CCO_INLINE void cco_set_waiter(cco_context *context, cco_context *waiter) {
  context->waiter = waiter;
}

/// Whether an access is open on this thread, or was when the body of `context` was resumed, or is held
/// by it while it is suspended.
CCO_INLINE int cco_has_accesses(const cco_context *context) {
  return cco_thread_word_is_set(context->access_offset);
}

/// Resumes the coroutine of `context` until it yields or ends.
CCO_INLINE cco_arrival cco_resume(cco_context *context, void *value, uintptr_t message) {
  if (__builtin_expect(cco_has_accesses(context), 0)) {
    if (cco_sanitizing) return cco_resume_sanitized(context, value, message);
    cco_enter(context);
  }
  return cco_switch_in(context, value, message);
}

/// Passes `value` to the resumer of the coroutine of `context`, which must be the running one.
CCO_INLINE cco_message cco_suspend(cco_context *context, void *value) {
  if (__builtin_expect(cco_has_accesses(context), 0)) {
    if (cco_sanitizing) return cco_suspend_sanitized(context, value);
    cco_leave(context);
  }
  return cco_switch_out(context, value);
}

/// Resumes the coroutine of `context` for what should be the last time: throws at its yield.
cco_arrival cco_resume_to_close(cco_context *context);

/// Runs `target` in place of `context`, the running one: `target`'s elements go to the resumer of `context`.
/// `context` continues when a coroutine ends whose `waiter` it is, or when it is resumed.
cco_message cco_delegate(cco_context *context, cco_context *target, void *value,
                         uintptr_t message);

// Threads --------------------------------------------------------------------------------------

/// Returns the number of the running thread. Where bodies run on threads of their own, a body gets the
/// number of the thread at which the chain of its resumptions begins, as on a switched stack.
uintptr_t cco_thread_id(void);
/// Returns whether that is the process's first thread.
int cco_thread_is_main(void);
/// A pointer for each of these threads, at first null, for one client: GeneratorParallel. A body gets and
/// sets the pointer of the thread that it stands for.
void *cco_thread_mark(void);
void cco_set_thread_mark(void *mark);

// Objects --------------------------------------------------------------------------------------

/// Makes a Swift object immortal: the runtime no longer counts references to it. Returns 0 if it can't.
int cco_immortalize(void *object);

/// The bits of the error that closing throws, if that error is immortal; otherwise 0. They are in C, because
/// access to a Swift global calls a function that checks whether it was initialized.
extern uintptr_t cco_exit_bits_of_process;
CCO_INLINE uintptr_t cco_exit_bits(void) {
  return __atomic_load_n(&cco_exit_bits_of_process, __ATOMIC_RELAXED);
}
void cco_set_exit_bits(uintptr_t bits);

// Releases -------------------------------------------------------------------------------------

/// The nested releases of generators on the running stack.
typedef struct {
  /// The number of releases that have begun and not ended, each inside of the one before it.
  uintptr_t depth;
  /// The stack pointer in the outermost release.
  uintptr_t start;
  /// A Swift object that holds the contents to release after the outermost release; null if there are none.
  void *postponed;
} cco_releases;

extern _Thread_local cco_releases cco_releases_of_thread;

/// Returns the releases of this thread. A release begins and ends on one thread, so the address stays valid
/// during it.
CCO_INLINE cco_releases *cco_thread_releases(void) { return &cco_releases_of_thread; }

// Output ---------------------------------------------------------------------------------------

/// Writes `count` bytes to standard error.
void cco_write_error(const char *bytes, size_t count);

#endif
