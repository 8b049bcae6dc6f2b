// Delays each `await` of a continuation, so that another thread resumes it before its task is suspended. The program
// that loads this library before all others calls it in place of Swift's runtime.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// As the runtime does, it returns to the task at once if the task was resumed, and suspends it otherwise.
typedef __attribute__((swiftasynccall)) void (*await_function)(void *continuation);

static await_function runtime_await;

__attribute__((constructor)) static void find(void) {
  runtime_await = (await_function)dlsym(RTLD_NEXT, "swift_continuation_await");
}

// A separate function, because a function that ends in a musttail call can't have locals whose address is passed. The
// system call is direct, because ThreadSanitizer's own nanosleep() can't serve a library that is loaded before it.
__attribute__((noinline)) static void delay(void) {
  struct timespec pause = {.tv_nsec = 20000};
  syscall(SYS_nanosleep, &pause, 0);
}

__attribute__((swiftasynccall)) void swift_continuation_await(void *continuation) {
  delay();
  __attribute__((musttail)) return runtime_await(continuation);
}
