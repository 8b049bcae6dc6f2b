// Coroutines seen from outside: where a suspended body stands, which stacks of the process are in use, and
// how much of a stack a body has needed.
//
// Nothing here changes a coroutine. Without a request, the only cost is the test of one word
// (`cco_inspection`) when a stack is taken or given back.

#ifndef CCOROUTINE_INSPECTION_H
#define CCOROUTINE_INSPECTION_H

#include "CCoroutine.h"

// Where a body stands ---------------------------------------------------------------------------

/// Finds the return addresses of a suspended body, the innermost first, and returns how many there are,
/// `capacity` at most.
///
/// The first is where the body goes on; the others are found by frame pointers, up to the trampoline. A frame
/// that lies outside of the stack, out of order or unaligned ends the list, so that code without frame
/// pointers makes it shorter.
///
/// The coroutine must be suspended, and stay so meanwhile.
size_t cco_return_addresses(const cco_context *context, uintptr_t *addresses, size_t capacity);

/// The function that an address lies in.
typedef struct {
  uintptr_t address;
  /// The symbol's name as the linker has it, to be freed; null where it isn't known.
  char *name;
} cco_symbol;

/// Finds the names of the functions in which addresses lie; `count` symbols with their addresses set, in
/// ascending order.
///
/// On Linux it reads the symbol tables of the images' files, since the dynamic linker knows only what an
/// image exports. Allocates; not for a handler of a signal.
void cco_find_symbols(cco_symbol *symbols, size_t count);

/// Returns a mangled name of Swift as it is written in source code, without types; null where it is none. To
/// be freed.
char *cco_copy_demangled(const char *name);

// The stacks in use -----------------------------------------------------------------------------

enum { CCO_LIVE_FRAMES = 20 };

/// A coroutine that has a stack.
typedef struct {
  cco_origin origin;
  /// Tells coroutines apart; not to be read through, since the stack may be gone.
  const cco_context *context;
  /// That of the coroutine which delegates to this one, or null.
  const cco_context *waiter;
  /// Whether it is suspended and can be resumed by its consumer.
  int is_resumable;
  /// Where its body is suspended, or was before it was last resumed.
  uint32_t frames;
  uintptr_t addresses[CCO_LIVE_FRAMES];
} cco_live;

/// Describes the object of a coroutine, which is alive but may be in use by another thread.
typedef void (*cco_inspect)(void *object, cco_live *live);

/// Lists the coroutines that have a stack, on all threads, while these go on. Returns an array to be freed;
/// null with `errno` set where there is no memory, or no way to keep the objects alive meanwhile.
///
/// A thread that gives a stack back waits until the list is made, so that the list finds no object that is
/// gone. A coroutine that is resumed meanwhile may be listed with a mix of earlier and later frames.
cco_live *cco_live_stacks(cco_inspect inspect, size_t *count);

// How deep stacks are used ----------------------------------------------------------------------

/// The most that bodies of one origin have used of their stacks.
typedef struct {
  cco_origin origin;
  size_t deepest;    // bytes, in whole pages
  size_t available;  // bytes of the stack that this was measured on
  size_t bodies;     // how many were measured
} cco_depth;

/// Whether the depth of stacks that are taken from now on is measured. It stays 0 where the system can't tell,
/// and where bodies run on threads.
int cco_measures_depth(void);
void cco_set_measures_depth(int measures);

/// Lists the measured depths of stacks that were given back and of stacks in use. Returns an array to be
/// freed; null with `errno` set where there is no memory for it.
cco_depth *cco_depths(size_t *count);

#endif
