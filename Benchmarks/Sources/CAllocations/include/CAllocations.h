#ifndef CALLOCATIONS_H
#define CALLOCATIONS_H

/// How often the process has called `malloc`, or -1 where calls can't be counted.
///
/// Counted where the C library is glibc, whose `malloc` a program may replace. Exact on one thread.
long allocation_count(void);

#endif
