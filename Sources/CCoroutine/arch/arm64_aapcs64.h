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

/// Whether that word is other than 0.
static inline __attribute__((always_inline)) int cco_thread_word_is_set(ptrdiff_t offset) {
  return cco_thread_word(offset) != 0;
}

/// Whatever the register holds that hands over a message.
static inline __attribute__((always_inline)) uintptr_t cco_any(void) {
  register uintptr_t x2 __asm__("x2");
  __asm__ volatile("" : "=r"(x2));
  return x2;
}

#if defined(__APPLE__)
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

/// Exchanges the registers with those in `context` and goes on where they were saved.
///
/// Nothing is written to the stack and nothing returns across it: see x86_64_sysv.h. x29 and x19
/// are saved here since the compiler may use them to find its frame; it saves the others itself
/// where they are alive. fpcr stays as it is.
static inline __attribute__((always_inline)) cco_registers cco_exchange(
    cco_context *context, void *value, uintptr_t message) {
  register cco_context *x0 __asm__("x0") = context;
  register void *x1 __asm__("x1") = value;
  register uintptr_t x2 __asm__("x2") = message;
  __asm__ volatile(
      "adr x9, 0f\n\t"
      "ldp x10, x11, [x0]\n\t"       // the other side's registers
      "ldp x12, x13, [x0, #16]\n\t"
      "mov x14, sp\n\t"
      "stp x29, x9, [x0]\n\t"        // ours in their place
      "stp x14, x19, [x0, #16]\n\t"
      "mov x29, x10\n\t"
      "mov sp, x12\n\t"
      "mov x19, x13\n\t"
      "br x11\n\t"
      "0:\n\t"                       // x0, x1 and x2 are of whoever switched to us
      "hint #36"                     // bti j: we are the target of a br
      : "+r"(x0), "+r"(x1), "+r"(x2)
      :
      : "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x16",
        "x17", CCO_X18 "x20", "x21", "x22", "x23", "x24", "x25", "x26", "x27", "x28", "x30", "v0",
        "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11", "v12", "v13", "v14",
        "v15", "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", "v24", "v25", "v26", "v27",
        "v28", "v29", "v30", "v31" CCO_SVE, "memory", "cc");
  return (cco_registers){x0, x1, x2};
}

/// Goes on where the registers in `context` were saved, with no value; the current stack is not
/// needed again.
static inline __attribute__((always_inline, noreturn)) void cco_jump(cco_context *context,
                                                                     uintptr_t message) {
  register cco_context *x0 __asm__("x0") = context;
  register void *x1 __asm__("x1") = NULL;
  register uintptr_t x2 __asm__("x2") = message;
  __asm__ volatile(
      "ldp x10, x11, [x0]\n\t"
      "ldp x12, x13, [x0, #16]\n\t"
      "mov x29, x10\n\t"
      "mov sp, x12\n\t"
      "mov x19, x13\n\t"
      "br x11"
      :
      : "r"(x0), "r"(x1), "r"(x2)
      : "x10", "x11", "x12", "x13", "memory");
  __builtin_unreachable();
}

#undef CCO_X18
#undef CCO_SVE
