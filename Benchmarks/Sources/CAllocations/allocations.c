#include "CAllocations.h"

#include <stdlib.h>

#ifdef __GLIBC__
static long count;

void *__libc_malloc(size_t size);

void *malloc(size_t size) {
  count++;
  return __libc_malloc(size);
}

long allocation_count(void) { return count; }
#else
long allocation_count(void) { return -1; }
#endif
