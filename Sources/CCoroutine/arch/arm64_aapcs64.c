// The start of a fresh stack, and a call on another stack, on arm64 with AAPCS64.

#include "../private.h"

#if !defined(CCO_THREADS) && (defined(__aarch64__) || defined(__arm64__))

#if defined(__APPLE__)
#define SYMBOL(name) "_" name
#define HEADER(name) ".globl _" name "\n.private_extern _" name "\n_" name ":\n"
#define FOOTER(name) ""
#else
#define SYMBOL(name) name
#define HEADER(name) \
  ".globl " name "\n.hidden " name "\n.type " name ", %function\n" name ":\n"
#define FOOTER(name) ".size " name ", . - " name "\n"
#endif

#if defined(CCO_ASAN) || defined(CCO_TSAN)
#define TELL_SANITIZER "mov x0, x29\nbl " SYMBOL("cco_enter_sanitized") "\n"
#else
#define TELL_SANITIZER
#endif

// The entry is called as Swift calls a closure that throws: x20 holds its captures, and x21 is null before
// and the error afterwards. A function in C preserves x21 and ignores both.
//
// x29 is the context's address, and so that of the resumer's side: a frame record {x29, pc}. See
// x86_64_sysv.c; here the saved sp is at [x29 + 16], pc (as the return address, x30) at [x29 + 8], x19 at
// [x29 + 24].
__asm__(".text\n"
        ".p2align 4\n" HEADER("cco_trampoline")
        ".cfi_startproc simple\n"
        ".cfi_signal_frame\n"
        ".cfi_escape 0x0f, 3, 0x8d, 16, 0x06\n"   // CFA = *(x29 + 16)
        ".cfi_escape 0x10, 30, 2, 0x8d, 8\n"      // return address at x29 + 8
        ".cfi_escape 0x10, 29, 2, 0x8d, 0\n"      // x29 at x29
        ".cfi_escape 0x10, 19, 2, 0x8d, 24\n"     // x19 at x29 + 24
        "hint #36\n"                              // bti j
        "nop\n"
        TELL_SANITIZER
        "mov x0, x29\n"
        "ldp x9, x20, [x29, #72]\n"               // CCO_ENTRY, CCO_CAPTURES
        "mov x21, xzr\n"
        "blr x9\n"
        "mov x0, x29\n"
        "mov x1, x21\n"
        "bl " SYMBOL("cco_end") "\n"
        "brk #1\n"
        ".cfi_endproc\n" FOOTER("cco_trampoline"));

// A call like any other, except that the callee's frames lie on another stack: see x86_64_sysv.c.
__asm__(".text\n"
        ".p2align 4\n" HEADER("cco_call_on")
        ".cfi_startproc\n"
        "hint #34\n"                              // bti c
        "stp x29, x30, [sp, #-16]!\n"
        ".cfi_def_cfa_offset 16\n"
        ".cfi_offset 30, -8\n"
        ".cfi_offset 29, -16\n"
        "mov x29, sp\n"
        ".cfi_def_cfa 29, 16\n"
        "mov sp, x0\n"
        "mov x0, x2\n"
        "blr x1\n"
        "mov sp, x29\n"
        ".cfi_def_cfa 31, 16\n"
        "ldp x29, x30, [sp], #16\n"
        ".cfi_def_cfa_offset 0\n"
        ".cfi_restore 30\n"
        ".cfi_restore 29\n"
        "ret\n"
        ".cfi_endproc\n" FOOTER("cco_call_on"));

#endif
