// The common part of the tests in C.

#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <stdlib.h>

#define CHECK(condition)                                                        \
  do {                                                                          \
    if (!(condition)) {                                                         \
      printf("FAILED %s, line %d: %s\n", __func__, __LINE__, #condition);       \
      exit(1);                                                                  \
    }                                                                           \
  } while (0)

#define RUN(test)              \
  do {                         \
    printf("%s\n", #test);     \
    fflush(stdout);            \
    test;                      \
  } while (0)

#define NOINLINE __attribute__((noinline))

#endif
