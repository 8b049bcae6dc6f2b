// The switch if there is none for the CPU and ABI, or if threads are requested: each body has a thread of its
// own, and one of the two sides waits while the other runs. Included by CCoroutine.h; the functions are in
// threads.c.
//
// A side is its thread's parker, kept in `sp`, where the other architectures keep a stack pointer; its other
// fields are null. All else is as with a switch of stacks.

/// A word that is never 0, from which other thread-local words are located.
extern _Thread_local uintptr_t cco_thread_anchor;

/// The place at `offset` from this thread's anchor.
static inline __attribute__((always_inline)) uintptr_t *cco_thread_place(ptrdiff_t offset) {
  char *anchor = (char *)&cco_thread_anchor;
  __asm__("" : "+r"(anchor));  // the compiler must not assume that it points at one word
  return (uintptr_t *)(anchor + offset);
}

/// The word at `offset` from this thread's anchor. No frame moves to another thread here.
static inline __attribute__((always_inline)) void *cco_thread_word(ptrdiff_t offset) {
  return (void *)*cco_thread_place(offset);
}

/// Whether that word is not 0.
static inline __attribute__((always_inline)) int cco_thread_word_is_set(ptrdiff_t offset) {
  return cco_thread_word(offset) != 0;
}

/// An address in the running frame.
static inline __attribute__((always_inline)) uintptr_t cco_stack_pointer(void) {
  return (uintptr_t)__builtin_frame_address(0);
}

// Each lets the other side continue, and waits until another thread lets this side continue.

/// Switches from a resumer to the body of `context`.
cco_arrival cco_switch_in(cco_context *context, void *value, uintptr_t message);
/// Switches from the body of `context` to its resumer.
cco_message cco_switch_out(cco_context *context, void *value);
/// Switches from the body of `context` to that of `target`.
cco_message cco_switch_across(cco_context *context, cco_context *target, void *value,
                              uintptr_t message);
/// Continues with `side`, to which `context` has ended. It returns, and then the caller must not touch the
/// context: its stack may belong to another body.
void cco_jump(cco_context *context, const cco_side *side, uintptr_t message);
