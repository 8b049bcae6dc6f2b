// The view of coroutines from outside: see CCoroutineInspection.h.
//
// The list of the stacks in use is made while other threads run, take stacks and return them. The memory that
// it reads stays valid during that time:
//
// - The memory of a stack, and its context, because a slab is unmapped only with its class's lock, which
//   cco_each_stack holds. The contents of that memory may change, so each word is read once and checked.
// - The object, because cco_release takes the object's address out of the context, and then waits if a list
//   is being made. The list sets its mark, and then reads the addresses. Each side reads the other side's
//   word after it has written its own, so either the list finds no address, or the release finds the mark.
//   That takes a barrier on both sides. On Linux the list executes it for all threads (membarrier), so a
//   release, which each generator does, needs none.

#include "private.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#if defined(__linux__)
#include <sys/syscall.h>
#endif
#if !defined(__APPLE__)
#include <semaphore.h>
#else
#include <mach/mach_init.h>
#include <mach/semaphore.h>
#include <mach/task.h>
#endif

int cco_inspection;

// Where a body stands ---------------------------------------------------------------------------

// For reads of another body's stack: a sanitizer would take the red zones for errors, and the writes of another
// thread for a race.
#define UNCHECKED __attribute__((noinline, no_sanitize("address"), no_sanitize("thread")))

UNCHECKED static uintptr_t word_at(const void *address) {
  return *(const volatile uintptr_t *)address;
}

// Removes the signature that pointer authentication puts into a return address.
static uintptr_t stripped(uintptr_t address) {
#if defined(__aarch64__) || defined(__arm64__)
  register uintptr_t link __asm__("x30") = address;
  __asm__("hint #7" : "+r"(link));  // xpaclri
  return link;
#else
  return address;
#endif
}

static int holds(cco_stack_span span, uintptr_t frame) {
  return frame >= span.low && frame < span.high && span.high - frame >= 2 * sizeof(void *) &&
         frame % sizeof(void *) == 0;
}

// The distance of a frame pointer above its frame record, {the caller's frame pointer, return address}.
#if defined(__riscv)
enum { ABOVE_RECORD = 2 * sizeof(void *) };
#else
enum { ABOVE_RECORD = 0 };
#endif

static cco_stack_span span_of(const char *stack, const cco_context *context) {
  return (cco_stack_span){(uintptr_t)stack, (uintptr_t)context};
}

// Follows the frame pointers from `frame`: through the stacks of the calls that the body is suspended in,
// with `call` for the innermost, if there is one, and then through the body's own.
static size_t walk(uintptr_t pc, uintptr_t frame, const cco_context *call, cco_stack_span own,
                   uintptr_t *addresses, size_t capacity) {
  if (capacity == 0 || !pc) return 0;  // the place of a waiting thread isn't known
  size_t count = 0;
  addresses[count++] = stripped(pc);
  const uintptr_t top = own.high;  // the trampoline's frame record is the resumer's side of the context
  frame -= ABOVE_RECORD;
  cco_stack_span span = call ? span_of(call->stack, call) : own;
  while (count < capacity && frame != top) {
    while (call && !holds(span, frame)) {
      cco_stack_bounds caller;
      int is_call = cco_stack_around(call->resumer.sp, &caller) && (uintptr_t)caller.context != own.high;
      call = is_call ? caller.context : NULL;
      span = is_call ? span_of(caller.stack, caller.context) : own;
    }
    if (!holds(span, frame)) break;
    uintptr_t next = word_at((void *)frame) - ABOVE_RECORD;
    if (next == top) break;  // the caller is the trampoline
    addresses[count++] = stripped(word_at((void *)(frame + sizeof(void *))));
    span.low = frame + 1;  // frames only go upwards, so that the walk ends
    frame = next;
  }
  return count;
}

size_t cco_return_addresses(const cco_context *context, uintptr_t *addresses, size_t capacity) {
  cco_stack_bounds bounds;
  // Inside of a cco_call, whose stack is in use while the body is suspended there.
  int is_call = cco_stack_around(context->body.sp, &bounds) && bounds.context != context;
  return walk((uintptr_t)context->body.pc, (uintptr_t)context->body.frame, is_call ? bounds.context : NULL,
              span_of(context->stack, context), addresses, capacity);
}

// The stacks in use -----------------------------------------------------------------------------

#if defined(__linux__)
// From linux/membarrier.h.
enum { QUERY = 0, PRIVATE_EXPEDITED = 1 << 3, REGISTER_PRIVATE_EXPEDITED = 1 << 4 };

static int membarrier(int command) { return (int)syscall(SYS_membarrier, command, 0, 0); }

static int has_barrier_for_all(void) {
  int commands = membarrier(QUERY), needed = PRIVATE_EXPEDITED | REGISTER_PRIVATE_EXPEDITED;
  return commands > 0 && (commands & needed) == needed;
}

static int make_barrier_for_all(void) {
  return membarrier(REGISTER_PRIVATE_EXPEDITED) == 0 && membarrier(PRIVATE_EXPEDITED) == 0;
}
#else
static int has_barrier_for_all(void) { return 0; }
static int make_barrier_for_all(void) { return 0; }
#endif

static pthread_mutex_t listing = PTHREAD_MUTEX_INITIALIZER;

static void set_bit(int bit, int is_set) {
  if (is_set) {
    __atomic_fetch_or(&cco_inspection, bit, __ATOMIC_SEQ_CST);
  } else {
    __atomic_fetch_and(&cco_inspection, ~bit, __ATOMIC_SEQ_CST);
  }
}

static int has_bit(int bit) {
  return (__atomic_load_n(&cco_inspection, __ATOMIC_RELAXED) & bit) != 0;
}

// Calls `visit` as cco_each_stack does, while no object of a coroutine that it finds can be released.
static int each_live_stack(void (*visit)(cco_context *, void *), void *data) {
  cco_set_up();
  pthread_mutex_lock(&listing);
  set_bit(CCO_LISTING, 1);
  int is_safe = 1;
  if (has_bit(CCO_FENCING)) {
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
  } else {
    is_safe = make_barrier_for_all();
  }
  if (is_safe) cco_each_stack(visit, data);
  set_bit(CCO_LISTING, 0);
  pthread_mutex_unlock(&listing);
  if (!is_safe) errno = ENOTSUP;
  return is_safe;
}

#if defined(CCO_TSAN)
void AnnotateIgnoreReadsBegin(const char *file, int line);
void AnnotateIgnoreReadsEnd(const char *file, int line);
#else
static void AnnotateIgnoreReadsBegin(const char *file, int line) { (void)file, (void)line; }
static void AnnotateIgnoreReadsEnd(const char *file, int line) { (void)file, (void)line; }
#endif

typedef struct {
  cco_inspect inspect;
  cco_live *items;
  size_t count, capacity;
  int has_failed;
} live_list;

static void add_live(cco_context *context, void *data) {
  live_list *list = data;
  void *object = __atomic_load_n(&context->object, __ATOMIC_ACQUIRE);
  if (!object || list->has_failed) return;
  if (list->count == list->capacity) {
    size_t capacity = list->capacity ? 2 * list->capacity : 64;
    cco_live *items = realloc(list->items, capacity * sizeof *items);
    if (!items) {
      list->has_failed = 1;
      return;
    }
    list->items = items;
    list->capacity = capacity;
  }
  cco_live *live = &list->items[list->count++];
  memset(live, 0, sizeof *live);
  cco_live after = *live;
  AnnotateIgnoreReadsBegin(__FILE__, __LINE__);
  live->context = context;
  live->waiter = (cco_context *)word_at(&context->waiter);
  list->inspect(object, live);
  uintptr_t pc = word_at(&context->body.pc), frame = word_at(&context->body.frame);
  cco_stack_span own = span_of((char *)word_at(&context->stack), context);
  live->frames = (uint32_t)walk(pc, frame, NULL, own, live->addresses, CCO_LIVE_FRAMES);
  list->inspect(object, &after);
  if (!after.is_resumable || word_at(&context->body.pc) != pc || word_at(&context->body.frame) != frame) {
    live->is_resumable = 0;
  }
  AnnotateIgnoreReadsEnd(__FILE__, __LINE__);
}

cco_live *cco_live_stacks(cco_inspect inspect, size_t *count) {
  live_list list = {inspect, malloc(sizeof(cco_live)), 0, 1, 0};
  *count = 0;
  if (!list.items) return NULL;
  if (!each_live_stack(add_live, &list)) {
    int error = errno;
    free(list.items);
    errno = error;
    return NULL;
  }
  if (list.has_failed) {
    free(list.items);
    errno = ENOMEM;
    return NULL;
  }
  *count = list.count;
  return list.items;
}

// The signal ------------------------------------------------------------------------------------

// Defined in Generators; null in a program without it.
extern void cco_write_live_stacks(void) CCO_WEAK;

// A semaphore, which a handler may signal. No pipe: if a program closes all its descriptors and opens others,
// one of these would receive the handler's bytes.
#if defined(__APPLE__)
static semaphore_t asked;
static int make_semaphore(void) {
  return semaphore_create(mach_task_self(), &asked, SYNC_POLICY_FIFO, 0) == KERN_SUCCESS;
}
static void signal_semaphore(void) { semaphore_signal(asked); }
static void wait_for_semaphore(void) {
  while (semaphore_wait(asked) != KERN_SUCCESS) {}
}
#else
static sem_t asked;
static int make_semaphore(void) { return sem_init(&asked, 0, 0) == 0; }
static void signal_semaphore(void) { sem_post(&asked); }
static void wait_for_semaphore(void) {
  while (sem_wait(&asked) != 0) {}
}
#endif

static void on_signal(int signal) {
  (void)signal;
  int error = errno;
  signal_semaphore();
  errno = error;
}

static void *write_when_asked(void *unused) {
  (void)unused;
  for (;;) {
    wait_for_semaphore();
    cco_write_live_stacks();
  }
  return NULL;
}

static int start_writer(void) {
  sigset_t all, before;
  pthread_t thread;
  pthread_attr_t attributes;
  if (!make_semaphore() || pthread_attr_init(&attributes) != 0) return 0;
  pthread_attr_setstacksize(&attributes, (size_t)1 << 20);  // some systems give a thread 128 KB
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  // The program's handlers run on its own threads.
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  int result = pthread_create(&thread, &attributes, write_when_asked, NULL);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  pthread_attr_destroy(&attributes);
  errno = result;
  return result == 0;
}

// Signals for programs to use, without those that report a fault or can't be caught.
static const struct {
  const char *name;
  int number;
} dump_signals[] = {
    {"HUP", SIGHUP},   {"INT", SIGINT}, {"QUIT", SIGQUIT}, {"USR1", SIGUSR1},
    {"USR2", SIGUSR2}, {"IO", SIGIO},   {"URG", SIGURG},   {"WINCH", SIGWINCH},
#if defined(__APPLE__)
    {"INFO", SIGINFO},
#elif defined(__linux__)
    {"PWR", SIGPWR},
#endif
};

static int signal_named(const char *text) {
  const char *name = strncmp(text, "SIG", 3) == 0 ? text + 3 : text;
  char *end;
  long number = strtol(text, &end, 10);
  int is_number = end != text && *end == 0;
  for (size_t i = 0; i < sizeof dump_signals / sizeof *dump_signals; i++) {
    int known = dump_signals[i].number;
    if (is_number ? known == number : strcmp(name, dump_signals[i].name) == 0) return known;
  }
#if defined(SIGRTMIN)
  if (is_number && number >= SIGRTMIN && number <= SIGRTMAX) return (int)number;
#endif
  return 0;
}

static void complain(const char *variable, const char *text, const char *why) {
  char line[256];
  int length = snprintf(line, sizeof line, "%s=%.64s: %s\n", variable, text, why);
  if (length > 0) cco_write_error(line, (size_t)length < sizeof line ? (size_t)length : sizeof line - 1);
}

static void watch_for_signal(void) {
  static const char variable[] = "GENERATORS_DUMP_SIGNAL";
  const char *text = getenv(variable);
  if (!text || !*text || !cco_write_live_stacks) return;
  int number = signal_named(text);
  if (number == 0) {
    complain(variable, text, "not the name of a signal that can be used, such as USR2");
    return;
  }
  struct sigaction action;
  if (sigaction(number, NULL, &action) != 0 || (action.sa_flags & SA_SIGINFO) ||
      (action.sa_handler != SIG_DFL && action.sa_handler != SIG_IGN)) {
    complain(variable, text, "the program has a handler for this signal, which is kept");
    return;
  }
  if (!start_writer()) {
    complain(variable, text, strerror(errno));
    return;
  }
  memset(&action, 0, sizeof action);
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART | SA_ONSTACK;
  sigaction(number, &action, NULL);
}

// How deep stacks are used ----------------------------------------------------------------------
//
// A stack that is taken has memory only for the page of its context. So when it is returned, its lowest page
// in memory is the deepest page that its body has touched.

typedef struct {
  cco_depth *items;
  size_t count, capacity;
} depth_table;

static depth_table depths;  // by origin, unsorted: a program has few places that create generators
static pthread_mutex_t depths_lock = PTHREAD_MUTEX_INITIALIZER;
static cco_describe describer;
static uintptr_t period = 1;  // changes when measuring begins and ends

void cco_measure_by(cco_describe describe) {
  if (describe) __atomic_store_n(&describer, describe, __ATOMIC_RELEASE);
}

void cco_lock_inspection(void) {
  pthread_mutex_lock(&listing);
  pthread_mutex_lock(&depths_lock);
}

void cco_unlock_inspection(void) {
  pthread_mutex_unlock(&depths_lock);
  pthread_mutex_unlock(&listing);
}

static void note(depth_table *table, const cco_depth *depth) {
  for (size_t i = 0; i < table->count; i++) {
    cco_depth *known = &table->items[i];
    if (known->origin.file != depth->origin.file || known->origin.line != depth->origin.line) continue;
    known->bodies += depth->bodies;
    if (depth->deepest > known->deepest) {
      known->deepest = depth->deepest;
      known->available = depth->available;
      known->origin = depth->origin;
    }
    return;
  }
  if (table->count == table->capacity) {
    size_t capacity = table->capacity ? 2 * table->capacity : 16;
    cco_depth *items = realloc(table->items, capacity * sizeof *items);
    if (!items) return;
    table->items = items;
    table->capacity = capacity;
  }
  table->items[table->count++] = *depth;
}

// Not for bodies on threads: their stacks hold the thread library's data for each thread, and the state with
// which a waiting thread continues.
#if defined(__linux__) && !defined(CCO_THREADS)

static size_t page_size(void) { return (size_t)sysconf(_SC_PAGESIZE); }

// Returns the first address of a range that is in memory, or its end. `from` and `to` are multiples of a
// page.
static char *lowest_resident(char *from, char *to) {
  unsigned char pages[512];
  size_t page = page_size();
  while (from < to) {
    size_t bytes = (size_t)(to - from);
    if (bytes > sizeof pages * page) bytes = sizeof pages * page;
    if (mincore(from, bytes, pages) != 0) return from;
    for (size_t i = 0; i < bytes / page; i++) {
      if (pages[i] & 1) return from + i * page;
    }
    from += bytes;
  }
  return to;
}

// Whether the system distinguishes pages that were touched from others. A sandbox may say that all are in
// memory.
static int can_measure(void) {
  static int answer;  // 1 for yes, 2 for no
  int known = __atomic_load_n(&answer, __ATOMIC_RELAXED);
  if (!known) {
    size_t page = page_size();
    char *sample = mmap(NULL, 4 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    known = 2;
    if (sample != MAP_FAILED) {
      madvise(sample, 4 * page, MADV_NOHUGEPAGE);
      *(volatile char *)(sample + 2 * page) = 1;
      if (lowest_resident(sample, sample + 4 * page) == sample + 2 * page) known = 1;
      munmap(sample, 4 * page);
    }
    __atomic_store_n(&answer, known, __ATOMIC_RELAXED);
  }
  return known == 1;
}

static char *page_of(cco_context *context) {
  return (char *)((uintptr_t)context & ~(uintptr_t)(page_size() - 1));
}

static int measure(cco_context *context, void *object, cco_depth *depth) {
  cco_describe describe = __atomic_load_n(&describer, __ATOMIC_ACQUIRE);
  uintptr_t since = __atomic_load_n(&context->measured, __ATOMIC_ACQUIRE);
  if (since != __atomic_load_n(&period, __ATOMIC_RELAXED) || !describe) return 0;
  memset(depth, 0, sizeof *depth);
  describe(object, &depth->origin);
  depth->deepest = (size_t)((char *)context - lowest_resident(context->stack, page_of(context)));
  depth->available = (size_t)((char *)context - context->stack);
  depth->bodies = 1;
  return 1;
}

static void empty(cco_context *context) {
  madvise(context->stack, (size_t)(page_of(context) - context->stack), MADV_DONTNEED);
}

#else

static int can_measure(void) { return 0; }
static int measure(cco_context *context, void *object, cco_depth *depth) {
  (void)context, (void)object, (void)depth;
  return 0;
}
static void empty(cco_context *context) { (void)context; }

#endif

int cco_measures_depth(void) {
  cco_set_up();
  return has_bit(CCO_MEASURING);
}

void cco_set_measures_depth(int measures) {
  cco_set_up();  // so that the environment is read before and doesn't override this
  pthread_mutex_lock(&depths_lock);
  if (has_bit(CCO_MEASURING) != !!measures && (!measures || can_measure())) {
    __atomic_fetch_add(&period, 1, __ATOMIC_RELAXED);
    set_bit(CCO_MEASURING, !!measures);
  }
  pthread_mutex_unlock(&depths_lock);
}

static void note_live(cco_context *context, void *data) {
  void *object = __atomic_load_n(&context->object, __ATOMIC_ACQUIRE);
  cco_depth depth;
  if (object && measure(context, object, &depth)) note(data, &depth);
}

cco_depth *cco_depths(size_t *count) {
  *count = 0;
  depth_table all = {malloc(sizeof(cco_depth)), 0, 1};
  if (!all.items) return NULL;
  pthread_mutex_lock(&depths_lock);
  for (size_t i = 0; i < depths.count; i++) note(&all, &depths.items[i]);
  pthread_mutex_unlock(&depths_lock);
  if (has_bit(CCO_MEASURING)) each_live_stack(note_live, &all);
  *count = all.count;
  return all.items;
}

// When stacks are taken and returned ------------------------------------------------------------

void cco_begin_inspection(void) {
  if (!has_barrier_for_all()) set_bit(CCO_FENCING, 1);
  static const char variable[] = "GENERATORS_MEASURE_DEPTH";
  const char *text = getenv(variable);
  if (text && *text && strcmp(text, "no") != 0) {
    if (strcmp(text, "yes") != 0) {
      complain(variable, text, "neither yes nor no");
    } else if (can_measure()) {
      set_bit(CCO_MEASURING, 1);
    } else {
      complain(variable, text, "how deep a stack was used can't be measured here");
    }
  }
  watch_for_signal();
}

cco_context *cco_inspect_taken(cco_context *context) {
  if (!has_bit(CCO_MEASURING)) return context;
  empty(context);
  __atomic_store_n(&context->measured, __atomic_load_n(&period, __ATOMIC_RELAXED), __ATOMIC_RELEASE);
  return context;
}

void cco_inspect_given_back(cco_context *context, void *object) {
  cco_depth depth;
  if (has_bit(CCO_MEASURING) && object && measure(context, object, &depth)) {
    pthread_mutex_lock(&depths_lock);
    note(&depths, &depth);
    pthread_mutex_unlock(&depths_lock);
  }
  __atomic_store_n(&context->measured, 0, __ATOMIC_RELAXED);
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
  if (has_bit(CCO_LISTING)) {
    pthread_mutex_lock(&listing);
    pthread_mutex_unlock(&listing);
  }
}
