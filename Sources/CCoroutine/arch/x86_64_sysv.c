// The start of a fresh stack, and a call on another stack, on x86-64 with the System V ABI.

#include "../private.h"

#if !defined(CCO_THREADS) && defined(__x86_64__)

#if defined(__APPLE__)
#define SYMBOL(name) "_" name
#define HEADER(name) ".globl _" name "\n.private_extern _" name "\n_" name ":\n"
#define FOOTER(name) ""
#define LABEL(name) ".globl _" name "\n.private_extern _" name "\n.alt_entry _" name "\n_" name ":\n"
#else
#define SYMBOL(name) name
#define HEADER(name) \
  ".globl " name "\n.hidden " name "\n.type " name ", @function\n" name ":\n"
#define FOOTER(name) ".size " name ", . - " name "\n"
#define LABEL(name) ".globl " name "\n.hidden " name "\n" name ":\n"
#endif

#if defined(CCO_ASAN) || defined(CCO_TSAN)
#define TELL_SANITIZER "movq %rbp, %rdi\ncall " SYMBOL("cco_enter_sanitized") "\n"
#else
#define TELL_SANITIZER
#endif

// The entry is called as Swift calls a closure that throws: r13 holds its captures, and r12 is null before
// and the error afterwards. A function in C preserves r12 and ignores both.
//
// rbp is the context's address, and so that of the resumer's side: a frame record {rbp, rip}, along which
// walks lead into the resumer.
//
// The unwind table says the same: the caller's frame begins at the saved rsp, [rbp + 16]; rip is saved at
// [rbp + 8], rbp at [rbp], rbx at [rbp + 24]. It is a signal frame because the saved rip is the very
// instruction to continue with, and not the one after a call.
__asm__(".text\n"
        ".p2align 4\n" HEADER("cco_trampoline")
        ".cfi_startproc simple\n"
        ".cfi_signal_frame\n"
        ".cfi_escape 0x0f, 3, 0x76, 16, 0x06\n"   // CFA = *(rbp + 16)
        ".cfi_escape 0x10, 16, 2, 0x76, 8\n"      // rip at rbp + 8
        ".cfi_escape 0x10, 6, 2, 0x76, 0\n"       // rbp at rbp
        ".cfi_escape 0x10, 3, 2, 0x76, 24\n"      // rbx at rbp + 24
        "endbr64\n"
        "nop\n"  // a walk that takes a return address for the call before it still finds this frame
        TELL_SANITIZER
        "movq %rbp, %rdi\n"
        "movq 80(%rbp), %r13\n"  // CCO_CAPTURES
        "xorl %r12d, %r12d\n"
        LABEL("cco_trampoline_call")
        "call *72(%rbp)\n"       // CCO_ENTRY
        "movq %rbp, %rdi\n"
        "movq %r12, %rsi\n"
        "leaq 0f(%rip), %rax\n"
        "pushq %rax\n"           // no call: it would leave the return predictor an entry
        "jmp " SYMBOL("cco_end") "\n"
        "0:\n"                   // never reached, but walks of the stack find this frame by it
        "int3\n"
        ".cfi_endproc\n" FOOTER("cco_trampoline"));

// A call like any other, except that the callee's frames lie on another stack. rbp keeps the caller's stack
// pointer, so that walks and unwinding lead into the caller. The `ret` returns to the place after the `call`, as
// the CPU predicts.
__asm__(".text\n"
        ".p2align 4\n" HEADER("cco_call_on")
        ".cfi_startproc\n"
        "endbr64\n"
        "pushq %rbp\n"
        ".cfi_def_cfa_offset 16\n"
        ".cfi_offset %rbp, -16\n"
        "movq %rsp, %rbp\n"
        ".cfi_def_cfa_register %rbp\n"
        "movq %rdi, %rsp\n"
        "movq %rdx, %rdi\n"
        "callq *%rsi\n"
        "movq %rbp, %rsp\n"
        "popq %rbp\n"
        ".cfi_def_cfa %rsp, 8\n"
        "retq\n"
        ".cfi_endproc\n" FOOTER("cco_call_on"));

#endif
