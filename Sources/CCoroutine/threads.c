// The engine on threads: how one side waits for the other, the threads of bodies, and the state that follows
// the control flow from thread to thread.
//
// At any time one thread of a chain of resumptions runs, and all others wait, each for one delivery. So a
// thread has one place for a delivery, its parker. A side that is about to wait puts its parker into a
// context before it delivers. Only one other side finds it there.
//
// The thread of a body runs on the stack that stacks.c has allocated, below the context. It stays when the
// body has ended: a stack that is kept for later bodies keeps its thread.

#include "private.h"

#if defined(CCO_THREADS)

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined(__linux__)
#include <linux/futex.h>
#include <link.h>
#include <sys/syscall.h>
#endif

// Parkers --------------------------------------------------------------------------------------

#if defined(CCO_FUTEX)

enum { EMPTY, DELIVERED, AWAITED };

static long futex(uint32_t *word, int operation, uint32_t value) {
  return syscall(SYS_futex, word, operation, value, NULL, NULL, 0);
}

// Once the word is set, the thread may continue and end, and its parker may be gone. A wake at an address
// where no thread waits does nothing, and a thread that is woken checks its word again.
static void set_delivered(cco_parker *parker) {
  if (__atomic_exchange_n(&parker->state, DELIVERED, __ATOMIC_ACQ_REL) == AWAITED) {
    futex(&parker->state, FUTEX_WAKE_PRIVATE, 1);
  }
}

static void await_delivered(cco_parker *parker) {
  uint32_t expected = EMPTY;
  if (__atomic_compare_exchange_n(&parker->state, &expected, AWAITED, 0, __ATOMIC_ACQ_REL,
                                  __ATOMIC_ACQUIRE)) {
    while (__atomic_load_n(&parker->state, __ATOMIC_ACQUIRE) == AWAITED) {
      futex(&parker->state, FUTEX_WAIT_PRIVATE, AWAITED);
    }
  }
  __atomic_store_n(&parker->state, EMPTY, __ATOMIC_RELAXED);
}

#define PARKER_INITIALIZER {0}
static void make_parker(cco_parker *parker) { parker->state = EMPTY; }
static void destroy_parker(cco_parker *parker) { (void)parker; }

#else

// With the lock held to the end: until then the thread can't continue, and must not, since its parker may be
// gone afterwards.
static void set_delivered(cco_parker *parker) {
  pthread_mutex_lock(&parker->lock);
  parker->state = 1;
  pthread_cond_signal(&parker->condition);
  pthread_mutex_unlock(&parker->lock);
}

static void await_delivered(cco_parker *parker) {
  pthread_mutex_lock(&parker->lock);
  while (!parker->state) pthread_cond_wait(&parker->condition, &parker->lock);
  parker->state = 0;
  pthread_mutex_unlock(&parker->lock);
}

#define PARKER_INITIALIZER \
  {.lock = PTHREAD_MUTEX_INITIALIZER, .condition = PTHREAD_COND_INITIALIZER}

static void make_parker(cco_parker *parker) {
  parker->state = 0;
  pthread_mutex_init(&parker->lock, NULL);
  pthread_cond_init(&parker->condition, NULL);
}

static void destroy_parker(cco_parker *parker) {
  pthread_cond_destroy(&parker->condition);
  pthread_mutex_destroy(&parker->lock);
}

#endif

// State that follows the control flow ------------------------------------------------------------
//
// A body must find the state of its resumer's thread, as on a switched stack. Each delivery transfers, in
// both directions, the words of Swift's runtime that were found and the words that CCoroutine itself keeps
// for a thread. While a thread waits, its own values of these words are out of date.

_Thread_local uintptr_t cco_thread_anchor = 1;

static _Thread_local cco_identity identity;

static ptrdiff_t words[CCO_FLOW_WORDS];  // from the anchor; 0 where the place isn't known

static cco_identity *running_identity(void) {
  if (!identity.id) {
    identity.id = (uintptr_t)pthread_self();
#if defined(__APPLE__)
    identity.is_main = pthread_main_np() != 0;
#elif defined(__linux__)
    identity.is_main = syscall(SYS_gettid) == getpid();
#endif
  }
  return &identity;
}

uintptr_t cco_thread_id(void) { return running_identity()->id; }
int cco_thread_is_main(void) { return running_identity()->is_main; }
void *cco_thread_mark(void) { return identity.mark; }
void cco_set_thread_mark(void *mark) { identity.mark = mark; }

static void take_along(cco_flow *flow) {
  for (int i = 0; i < CCO_FLOW_WORDS; i++) flow->words[i] = words[i] ? *cco_thread_place(words[i]) : 0;
  flow->identity = *running_identity();
  flow->releases = cco_releases_of_thread;
  flow->balance = cco_balance_of_thread;
}

static void put_down(const cco_flow *flow) {
  for (int i = 0; i < CCO_FLOW_WORDS; i++) {
    if (words[i]) *cco_thread_place(words[i]) = flow->words[i];
  }
  identity = flow->identity;
  cco_releases_of_thread = flow->releases;
  cco_balance_of_thread = flow->balance;
}

#if defined(__linux__)

extern void *swift_task_getCurrent(void) CCO_WEAK;

// Two words that are returned in registers: if Swift's convention differs from C's, the compiler must know
// it.
typedef struct {
  uintptr_t identity, implementation;
} executor;
#if __has_attribute(swiftcall)
extern __attribute__((swiftcall)) executor swift_task_getCurrentExecutor(void) CCO_WEAK;
#define CCO_ASKS_FOR_EXECUTOR 1
#elif defined(__x86_64__) || defined(__aarch64__)
extern executor swift_task_getCurrentExecutor(void) CCO_WEAK;
#define CCO_ASKS_FOR_EXECUTOR 1
#endif

typedef struct {
  uintptr_t inside;  // an address in the module whose block is looked for
  char *block;
  size_t bytes;
} module;

static int find_module(struct dl_phdr_info *info, size_t size, void *data) {
  module *m = data;
  if (size < offsetof(struct dl_phdr_info, dlpi_tls_data) + sizeof(info->dlpi_tls_data)) return 1;
  int is_it = 0;
  size_t bytes = 0;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const __typeof__(*info->dlpi_phdr) *header = &info->dlpi_phdr[i];
    if (header->p_type == PT_LOAD) {
      is_it |= m->inside - (info->dlpi_addr + header->p_vaddr) < header->p_memsz;
    } else if (header->p_type == PT_TLS) {
      bytes = header->p_memsz;
    }
  }
  if (!is_it) return 0;
  m->block = info->dlpi_tls_data;
  m->bytes = m->block ? bytes : 0;
  return 1;
}

// A word is found if, and only if, the runtime's function returns the value that was put there. This tries
// all words of the function's module, on a thread that runs nothing else. It restores each word before it
// calls anything but that function.
static ptrdiff_t find_word(void *function, int (*answers)(uintptr_t *place)) {
  module m = {(uintptr_t)function, NULL, 0};
  dl_iterate_phdr(find_module, &m);
  ptrdiff_t found = 0;
  int matches = 0;
  for (size_t at = 0; at + sizeof(uintptr_t) <= m.bytes; at += sizeof(uintptr_t)) {
    uintptr_t *place = (uintptr_t *)(m.block + at);
    ptrdiff_t offset = (char *)place - (char *)&cco_thread_anchor;
    if (!cco_is_static_block(offset) || !answers(place)) continue;
    found = offset;
    matches++;
  }
  return matches == 1 ? found : 0;
}

static int answers_with_task(uintptr_t *place) {
  static uintptr_t task;
  uintptr_t before = __atomic_exchange_n(place, (uintptr_t)&task, __ATOMIC_SEQ_CST);
  int is_it = swift_task_getCurrent() == &task;
  __atomic_store_n(place, before, __ATOMIC_SEQ_CST);
  return is_it;
}

#if defined(CCO_ASKS_FOR_EXECUTOR)
static int answers_with_executor(uintptr_t *place) {
  // The runtime keeps the address of a record that begins with the executor.
  static uintptr_t record[32] = {0x5ca1ab1e, 0x0ddba11};
  uintptr_t before = __atomic_exchange_n(place, (uintptr_t)record, __ATOMIC_SEQ_CST);
  executor seen = swift_task_getCurrentExecutor();
  __atomic_store_n(place, before, __ATOMIC_SEQ_CST);
  return seen.identity == record[0] && seen.implementation == record[1];
}
#endif

static void *find_words(void *unused) {
  (void)unused;
  // Called once before, so that the loader has resolved them.
  if (swift_task_getCurrent && !swift_task_getCurrent()) {
    words[CCO_FLOW_TASK] = find_word((void *)swift_task_getCurrent, answers_with_task);
  }
#if defined(CCO_ASKS_FOR_EXECUTOR)
  if (swift_task_getCurrentExecutor) {
    executor none = swift_task_getCurrentExecutor();
    if (!none.identity && !none.implementation) {
      words[CCO_FLOW_EXECUTOR] =
          find_word((void *)swift_task_getCurrentExecutor, answers_with_executor);
    }
  }
#endif
  return NULL;
}

static void find_flow(void) {
  // No handler of a signal may run while a word has a wrong value.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_t thread;
  int error = pthread_create(&thread, NULL, find_words, NULL);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (!error) pthread_join(thread, NULL);
  words[CCO_FLOW_ACCESSES] = cco_access_offset();
  words[CCO_FLOW_LOCALS] = cco_task_locals_offset();
}

#else

static void find_flow(void) {}

#endif

int cco_flow_is_carried(int word) { return words[word] != 0; }

// Deliveries -------------------------------------------------------------------------------------

enum { STOP = 0x5709 };  // a message that ends a thread that runs no body

static unsigned generation = 1;  // of the process: a child has none of its parent's threads

static _Thread_local cco_parker own_parker = PARKER_INITIALIZER;
static _Thread_local cco_thread *own_thread;  // null on a thread that isn't a body's

static cco_parker *running_parker(void) {
  cco_parker *parker = own_thread ? &own_thread->parker : &own_parker;
  parker->generation = generation;
  return parker;
}

static void deliver(const cco_side *side, cco_context *context, void *value,
                    uintptr_t message) {
  cco_parker *parker = side->sp;
  if (parker->generation != generation) {
    static const char text[] =
        "swift-generators: a generator that was started before fork() can't be resumed in the "
        "child, since its thread is not there\n";
    cco_write_error(text, sizeof text - 1);
    abort();
  }
  parker->delivered = (cco_delivery){context, value, message};
  take_along(&parker->flow);
  set_delivered(parker);
}

static cco_delivery await(cco_parker *parker) {
  await_delivered(parker);
  put_down(&parker->flow);
  return parker->delivered;
}

// The waiting side is stored before the other side continues, which may switch back at once.

cco_arrival cco_switch_in(cco_context *context, void *value, uintptr_t message) {
  cco_parker *here = running_parker();
  context->resumer.sp = here;
  deliver(&context->body, context, value, message);
  cco_delivery found = await(here);
  return (cco_arrival){found.value, found.context};
}

cco_message cco_switch_out(cco_context *context, void *value) {
  cco_parker *here = running_parker();
  context->body.sp = here;
  deliver(&context->resumer, context, value, CCO_SEND);
  cco_delivery found = await(here);
  return (cco_message){found.value, found.message};
}

cco_message cco_switch_across(cco_context *context, cco_context *target, void *value,
                              uintptr_t message) {
  cco_parker *here = running_parker();
  context->body.sp = here;
  deliver(&target->body, context, value, message);
  cco_delivery found = await(here);
  return (cco_message){found.value, found.message};
}

void cco_jump(cco_context *context, const cco_side *side, uintptr_t message) {
  deliver(side, context, NULL, message);
}

// Threads of bodies ------------------------------------------------------------------------------

static size_t page;
static size_t thread_count;
size_t cco_most_threads = SIZE_MAX;

// In a child, whose main thread is the thread that has forked.
static void forget_threads(void) {
  generation++;
  thread_count = 0;
  identity.id = 0;
}

#if defined(__linux__)
static size_t number_in(const char *path) {
  unsigned long long number = 0;
  FILE *file = fopen(path, "re");
  if (!file) return SIZE_MAX;
  int count = fscanf(file, "%llu", &number);
  fclose(file);
  return count == 1 && number < SIZE_MAX ? (size_t)number : SIZE_MAX;
}
#endif

// All processes of a system share its threads: if one process had them all, no other could start.
static void find_most_threads(void) {
#if defined(__linux__)
  size_t threads = number_in("/proc/sys/kernel/threads-max");
  size_t numbers = number_in("/proc/sys/kernel/pid_max");
  size_t least = threads < numbers ? threads : numbers;
  if (least != SIZE_MAX) cco_most_threads = least / 2;
#endif
}

void cco_set_up_threads(void) {
  page = (size_t)sysconf(_SC_PAGESIZE);
  find_most_threads();
  find_flow();
  pthread_atfork(NULL, NULL, forget_threads);
}

// Below the context.
static cco_thread *thread_of(const cco_context *context) { return (cco_thread *)context - 1; }

size_t cco_thread_room(void) {
  size_t least = PTHREAD_STACK_MIN;
#if defined(_SC_THREAD_STACK_MIN)
  // It may depend on the CPU, because a signal saves its registers.
  long dynamic = sysconf(_SC_THREAD_STACK_MIN);
  if (dynamic > 0 && (size_t)dynamic > least) least = (size_t)dynamic;
#endif
  size_t room = least + cco_static_block_bytes() + ((size_t)64 << 10);
#if defined(CCO_SANITIZED)
  room += (size_t)512 << 10;  // instrumented frames are larger, and the sanitizers ask for more
#endif
  return (room + 65535) & ~(size_t)65535;  // whole pages on all systems
}

// Calls the entry as Swift calls a closure that throws, and returns the error. A function in C ignores the
// two additional parameters.
static void *call_entry(cco_context *context) {
  void *error = NULL;
#if __has_attribute(swiftcall)
  typedef __attribute__((swiftcall)) void closure(
      cco_context *, __attribute__((swift_context)) void *,
      __attribute__((swift_error_result)) void **);
  ((closure *)(void *)context->entry)(context, context->captures, &error);
#else
  context->entry(context);  // a compiler without Swift
#endif
  return error;
}

static void *thread_main(void *place) {
  cco_context *context = place;
  own_thread = thread_of(context);
  cco_keep_no_stacks();
  cco_make_alternate_stack();
  while (await(&own_thread->parker).message != STOP) {
    void (*function)(void *) = own_thread->function;
    if (function) {
      function(own_thread->argument);
      cco_jump(context, &context->resumer, CCO_SEND);
    } else {
      cco_end(context, call_entry(context));
    }
  }
  cco_free_alternate_stack();
  return NULL;
}

int cco_ready_thread(cco_context *context) {
  cco_thread *thread = thread_of(context);
  context->body = (cco_side){NULL, NULL, &thread->parker, NULL};
  context->resumer = (cco_side){NULL, NULL, NULL, NULL};
  if (thread->generation == generation) return 1;
  make_parker(&thread->parker);
  thread->parker.generation = generation;
  thread->function = NULL;
  char *top = (char *)((uintptr_t)thread & ~(page - 1));
  pthread_attr_t attributes;
  int error;
  if (__atomic_add_fetch(&thread_count, 1, __ATOMIC_RELAXED) > cco_most_threads) {
    error = EAGAIN;
  } else if (!(error = pthread_attr_init(&attributes))) {
    error = pthread_attr_setstack(&attributes, context->stack, (size_t)(top - context->stack));
    if (!error) error = pthread_create(&thread->id, &attributes, thread_main, context);
    pthread_attr_destroy(&attributes);
  }
  if (error) {
    __atomic_fetch_sub(&thread_count, 1, __ATOMIC_RELAXED);
    errno = error;
    return 0;
  }
  thread->generation = generation;
  return 1;
}

void cco_stop_thread(cco_context *context) {
  cco_thread *thread = thread_of(context);
  if (thread->generation == generation) {
    // With no state of this thread, so that destructors of thread-local values find none.
    memset(&thread->parker.flow, 0, sizeof thread->parker.flow);
    thread->parker.delivered = (cco_delivery){context, NULL, STOP};
    set_delivered(&thread->parker);
    pthread_join(thread->id, NULL);
    __atomic_fetch_sub(&thread_count, 1, __ATOMIC_RELAXED);
    destroy_parker(&thread->parker);
  }
  thread->generation = 0;
}

const cco_context *cco_own_context(void) {
  return own_thread ? (const cco_context *)(own_thread + 1) : NULL;
}

int cco_call(size_t size, void *object, cco_describe describe, void (*function)(void *),
             void *argument) {
  cco_context *context = cco_acquire(size, object, NULL, object ? describe : NULL);
  if (!context) return 0;
  cco_thread *thread = thread_of(context);
  thread->function = function;
  thread->argument = argument;
  cco_switch_in(context, NULL, CCO_SEND);
  thread->function = NULL;
  cco_release(context);
  return 1;
}

// The notice ---------------------------------------------------------------------------------------

void cco_announce_threads(void) {
#if defined(CCO_THREADS_FOR_WANT_OF_A_SWITCH)
  static int is_done;
  if (__atomic_exchange_n(&is_done, 1, __ATOMIC_RELAXED)) return;
  const char *text = getenv("GENERATORS_ANNOUNCE_THREADS");
  int is_off = text && (!strcmp(text, "no") || !strcmp(text, "0") || !strcmp(text, "off") ||
                        !strcmp(text, "false"));
  if (is_off) return;
  static const char notice[] =
      "swift-generators: there is no stack switch for this platform: generators run on threads, at "
      "microseconds a switch instead of nanoseconds\n";
  cco_write_error(notice, sizeof notice - 1);
#endif
}

#else

#include <pthread.h>
#include <unistd.h>

#if defined(__linux__)
#include <sys/syscall.h>
#endif

uintptr_t cco_thread_id(void) { return (uintptr_t)pthread_self(); }

int cco_thread_is_main(void) {
#if defined(__APPLE__)
  return pthread_main_np() != 0;
#elif defined(__linux__)
  return syscall(SYS_gettid) == getpid();
#else
  return 0;
#endif
}

// Functions, since a body may continue on another thread, and so must not keep the variable's address.
static _Thread_local void *thread_mark;
void *cco_thread_mark(void) { return thread_mark; }
void cco_set_thread_mark(void *mark) { thread_mark = mark; }

#endif
