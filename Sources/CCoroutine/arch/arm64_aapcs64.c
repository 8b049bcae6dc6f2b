// Where a fresh stack begins, on arm64 with AAPCS64.

#include "CCoroutine.h"

#if defined(__aarch64__) || defined(__arm64__)

#if defined(__APPLE__)
#define SYMBOL(name) "_" name
#define HEADER ".globl _cco_trampoline\n.private_extern _cco_trampoline\n_cco_trampoline:\n"
#define FOOTER ""
#else
#define SYMBOL(name) name
#define HEADER                                                              \
  ".globl cco_trampoline\n.hidden cco_trampoline\n"                         \
  ".type cco_trampoline, %function\ncco_trampoline:\n"
#define FOOTER ".size cco_trampoline, . - cco_trampoline\n"
#endif

// x29 is the context's address: a frame record {x29, pc} of the resumer. See x86_64_sysv.c; here
// the saved sp is at [x29 + 16], pc (as the return address, x30) at [x29 + 8], x19 at [x29 + 24].
__asm__(".text\n"
        ".p2align 4\n" HEADER
        ".cfi_startproc simple\n"
        ".cfi_signal_frame\n"
        ".cfi_escape 0x0f, 3, 0x8d, 16, 0x06\n"   // CFA = *(x29 + 16)
        ".cfi_escape 0x10, 30, 2, 0x8d, 8\n"      // return address at x29 + 8
        ".cfi_escape 0x10, 29, 2, 0x8d, 0\n"      // x29 at x29
        ".cfi_escape 0x10, 19, 2, 0x8d, 24\n"     // x19 at x29 + 24
        "hint #36\n"                              // bti j
        "nop\n"
        "mov x0, x29\n"
        "ldr x9, [x29, #64]\n"                    // CCO_ENTRY
        "blr x9\n"
        "mov x0, x29\n"
        "bl " SYMBOL("cco_end") "\n"
        "brk #1\n"
        ".cfi_endproc\n" FOOTER);

#endif
