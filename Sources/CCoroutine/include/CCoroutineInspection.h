// The view of coroutines from outside: the calls in which a suspended body waits, the stacks of the process
// that are in use, and how much of its stack a body has needed.
//
// Nothing here changes a coroutine. Without a request, the only cost is the test of one word
// (`cco_inspection`) when a stack is taken or returned.

#ifndef CCOROUTINE_INSPECTION_H
#define CCOROUTINE_INSPECTION_H

#include "CCoroutine.h"

// Where a body stands ---------------------------------------------------------------------------

/// Finds the return addresses of a suspended body, the innermost first, and returns their number, at most
/// `capacity`.
///
/// At the first, the body continues. The others are found by frame pointers, up to the trampoline. A frame
/// that lies outside of the stack, out of order or unaligned ends the list, so code without frame pointers
/// makes it shorter.
///
/// The coroutine must be suspended, and stay so during the call.
size_t cco_return_addresses(const cco_context *context, uintptr_t *addresses, size_t capacity);

/// The function that contains an address.
typedef struct {
  uintptr_t address;
  /// The symbol's name in the linker's form, to be freed by the caller; null if it isn't known.
  char *name;
} cco_symbol;

/// Finds the names of the functions in which addresses lie; `count` symbols with their addresses set, in
/// ascending order.
///
/// On Linux it reads the symbol tables of the images' files, because the dynamic linker knows only the
/// exports of an image. Allocates; not for a handler of a signal.
void cco_find_symbols(cco_symbol *symbols, size_t count);

/// Returns a mangled name of Swift in the form of source code, without types; null if it is no such name. The
/// caller frees it.
char *cco_copy_demangled(const char *name);

// The stacks in use -----------------------------------------------------------------------------

enum { CCO_LIVE_FRAMES = 20 };

/// A coroutine that has a stack.
typedef struct {
  cco_origin origin;
  /// Distinguishes coroutines; not to be dereferenced, since the stack may be gone.
  const cco_context *context;
  /// The context of the coroutine that delegates to this one, or null.
  const cco_context *waiter;
  /// Whether it is suspended and can be resumed by its consumer.
  int is_resumable;
  /// The calls in which its body is suspended, or was before it was last resumed.
  uint32_t frames;
  uintptr_t addresses[CCO_LIVE_FRAMES];
} cco_live;

/// Describes the object of a coroutine, which is alive but may be in use by another thread.
typedef void (*cco_inspect)(void *object, cco_live *live);

/// Lists the coroutines that have a stack, on all threads, while these continue. Returns an array, which the
/// caller frees; null with `errno` set if there is no memory, or no way to keep the objects alive for the
/// list.
///
/// A thread that returns a stack waits until the list is made, so that the list finds no object that is gone.
/// A coroutine that is resumed during that time may be listed with a mix of earlier and later frames.
cco_live *cco_live_stacks(cco_inspect inspect, size_t *count);

// How deep stacks are used ----------------------------------------------------------------------

/// The most bytes of stack that bodies of one origin have used.
typedef struct {
  cco_origin origin;
  size_t deepest;    // bytes, in whole pages
  size_t available;  // bytes of the stack that this was measured on
  size_t bodies;     // the number that was measured
} cco_depth;

/// Whether the depth of stacks that are taken from now on is measured. It stays 0 if the system can't tell,
/// and if bodies run on threads.
int cco_measures_depth(void);
void cco_set_measures_depth(int measures);

/// Lists the measured depths of returned stacks and of stacks in use. Returns an array, which the caller
/// frees; null with `errno` set if there is no memory for it.
cco_depth *cco_depths(size_t *count);

#endif
