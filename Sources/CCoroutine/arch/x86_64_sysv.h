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

/// Whether that word is other than 0.
static inline __attribute__((always_inline)) int cco_thread_word_is_set(ptrdiff_t offset) {
#if defined(__linux__)
  int is_set;
  __asm__ volatile("cmpq $0, %%fs:(%1)" : "=@ccne"(is_set) : "r"(offset));
  return is_set;
#else
  return cco_thread_word(offset) != 0;
#endif
}

/// Whatever the register holds that hands over a message.
static inline __attribute__((always_inline)) uintptr_t cco_any(void) {
  uintptr_t any;
  __asm__ volatile("" : "=d"(any));
  return any;
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

/// Exchanges the registers with those in `context` and goes on where they were saved.
///
/// Nothing is written to the stack: below rsp lies the red zone of the surrounding function. The
/// jump is a `jmp`, since a `ret` would never be predicted. All that the ABI lets a function keep
/// in registers is clobbered, for the compiler to save only what is alive; rbx and rbp are saved
/// here since it may use them to find its frame. mxcsr and the x87 control word stay as they are.
/// `notrack`, since where a jump leads is not marked for indirect-branch tracking.
static inline __attribute__((always_inline)) cco_registers cco_exchange(
    cco_context *context, void *value, uintptr_t message) {
  __asm__ volatile(
      "leaq 0f(%%rip), %%rcx\n\t"
      "movq 0(%%rdi), %%r8\n\t"    // the other side's registers
      "movq 8(%%rdi), %%r9\n\t"
      "movq 16(%%rdi), %%r10\n\t"
      "movq 24(%%rdi), %%r11\n\t"
      "movq %%rbp, 0(%%rdi)\n\t"   // ours in their place
      "movq %%rcx, 8(%%rdi)\n\t"
      "movq %%rsp, 16(%%rdi)\n\t"
      "movq %%rbx, 24(%%rdi)\n\t"
      "movq %%r8, %%rbp\n\t"
      "movq %%r10, %%rsp\n\t"
      "movq %%r11, %%rbx\n\t"
      "notrack jmpq *%%r9\n"
      "0:"                         // rdi, rsi and rdx are of whoever switched to us
      : "+D"(context), "+S"(value), "+d"(message)
      :
      : "rax", "rcx", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "xmm0", "xmm1", "xmm2",
        "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13",
        "xmm14", "xmm15", CCO_AVX512 "st", "st(1)", "st(2)", "st(3)", "st(4)", "st(5)", "st(6)",
        "st(7)", "mm0", "mm1", "mm2", "mm3", "mm4", "mm5", "mm6", "mm7", "memory", "cc");
  return (cco_registers){context, value, message};
}

/// Goes on where the registers in `context` were saved, with no value; the current stack is not
/// needed again.
static inline __attribute__((always_inline, noreturn)) void cco_jump(cco_context *context,
                                                                     uintptr_t message) {
  __asm__ volatile(
      "movq 8(%%rdi), %%r9\n\t"
      "movq 0(%%rdi), %%rbp\n\t"
      "movq 16(%%rdi), %%rsp\n\t"
      "movq 24(%%rdi), %%rbx\n\t"
      "notrack jmpq *%%r9"
      :
      : "D"(context), "S"(0), "d"(message)
      : "r9", "memory");
  __builtin_unreachable();
}

#undef CCO_AVX512
