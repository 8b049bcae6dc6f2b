// The parts of Linux that Swift's modules Glibc and Musl omit.

#ifndef CLINUX_H
#define CLINUX_H

#if defined(__linux__)

#include <dlfcn.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

// The C library declares this only for programs that define _GNU_SOURCE, which a module can't do.
int accept4(int socket, struct sockaddr *address, socklen_t *size, int flags);

// The runtime's check of isolation, which the code of `Task.immediate` calls in every program. With flags of 0
// it doesn't end the process.
extern bool swift_task_isCurrentExecutorWithFlags(uintptr_t identity, uintptr_t implementation, uintptr_t flags)
    __attribute__((swiftcall, weak));

// Returns whether the calling code is isolated to the actor of this executor.
static inline bool clinux_is_on_executor(uintptr_t identity, uintptr_t implementation) {
  return swift_task_isCurrentExecutorWithFlags &&
         swift_task_isCurrentExecutorWithFlags(identity, implementation, 0);
}

// The main queue, on which the main actor runs.
extern char _dispatch_main_q __attribute__((weak));

// Returns whether a Swift task is in the main queue, or was there last. A job's fourth word belongs to the
// executor that has the job; libdispatch's executors write the queue there. If another version keeps another word
// there, it isn't the queue's address, and this returns false. Other threads write the word.
static inline bool clinux_is_on_main_queue(const void *task) {
  const void *queue = &_dispatch_main_q;
  if (!queue) queue = dlsym(NULL, "_dispatch_main_q");
  return queue && __atomic_load_n((const void *const *)task + 3, __ATOMIC_RELAXED) == queue;
}

// The runtime's part of a continuation's `resume()`, which the compiler calls in every program.
extern void swift_continuation_resume(void *continuation) __attribute__((swiftcall));

static inline void clinux_resume_continuation(void *continuation) { swift_continuation_resume(continuation); }

// Opens a file without a name for reading and writing. The flag needs _GNU_SOURCE too.
static inline int clinux_open_unnamed(const char *directory) {
#if defined(O_TMPFILE)
  const int unnamed = O_TMPFILE;
#else
  const int unnamed = 020000000 | O_DIRECTORY;
#endif
  return open(directory, unnamed | O_RDWR | O_CLOEXEC, 0600);
}

// Names the calling thread. The system keeps 15 bytes. pthread_setname_np, which needs _GNU_SOURCE, rejects longer
// names.
static inline void clinux_set_thread_name(const char *name) {
  prctl(PR_SET_NAME, (unsigned long)name, 0, 0, 0);
}

// Returns the number of processors on which the calling thread may run, as its container or its affinity permits;
// 0 if the system doesn't report it. The C library's function needs _GNU_SOURCE, and its types differ between
// libraries.
static inline int clinux_allowed_processors(void) {
  unsigned long set[128] = {0};
  if (syscall(SYS_sched_getaffinity, 0, sizeof set, set) < 0) return 0;
  int count = 0;
  for (int i = 0; i < 128; i++) count += __builtin_popcountl(set[i]);
  return count;
}

#endif

#endif
