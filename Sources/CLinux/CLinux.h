// What of Linux the Glibc and Musl modules of Swift leave out.

#ifndef CLINUX_H
#define CLINUX_H

#if defined(__linux__)

#include <sys/epoll.h>
#include <sys/socket.h>

// Declared for programs that define _GNU_SOURCE, which a module can't.
int accept4(int socket, struct sockaddr *address, socklen_t *size, int flags);

#endif

#endif
