// The switch for riscv64 with the System V ABI (LP64D, LP64F, LP64): Linux.
// Included by CCoroutine.h; offsets are those of `cco_context`.

#define CCO_RISCV64_SYSV 1

/// The word at `offset` from the thread pointer. Volatile assembly, since a thread-local
/// variable's address would be kept across a switch, after which the thread may be another.
static inline __attribute__((always_inline)) void *cco_thread_word(ptrdiff_t offset) {
#if defined(__linux__)
  void *word;
  __asm__ volatile("add %0, tp, %1\n\t"
                   "ld %0, 0(%0)"
                   : "=&r"(word)
                   : "r"(offset));
  return word;
#else
  return (void *)(offset + 1);  // nothing is known of this system's layout: never 0
#endif
}

/// Whether that word is not 0, or `offset` is 0. Unlike on the other CPUs the word at 0 may be 0: it is the
/// first of the program's thread-local variables, and the thread's own record lies below it.
static inline __attribute__((always_inline)) int cco_thread_word_is_set(ptrdiff_t offset) {
  return offset == 0 || cco_thread_word(offset) != 0;
}

/// The stack pointer. Not volatile: a frame never moves to another stack.
static inline __attribute__((always_inline)) uintptr_t cco_stack_pointer(void) {
  uintptr_t pointer;
  __asm__("mv %0, sp" : "=r"(pointer));
  return pointer;
}

// With the registers, not with the ABI: LP64 passes no values in them, but its code may use them.
#if defined(__riscv_flen)
#define CCO_FLOAT                                                                                \
  , "f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12", "f13", "f14", \
      "f15", "f16", "f17", "f18", "f19", "f20", "f21", "f22", "f23", "f24", "f25", "f26", "f27",  \
      "f28", "f29", "f30", "f31"
#else
#define CCO_FLOAT
#endif

// Clang takes their names in any case, and must be given them: a function may have the extension
// by an attribute. GCC knows them, and uses them, from 13 on.
#if defined(__clang__) || (defined(__riscv_vector) && __GNUC__ >= 13)
#define CCO_VECTOR                                                                               \
  , "vl", "vtype", "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11",      \
      "v12", "v13", "v14", "v15", "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", "v24",  \
      "v25", "v26", "v27", "v28", "v29", "v30", "v31"
#else
#define CCO_VECTOR
#endif

// All registers that the ABI lets a function use are clobbered by a switch, so that the compiler saves only
// the live ones. s0 and s1 are saved here, because the compiler may use them to find its frame. a3 is missing
// from the list, and so are a0, a1 and a2, which carry the message. gp and tp are not touched: one is the
// program's, the other the thread's. fcsr and vxrm stay unchanged.
#define CCO_CLOBBERED                                                                              \
  "ra", "t0", "t1", "t2", "t3", "t4", "t5", "t6", "a4", "a5", "a6", "a7", "s2", "s3", "s4", "s5",  \
      "s6", "s7", "s8", "s9", "s10", "s11" CCO_FLOAT CCO_VECTOR, "memory"

// Stores the running side in the `cco_side` at `offset` from a0; it will continue at label 0.
#define CCO_STORE(offset)         \
  "lla t0, 0f\n\t"                \
  "sd s0, " offset "(a0)\n\t"     \
  "sd t0, " offset "+8(a0)\n\t"   \
  "sd sp, " offset "+16(a0)\n\t"  \
  "sd s1, " offset "+24(a0)\n\t"

// Continues with the `cco_side` at `offset` from a register. By t2: a `jr` by ra or t0 would be predicted as
// a return, and one by t2 needs no landing pad where jumps are checked (Zicfilp).
#define CCO_GO_ON(offset, register)           \
  "ld s0, " offset "(" register ")\n\t"       \
  "ld t2, " offset "+8(" register ")\n\t"     \
  "ld sp, " offset "+16(" register ")\n\t"    \
  "ld s1, " offset "+24(" register ")\n\t"    \
  "jr t2\n"

// In each of these, a0, a1 and a2 arrive at the other side, and at label 0 they hold the values of the side
// that has switched back. Nothing is written to the stack.

/// Switches from a resumer to the body of `context`.
static inline __attribute__((always_inline)) cco_arrival cco_switch_in(
    cco_context *context, void *value, uintptr_t message) {
  register cco_context *a0 __asm__("a0") = context;
  register void *a1 __asm__("a1") = value;
  register uintptr_t a2 __asm__("a2") = message;
  __asm__ volatile(CCO_STORE("0") CCO_GO_ON("32", "a0") "0:"  // CCO_RESUMER, CCO_BODY
                   : "+r"(a0), "+r"(a1), "+r"(a2)
                   :
                   : "a3", CCO_CLOBBERED);
  return (cco_arrival){a1, a0};
}

/// Switches from the body of `context` to its resumer.
static inline __attribute__((always_inline)) cco_message cco_switch_out(cco_context *context,
                                                                        void *value) {
  register cco_context *a0 __asm__("a0") = context;
  register void *a1 __asm__("a1") = value;
  register uintptr_t a2 __asm__("a2");  // carries no message on the way out
  __asm__ volatile(CCO_STORE("32") CCO_GO_ON("0", "a0") "0:"
                   : "+r"(a0), "+r"(a1), "=r"(a2)
                   :
                   : "a3", CCO_CLOBBERED);
  return (cco_message){a1, a2};
}

/// Switches from the body of `context` to that of `target`.
static inline __attribute__((always_inline)) cco_message cco_switch_across(
    cco_context *context, cco_context *target, void *value, uintptr_t message) {
  register cco_context *a0 __asm__("a0") = context;
  register void *a1 __asm__("a1") = value;
  register uintptr_t a2 __asm__("a2") = message;
  register cco_context *a3 __asm__("a3") = target;
  __asm__ volatile(CCO_STORE("32") CCO_GO_ON("32", "a3") "0:"
                   : "+r"(a0), "+r"(a1), "+r"(a2), "+r"(a3)
                   :
                   : CCO_CLOBBERED);
  return (cco_message){a1, a2};
}

/// Continues with `side`, to which `context` has ended; the current stack is not needed again.
static inline __attribute__((always_inline, noreturn)) void cco_jump(cco_context *context,
                                                                     const cco_side *side,
                                                                     uintptr_t message) {
  register cco_context *a0 __asm__("a0") = context;
  register void *a1 __asm__("a1") = NULL;
  register uintptr_t a2 __asm__("a2") = message;
  register const cco_side *a3 __asm__("a3") = side;
  __asm__ volatile(CCO_GO_ON("0", "a3") : : "r"(a0), "r"(a1), "r"(a2), "r"(a3) : "memory");
  __builtin_unreachable();
}

#undef CCO_FLOAT
#undef CCO_VECTOR
#undef CCO_CLOBBERED
#undef CCO_STORE
#undef CCO_GO_ON
