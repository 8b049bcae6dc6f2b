// What of Linux the Glibc and Musl modules of Swift leave out.

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

// Declared for programs that define _GNU_SOURCE, which a module can't.
int accept4(int socket, struct sockaddr *address, socklen_t *size, int flags);

// The runtime's test for isolation, which the code of `Task.immediate` calls from every program. Flags of 0
// keep it from ending the process.
extern bool swift_task_isCurrentExecutorWithFlags(uintptr_t identity, uintptr_t implementation, uintptr_t flags)
    __attribute__((swiftcall, weak));

// Whether the code that asks is isolated to the actor of this executor.
static inline bool clinux_is_on_executor(uintptr_t identity, uintptr_t implementation) {
  return swift_task_isCurrentExecutorWithFlags &&
         swift_task_isCurrentExecutorWithFlags(identity, implementation, 0);
}

// The main queue, on which the main actor runs.
extern char _dispatch_main_q __attribute__((weak));

// Whether a Swift task lies in the main queue, or lay there last. A job's fourth word belongs to the executor
// that has the job, and those of libdispatch write the queue there. Where another word lies there, in another
// version, it is not the queue's address, and this is false. The word is written by other threads.
static inline bool clinux_is_on_main_queue(const void *task) {
  const void *queue = &_dispatch_main_q;
  if (!queue) queue = dlsym(NULL, "_dispatch_main_q");
  return queue && __atomic_load_n((const void *const *)task + 3, __ATOMIC_RELAXED) == queue;
}

// The runtime's half of a continuation's `resume()`, which the compiler calls from every program.
extern void swift_continuation_resume(void *continuation) __attribute__((swiftcall));

static inline void clinux_resume_continuation(void *continuation) { swift_continuation_resume(continuation); }

// Opens a file without a name for reading and writing. The flag is defined for programs that define _GNU_SOURCE.
static inline int clinux_open_unnamed(const char *directory) {
#if defined(O_TMPFILE)
  const int unnamed = O_TMPFILE;
#else
  const int unnamed = 020000000 | O_DIRECTORY;
#endif
  return open(directory, unnamed | O_RDWR | O_CLOEXEC, 0600);
}

// Names the calling thread. The system keeps 15 bytes; pthread_setname_np, which is such a declaration too,
// refuses more.
static inline void clinux_set_thread_name(const char *name) {
  prctl(PR_SET_NAME, (unsigned long)name, 0, 0, 0);
}

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
