// The one unsafe floor of the package: stacks, and the switch between them.
//
// A coroutine owns one `cco_context`, which lies at the top of its stack. While the coroutine is
// suspended, the context holds the coroutine's registers; while it runs, it holds those of
// whoever resumed it. One exchange of registers with the context is therefore both "resume" and
// "suspend", and a context is all that either side has to know.
//
// Every function here must be called with a context that `cco_acquire` returned and that was not
// released since; the Swift side (Generators/Engine) keeps the states that guarantee it.

#ifndef CCOROUTINE_H
#define CCOROUTINE_H

#include <stddef.h>
#include <stdint.h>

#if !defined(__clang__) && !defined(__GNUC__)
#error "CCoroutine needs a compiler with GNU inline assembly (Clang or GCC)."
#endif

/// What a suspended body finds when it is resumed.
enum {
  /// Go on; `value` points at what was sent, or is null where nothing was.
  CCO_SEND = 0,
  /// Throw; `value` points at the error.
  CCO_THROW = 1,
  /// The coroutine that this one delegated to has ended.
  CCO_RETURNED = 2,
};

typedef struct cco_context cco_context;

struct cco_context {
  // The registers. {frame, pc} form a frame record, so that a walk along the frame pointers goes
  // from the trampoline, whose frame pointer is the address of this struct, into the resumer.
  void *frame;
  void *pc;
  void *sp;
  void *base;  // rbx or x19: may be a frame's base pointer, so the compiler can't save it itself

  // The accesses that the body holds open while it is suspended; the layout is that of the
  // runtime's swift_task_enterThreadLocalContext. All zero means "none".
  uintptr_t access_state[2];
  // Where the runtime keeps the head of a thread's open accesses, from the thread pointer; 0 while
  // there is something to do about them, and where it isn't known. The word at 0 is never 0, which
  // sends a switch the slow way.
  ptrdiff_t access_offset;

  // The Swift object of this coroutine, not retained.
  void *object;
  void (*entry)(cco_context *context);  // called by the trampoline, at CCO_ENTRY

  // Who goes on when the body has ended: a coroutine that delegates to this one, or, where it is
  // null, the resumer.
  cco_context *waiter;

  // The stack below this struct.
  char *stack;
  size_t stack_size;
  struct cco_slab *slab;
  cco_context *next_free;

  // What the sanitizers want to know of the side that this context holds: see switch.c.
  void *fiber;
  const void *peer_stack;
  size_t peer_stack_size;
  void *own_fiber;
  void (*sanitized_entry)(cco_context *context);
};

enum { CCO_ENTRY = 64 };
_Static_assert(offsetof(cco_context, entry) == CCO_ENTRY, "the trampolines know this offset");

/// What the resumer finds when control comes back: the place of the element, null where the
/// coroutine has ended, and the context that yielded it.
typedef struct {
  void *value;
  cco_context *peer;
} cco_arrival;

/// What the body finds when control comes back.
typedef struct {
  void *value;
  uintptr_t message;
} cco_message;

/// What a switch hands over: the context through which it was made, and two words.
typedef struct {
  cco_context *context;
  void *value;
  uintptr_t message;
} cco_registers;

#if defined(__x86_64__) && !defined(_WIN32) && !defined(__ILP32__)
#include "../arch/x86_64_sysv.h"
#elif (defined(__aarch64__) || defined(__arm64__)) && !defined(_WIN32) && !defined(__arm64e__) && \
    !defined(__ILP32__)
#include "../arch/arm64_aapcs64.h"
#else
#error "swift-generators has no stack switch for this CPU and ABI: it supports x86-64 (System V) and arm64 (AAPCS64, without pointer authentication)."
#endif

// Stacks ---------------------------------------------------------------------------------------

/// A stack of at least `size` bytes above its guard, of which the context takes a few hundred, and
/// a context that starts `entry(context)`
/// when it is resumed. Null with `errno` set where there is no memory for it.
cco_context *cco_acquire(size_t size, void *object, void (*entry)(cco_context *));

/// Gives a stack back. Its coroutine must have ended or never been resumed.
void cco_release(cco_context *context);

/// Stacks that this thread has acquired, less those that it has released.
ptrdiff_t cco_thread_balance(void);

// Exclusivity ----------------------------------------------------------------------------------

/// Links the accesses that the body of `context` holds open into this thread's.
void cco_enter(cco_context *context);
/// Takes the accesses that the body of `context` holds open out of this thread's.
void cco_leave(cco_context *context);
/// Whether the fast test for open accesses was found to be valid in this process.
int cco_access_probe_succeeded(void);

/// In a build with a sanitizer every switch goes through these, which tell it of the switch.
extern const int cco_sanitizing;
cco_registers cco_resume_sanitized(cco_context *context, void *value, uintptr_t message);
cco_registers cco_suspend_sanitized(cco_context *context, void *value);

// The switch -----------------------------------------------------------------------------------
//
// These two are inlined into Swift, into the loops of clients: a switch in a function of its own
// leaves the CPU's return predictor one frame off, which costs more than the switch itself.

#define CCO_INLINE static inline __attribute__((always_inline))

/// Whether an access is open on this thread, or was when the body of `context` was resumed, or is held
/// by it while it is suspended.
CCO_INLINE int cco_has_accesses(const cco_context *context) {
  return cco_thread_word_is_set(context->access_offset);
}

/// Lets the coroutine of `context` run until it yields or ends.
CCO_INLINE cco_arrival cco_resume(cco_context *context, void *value, uintptr_t message) {
  cco_registers r;
  if (__builtin_expect(cco_has_accesses(context), 0)) {
    if (cco_sanitizing) {
      r = cco_resume_sanitized(context, value, message);
      return (cco_arrival){r.value, r.context};
    }
    cco_enter(context);
  }
  r = cco_exchange(context, value, message);
  return (cco_arrival){r.value, r.context};
}

/// Hands `value` to whoever resumed the coroutine of `context`, which must be the running one.
CCO_INLINE cco_message cco_suspend(cco_context *context, void *value) {
  cco_registers r;
  if (__builtin_expect(cco_has_accesses(context), 0)) {
    if (cco_sanitizing) {
      r = cco_suspend_sanitized(context, value);
      return (cco_message){r.value, r.message};
    }
    cco_leave(context);
  }
  r = cco_exchange(context, value, cco_any());  // the resumer asks for no message
  return (cco_message){r.value, r.message};
}

/// Lets the coroutine of `context` run for what should be the last time: throws at its yield.
cco_arrival cco_resume_to_close(cco_context *context);

/// Lets `target` run in place of `context`, the running one: `target`'s elements go to whoever
/// resumed `context`, which goes on when a coroutine ends whose `waiter` it is, or when it is
/// resumed.
cco_message cco_delegate(cco_context *context, cco_context *target, void *value,
                         uintptr_t message);

// Objects --------------------------------------------------------------------------------------

/// Makes the runtime count no references to a Swift object any more, and never destroy it; 0 where
/// it can't.
int cco_immortalize(void *object);

// Output ---------------------------------------------------------------------------------------

/// Writes `count` bytes to standard error.
void cco_write_error(const char *bytes, size_t count);

// For the tests --------------------------------------------------------------------------------

/// Whether the runtime has an access on record for this thread.
int cco_testing_has_open_access(void);

// These two must be called before the process makes its first stack.

/// Leaves the fast test for open accesses unused, as where the probe fails.
void cco_testing_disable_probe(void);
/// Guards stacks with mprotect, as on systems without MADV_GUARD_INSTALL.
void cco_testing_use_mprotect(void);

#endif
