#ifndef CKEEP_H
#define CKEEP_H

#include <stdint.h>

/// Makes the compiler believe that `value` is used. It costs no instruction, and without it a loop
/// over a plain iterator is folded into its last value.
static inline __attribute__((always_inline)) void keep(intptr_t value) {
  __asm__ volatile("" : : "r"(value));
}

#endif
