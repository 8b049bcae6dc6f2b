// What of Linux the Glibc and Musl modules of Swift leave out.

#ifndef CLINUX_H
#define CLINUX_H

#if defined(__linux__)

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

// Declared for programs that define _GNU_SOURCE, which a module can't.
int accept4(int socket, struct sockaddr *address, socklen_t *size, int flags);

// How many processors the calling thread may run on, which are those of its container, or to which
// it was bound; 0 if the system does not say. The C library's function is such a declaration too, whose
// types differ between libraries.
static inline int clinux_allowed_processors(void) {
  unsigned long set[128] = {0};
  if (syscall(SYS_sched_getaffinity, 0, sizeof set, set) < 0) return 0;
  int count = 0;
  for (int i = 0; i < 128; i++) count += __builtin_popcountl(set[i]);
  return count;
}

#endif

#endif
