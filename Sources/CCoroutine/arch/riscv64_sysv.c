// The start of a fresh stack, and a call on another stack, on riscv64 with the System V ABI.

#include "../private.h"

#if defined(CCO_RISCV64_SYSV)

#define HEADER(name) \
  ".globl " name "\n.hidden " name "\n.type " name ", @function\n" name ":\n"
#define FOOTER(name) ".size " name ", . - " name "\n"

#if defined(CCO_ASAN) || defined(CCO_TSAN)
#define TELL_SANITIZER "addi a0, s0, -16\ncall cco_enter_sanitized\n"
#else
#define TELL_SANITIZER
#endif

_Static_assert(offsetof(cco_context, failure) == 88, "the trampoline knows this offset");

// The entry is called as Swift calls a closure that throws. There is no Swift convention for this CPU, so its
// captures and the place of the error, which is null before, are additional arguments. A function in C
// ignores both.
//
// A frame pointer, s0, points past its frame record here: the caller's s0 is at [s0 - 16], the return address
// at [s0 - 8]. The first switch sets s0 to the context's address, and so to that of the resumer's side, {s0,
// pc, sp, s1}. With 16 added, walks along the frame pointers lead into the resumer.
//
// The unwind table says the same, before and after that. It is that of a signal frame, as x86_64_sysv.c says.
__asm__(".text\n"
        ".p2align 4\n" HEADER("cco_trampoline")
        ".cfi_startproc simple\n"
        ".cfi_signal_frame\n"
        ".cfi_escape 0x0f, 3, 0x78, 16, 0x06\n"   // CFA = *(s0 + 16), sp
        ".cfi_escape 0x10, 1, 2, 0x78, 8\n"       // return address at s0 + 8
        ".cfi_escape 0x10, 8, 2, 0x78, 0\n"       // s0 at s0
        ".cfi_escape 0x10, 9, 2, 0x78, 24\n"      // s1 at s0 + 24
        "addi s0, s0, 16\n"
        ".cfi_escape 0x0f, 3, 0x78, 0, 0x06\n"    // CFA = *s0
        ".cfi_escape 0x10, 1, 2, 0x78, 0x78\n"    // return address at s0 - 8
        ".cfi_escape 0x10, 8, 2, 0x78, 0x70\n"    // s0 at s0 - 16
        ".cfi_escape 0x10, 9, 2, 0x78, 8\n"       // s1 at s0 + 8
        TELL_SANITIZER
        "addi a0, s0, -16\n"
        "ld t2, 56(s0)\n"                         // CCO_ENTRY - 16
        "ld a1, 64(s0)\n"                         // CCO_CAPTURES - 16
        "addi a2, s0, 72\n"                       // the place of the failure
        "sd zero, 72(s0)\n"
        "jalr t2\n"
        "addi a0, s0, -16\n"
        "ld a1, 72(s0)\n"
        "tail cco_end\n"  // no call: ra still leads here, and the return predictor keeps its place
        ".cfi_endproc\n" FOOTER("cco_trampoline"));

// A call like any other, except that the callee's frames lie on another stack: see x86_64_sysv.c.
__asm__(".text\n"
        ".p2align 4\n" HEADER("cco_call_on")
        ".cfi_startproc\n"
        "addi sp, sp, -16\n"
        ".cfi_def_cfa_offset 16\n"
        "sd ra, 8(sp)\n"
        ".cfi_offset 1, -8\n"
        "sd s0, 0(sp)\n"
        ".cfi_offset 8, -16\n"
        "addi s0, sp, 16\n"
        ".cfi_def_cfa 8, 0\n"
        "mv sp, a0\n"
        "mv t2, a1\n"
        "mv a0, a2\n"
        "jalr t2\n"
        "addi sp, s0, -16\n"
        ".cfi_def_cfa 2, 16\n"
        "ld ra, 8(sp)\n"
        ".cfi_restore 1\n"
        "ld s0, 0(sp)\n"
        ".cfi_restore 8\n"
        "addi sp, sp, 16\n"
        ".cfi_def_cfa_offset 0\n"
        "ret\n"
        ".cfi_endproc\n" FOOTER("cco_call_on"));

#endif
