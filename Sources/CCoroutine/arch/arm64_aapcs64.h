// The switch for arm64 with AAPCS64: Linux, Apple systems (arm64, not arm64e).
// Included by CCoroutine.h; offsets are those of `cco_context`.

/// The word at `offset` from the thread pointer. Volatile assembly, since a thread-local
/// variable's address would be kept across a switch, after which the thread may be another.
static inline __attribute__((always_inline)) void *cco_thread_word(ptrdiff_t offset) {
#if defined(__linux__)
  void *word;
  __asm__ volatile("mrs %0, tpidr_el0\n\t"
                   "ldr %0, [%0, %1]"
                   : "=&r"(word)
                   : "r"(offset));
  return word;
#else
  return (void *)(offset + 1);  // nothing is known of this system's layout: never 0
#endif
}

/// Whether that word is not 0, or `offset` is 0. With glibc the word at 0 is never 0: it is a pointer. With
/// musl it may be 0.
static inline __attribute__((always_inline)) int cco_thread_word_is_set(ptrdiff_t offset) {
#if defined(__linux__) && !defined(__GLIBC__)
  if (offset == 0) return 1;
#endif
  return cco_thread_word(offset) != 0;
}

/// The stack pointer. Not volatile: a frame never moves to another stack.
static inline __attribute__((always_inline)) uintptr_t cco_stack_pointer(void) {
  uintptr_t pointer;
  __asm__("mov %0, sp" : "=r"(pointer));
  return pointer;
}

#if defined(__APPLE__) || defined(__ANDROID__)
#define CCO_X18  // the platform's own register: not to be touched
#else
#define CCO_X18 "x18",
#endif

#if defined(__ARM_FEATURE_SVE)
#define CCO_SVE                                                                                  \
  , "p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9", "p10", "p11", "p12", "p13", "p14", \
      "p15"
#else
#define CCO_SVE
#endif

// All registers that the ABI lets a function use are clobbered by a switch, so that the compiler saves only
// the live ones. x29 and x19 are saved here, because the compiler may use them to find its frame. x3 is
// missing from the list, and so are x0, x1 and x2, which carry the message. fpcr stays unchanged.
#define CCO_CLOBBERED                                                                              \
  "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x16", "x17",      \
      CCO_X18 "x20", "x21", "x22", "x23", "x24", "x25", "x26", "x27", "x28", "x30", "v0", "v1",    \
      "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11", "v12", "v13", "v14", "v15",    \
      "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", "v24", "v25", "v26", "v27", "v28",   \
      "v29", "v30", "v31" CCO_SVE, "memory", "cc"

// Stores the running side in the `cco_side` at `offset` from x0; it will continue at label 0.
#define CCO_STORE(offset)                  \
  "adr x9, 0f\n\t"                         \
  "mov x10, sp\n\t"                        \
  "stp x29, x9, [x0, " offset "]\n\t"      \
  "stp x10, x19, [x0, " offset "+16]\n\t"

// Continues with the `cco_side` at `offset` from a register. A `br`, because a `ret` would never be
// predicted.
#define CCO_GO_ON(offset, register)                 \
  "ldp x29, x11, [" register ", " offset "]\n\t"    \
  "ldp x12, x19, [" register ", " offset "+16]\n\t" \
  "mov sp, x12\n\t"                                 \
  "br x11\n"

// The point where a side continues: `bti j`, the target of a `br`.
#define CCO_ARRIVAL "0:\n\thint #36"

// In each of these, x0, x1 and x2 arrive at the other side, and at label 0 they hold the values of the side
// that has switched back. Nothing is written to the stack.

/// Switches from a resumer to the body of `context`.
static inline __attribute__((always_inline)) cco_arrival cco_switch_in(
    cco_context *context, void *value, uintptr_t message) {
  register cco_context *x0 __asm__("x0") = context;
  register void *x1 __asm__("x1") = value;
  register uintptr_t x2 __asm__("x2") = message;
  __asm__ volatile(CCO_STORE("0") CCO_GO_ON("32", "x0") CCO_ARRIVAL  // CCO_RESUMER, CCO_BODY
                   : "+r"(x0), "+r"(x1), "+r"(x2)
                   :
                   : "x3", CCO_CLOBBERED);
  return (cco_arrival){x1, x0};
}

/// Switches from the body of `context` to its resumer.
static inline __attribute__((always_inline)) cco_message cco_switch_out(cco_context *context,
                                                                        void *value) {
  register cco_context *x0 __asm__("x0") = context;
  register void *x1 __asm__("x1") = value;
  register uintptr_t x2 __asm__("x2");  // carries no message on the way out
  __asm__ volatile(CCO_STORE("32") CCO_GO_ON("0", "x0") CCO_ARRIVAL
                   : "+r"(x0), "+r"(x1), "=r"(x2)
                   :
                   : "x3", CCO_CLOBBERED);
  return (cco_message){x1, x2};
}

/// Switches from the body of `context` to that of `target`.
static inline __attribute__((always_inline)) cco_message cco_switch_across(
    cco_context *context, cco_context *target, void *value, uintptr_t message) {
  register cco_context *x0 __asm__("x0") = context;
  register void *x1 __asm__("x1") = value;
  register uintptr_t x2 __asm__("x2") = message;
  register cco_context *x3 __asm__("x3") = target;
  __asm__ volatile(CCO_STORE("32") CCO_GO_ON("32", "x3") CCO_ARRIVAL
                   : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3)
                   :
                   : CCO_CLOBBERED);
  return (cco_message){x1, x2};
}

/// Continues with `side`, to which `context` has ended; the current stack is not needed again.
static inline __attribute__((always_inline, noreturn)) void cco_jump(cco_context *context,
                                                                     const cco_side *side,
                                                                     uintptr_t message) {
  register cco_context *x0 __asm__("x0") = context;
  register void *x1 __asm__("x1") = NULL;
  register uintptr_t x2 __asm__("x2") = message;
  register const cco_side *x3 __asm__("x3") = side;
  __asm__ volatile(CCO_GO_ON("0", "x3") : : "r"(x0), "r"(x1), "r"(x2), "r"(x3) : "memory");
  __builtin_unreachable();
}

#undef CCO_X18
#undef CCO_SVE
#undef CCO_CLOBBERED
#undef CCO_STORE
#undef CCO_GO_ON
#undef CCO_ARRIVAL
