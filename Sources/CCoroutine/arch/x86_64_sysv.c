// Where a fresh stack begins, on x86-64 with the System V ABI.

#include "CCoroutine.h"

#if defined(__x86_64__)

#if defined(__APPLE__)
#define SYMBOL(name) "_" name
#define HEADER ".globl _cco_trampoline\n.private_extern _cco_trampoline\n_cco_trampoline:\n"
#define FOOTER ""
#else
#define SYMBOL(name) name
#define HEADER                                                              \
  ".globl cco_trampoline\n.hidden cco_trampoline\n"                         \
  ".type cco_trampoline, @function\ncco_trampoline:\n"
#define FOOTER ".size cco_trampoline, . - cco_trampoline\n"
#endif

// rbp is the context's address. While the body runs, the context holds the resumer's registers,
// so rbp points at a frame record {rbp, rip} and walks along it go on in the resumer.
//
// The unwind table says the same: the caller's frame begins at the saved rsp, [rbp + 16]; rip is
// saved at [rbp + 8], rbp at [rbp], rbx at [rbp + 24]. It is a signal frame since the saved rip
// is the very instruction to go on with, not the one after a call.
__asm__(".text\n"
        ".p2align 4\n" HEADER
        ".cfi_startproc simple\n"
        ".cfi_signal_frame\n"
        ".cfi_escape 0x0f, 3, 0x76, 16, 0x06\n"   // CFA = *(rbp + 16)
        ".cfi_escape 0x10, 16, 2, 0x76, 8\n"      // rip at rbp + 8
        ".cfi_escape 0x10, 6, 2, 0x76, 0\n"       // rbp at rbp
        ".cfi_escape 0x10, 3, 2, 0x76, 24\n"      // rbx at rbp + 24
        "endbr64\n"
        "nop\n"  // a walk that takes a return address for the call before it still finds this frame
        "movq %rbp, %rdi\n"
        "call *64(%rbp)\n"  // CCO_ENTRY
        "movq %rbp, %rdi\n"
        "pushq $0\n"
        "jmp " SYMBOL("cco_end") "\n"  // no call: it would leave the return predictor an entry
        ".cfi_endproc\n" FOOTER);

#endif
