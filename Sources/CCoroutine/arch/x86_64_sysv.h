// The switch for x86-64 with the System V ABI: Linux, macOS.
// Included by CCoroutine.h; offsets are those of `cco_context`.

/// The word at `offset` from the thread pointer. Volatile assembly, since a thread-local
/// variable's address would be kept across a switch, after which the thread may be another.
static inline __attribute__((always_inline)) void *cco_thread_word(ptrdiff_t offset) {
#if defined(__linux__)
  void *word;
  __asm__ volatile("movq %%fs:(%1), %0" : "=r"(word) : "r"(offset));
  return word;
#else
  return (void *)(offset + 1);  // nothing is known of this system's layout: never 0
#endif
}

/// Whether that word is not 0.
static inline __attribute__((always_inline)) int cco_thread_word_is_set(ptrdiff_t offset) {
#if defined(__linux__)
  int is_set;
  __asm__ volatile("cmpq $0, %%fs:(%1)" : "=@ccne"(is_set) : "r"(offset));
  return is_set;
#else
  return cco_thread_word(offset) != 0;
#endif
}

/// The stack pointer. Not volatile: a frame never moves to another stack.
static inline __attribute__((always_inline)) uintptr_t cco_stack_pointer(void) {
  uintptr_t pointer;
  __asm__("movq %%rsp, %0" : "=r"(pointer));
  return pointer;
}

// Clang takes their names in any case, and must be given them: a function may have the feature by
// an attribute. GCC refuses them where the feature is off.
#if defined(__clang__) || defined(__AVX512F__)
#define CCO_AVX512                                                                               \
  "xmm16", "xmm17", "xmm18", "xmm19", "xmm20", "xmm21", "xmm22", "xmm23", "xmm24", "xmm25", "xmm26", \
      "xmm27", "xmm28", "xmm29", "xmm30", "xmm31", "k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7",
#else
#define CCO_AVX512
#endif

// All registers that the ABI lets a function use are clobbered by a switch, so that the compiler saves only
// the live ones. rbx and rbp are saved here, because the compiler may use them to find its frame. rax is
// missing from the list, and so are rdi, rsi and rdx, which carry the message. mxcsr and the x87 control word
// stay unchanged.
#define CCO_CLOBBERED                                                                              \
  "rcx", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "xmm0", "xmm1", "xmm2", "xmm3",     \
      "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", \
      "xmm15", CCO_AVX512 "st", "st(1)", "st(2)", "st(3)", "st(4)", "st(5)", "st(6)", "st(7)",     \
      "mm0", "mm1", "mm2", "mm3", "mm4", "mm5", "mm6", "mm7", "memory", "cc"

// Stores the running side in the `cco_side` at `offset` from rdi; it will continue at label 0.
#define CCO_STORE(offset)                    \
  "leaq 0f(%%rip), %%rcx\n\t"                \
  "movq %%rbp, " offset "(%%rdi)\n\t"        \
  "movq %%rcx, " offset "+8(%%rdi)\n\t"      \
  "movq %%rsp, " offset "+16(%%rdi)\n\t"     \
  "movq %%rbx, " offset "+24(%%rdi)\n\t"

// Continues with the `cco_side` at `offset` from a register. A `jmp`, because a `ret` would never be
// predicted; `notrack`, because its target is not marked for indirect-branch tracking.
#define CCO_GO_ON(offset, register)              \
  "movq " offset "(" register "), %%rbp\n\t"     \
  "movq " offset "+16(" register "), %%rsp\n\t"  \
  "movq " offset "+24(" register "), %%rbx\n\t"  \
  "notrack jmpq *" offset "+8(" register ")\n"

// In each of these, rdi, rsi and rdx arrive at the other side, and at label 0 they hold the values of the
// side that has switched back. Nothing is written to the stack: below rsp lies the red zone of the
// surrounding function.

/// Switches from a resumer to the body of `context`.
static inline __attribute__((always_inline)) cco_arrival cco_switch_in(
    cco_context *context, void *value, uintptr_t message) {
  __asm__ volatile(CCO_STORE("0") CCO_GO_ON("32", "%%rdi") "0:"  // CCO_RESUMER, CCO_BODY
                   : "+D"(context), "+S"(value), "+d"(message)
                   :
                   : "rax", CCO_CLOBBERED);
  return (cco_arrival){value, context};
}

/// Switches from the body of `context` to its resumer.
static inline __attribute__((always_inline)) cco_message cco_switch_out(cco_context *context,
                                                                        void *value) {
  uintptr_t message;  // its register carries none on the way out
  __asm__ volatile(CCO_STORE("32") CCO_GO_ON("0", "%%rdi") "0:"
                   : "+D"(context), "+S"(value), "=d"(message)
                   :
                   : "rax", CCO_CLOBBERED);
  return (cco_message){value, message};
}

/// Switches from the body of `context` to that of `target`.
static inline __attribute__((always_inline)) cco_message cco_switch_across(
    cco_context *context, cco_context *target, void *value, uintptr_t message) {
  __asm__ volatile(CCO_STORE("32") CCO_GO_ON("32", "%%rax") "0:"
                   : "+D"(context), "+S"(value), "+d"(message), "+a"(target)
                   :
                   : CCO_CLOBBERED);
  return (cco_message){value, message};
}

/// Continues with `side`, to which `context` has ended; the current stack is not needed again.
static inline __attribute__((always_inline, noreturn)) void cco_jump(cco_context *context,
                                                                     const cco_side *side,
                                                                     uintptr_t message) {
  __asm__ volatile(CCO_GO_ON("0", "%%rax")
                   :
                   : "D"(context), "S"(0), "d"(message), "a"(side)
                   : "memory");
  __builtin_unreachable();
}

#undef CCO_AVX512
#undef CCO_CLOBBERED
#undef CCO_STORE
#undef CCO_GO_ON
