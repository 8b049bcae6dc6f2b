// The report of an overflow: a line on standard error before the crash.
//
// A body that needs more than its stack touches the guard below it. The handler finds that the address lies
// in a guard, and that the thread runs on the stack above it; then it reports which coroutine that is. It
// passes each fault, in a guard or not, to the handler that was installed before, Swift's backtracer or the
// program's own, or ends the process as without it.
//
// The handler allocates nothing, takes no lock, and runs on an alternate stack, because the thread's own has
// no room. That is the thread's alternate stack, or one that is made when the thread takes its first stack.
// In a build with a sanitizer there is no handler, because the sanitizers have their own.

#include "private.h"

#if defined(CCO_SANITIZED)

void cco_watch_for_overflow(void) {}
void cco_lock_overflow(void) {}
void cco_unlock_overflow(void) {}
void cco_make_alternate_stack(void) {}
void cco_free_alternate_stack(void) {}
void cco_describe_by(cco_describe describe, void *object) { (void)describe, (void)object; }
int cco_reports_overflow(void) { return 0; }
void cco_set_reports_overflow(int reports) { (void)reports; }

#else

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#if defined(__linux__)
#include <sys/auxv.h>
#endif
#if defined(__APPLE__)
#include <sys/ucontext.h>
#else
#include <ucontext.h>
#endif

#if !defined(MAP_ANONYMOUS)
#define MAP_ANONYMOUS MAP_ANON
#endif
#if !defined(AT_MINSIGSTKSZ)
#define AT_MINSIGSTKSZ 51
#endif

static const int signals[] = {
    SIGSEGV,
#if defined(__APPLE__)
    SIGBUS,
#endif
};

enum {
  SIGNALS = sizeof signals / sizeof *signals,
  LEVELS = 8,
  UNKNOWN = 0,
  ON,
  OFF,
  ALTERNATE = 64 << 10,
};

// The actions before ours: the first, and those that were installed after ours. Each of these is tried before
// those below it. Written with `lock` held, before the level is counted.
static struct sigaction previous[SIGNALS][LEVELS];
static int levels[SIGNALS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int choice = UNKNOWN;
static cco_describe describer;

// The report --------------------------------------------------------------------------------------

typedef struct {
  uintptr_t sp, frame, pc;
} registers;

static registers registers_of(void *context) {
  ucontext_t *u = context;
#if defined(__APPLE__) && defined(__x86_64__)
  return (registers){u->uc_mcontext->__ss.__rsp, u->uc_mcontext->__ss.__rbp,
                     u->uc_mcontext->__ss.__rip};
#elif defined(__APPLE__)
  return (registers){__darwin_arm_thread_state64_get_sp(u->uc_mcontext->__ss),
                     __darwin_arm_thread_state64_get_fp(u->uc_mcontext->__ss),
                     __darwin_arm_thread_state64_get_pc(u->uc_mcontext->__ss)};
#elif defined(CCO_THREADS)
  (void)u;
  return (registers){0, 0, 0};  // their place differs, and they aren't needed
#elif defined(__x86_64__)
  return (registers){(uintptr_t)u->uc_mcontext.gregs[REG_RSP],
                     (uintptr_t)u->uc_mcontext.gregs[REG_RBP],
                     (uintptr_t)u->uc_mcontext.gregs[REG_RIP]};
#elif defined(__riscv)
  // In order x0 to x31, with pc in the place of x0.
  return (registers){u->uc_mcontext.__gregs[2], u->uc_mcontext.__gregs[8],
                     u->uc_mcontext.__gregs[0]};
#else
  return (registers){(uintptr_t)u->uc_mcontext.sp, (uintptr_t)u->uc_mcontext.regs[29],
                     (uintptr_t)u->uc_mcontext.pc};
#endif
}

typedef struct {
  char bytes[512];
  size_t count;
} message;

static void append(message *m, const char *text, size_t length) {
  size_t rest = sizeof m->bytes - m->count;
  if (length > rest) length = rest;
  memcpy(m->bytes + m->count, text, length);
  m->count += length;
}

static void append_text(message *m, const char *text) { append(m, text, strlen(text)); }

static void append_number(message *m, size_t number) {
  char digits[24];
  size_t at = sizeof digits;
  do {
    digits[--at] = (char)('0' + number % 10);
    number /= 10;
  } while (number);
  append(m, digits + at, sizeof digits - at);
}

// Whether the same instruction faulted at the same address just before: then a handler has returned without a
// repair.
static int is_repeated(registers at, uintptr_t address) {
  static uintptr_t last[3];
  uintptr_t now[3] = {at.sp, at.pc, address};
  int same = 1;
  for (int i = 0; i < 3; i++) {
    same &= __atomic_exchange_n(&last[i], now[i], __ATOMIC_RELAXED) == now[i];
  }
  return same;
}

static void report(const siginfo_t *info, void *context) {
  cco_stack_bounds b;
  const char *address = info->si_addr;
  if (!cco_stack_around(address, &b) || address >= b.stack) return;
  // A stray pointer may point into any guard. A thread that overflows runs on the stack above it, which is
  // then in use, so its context can be read.
  registers at = registers_of(context);
#if defined(CCO_THREADS)
  if (b.context != cco_own_context()) return;
#else
  uintptr_t low = (uintptr_t)b.guard, high = (uintptr_t)b.context;
  if ((at.sp < low || at.sp > high) && (at.frame < low || at.frame > high)) return;
#endif
  if (is_repeated(at, (uintptr_t)address)) return;
  cco_origin origin = {NULL, 0, 0, 0};
  cco_describe describe = __atomic_load_n(&describer, __ATOMIC_ACQUIRE);
  if (describe && b.context->object) describe(b.context->object, &origin);
  message m;
  m.count = 0;
  append_text(&m, "Stack overflow: ");
  if (origin.file) {
    append_text(&m, "the body of the generator made at ");
    append(&m, origin.file, origin.file_length < 256 ? origin.file_length : 256);
    append_text(&m, ":");
    append_number(&m, origin.line);
  } else {
    append_text(&m, "a coroutine");
  }
  append_text(&m, " needs more than its stack of ");
  append_number(&m, (size_t)((char *)b.context - b.stack) - cco_stack_room);
  append_text(&m, " bytes");
  if (origin.stack_size) {
    append_text(&m, " (stackSize: ");
    append_number(&m, origin.stack_size);
    append_text(&m, "); if its recursion is finite, pass a larger `stackSize:`");
  }
  append_text(&m, "\n");
  cco_write_error(m.bytes, m.count);
}

// The handlers that a fault is passed to ----------------------------------------------------------

// The level to which a call of the handler passes a fault. A handler that was installed after ours, and over
// which ours was installed again, may call ours as the handler before it; then the level below follows. The
// context of the fault is the same then, and the frame is a deeper one.
//
// A handler may leave by siglongjmp, so an entry may be out of date: the context of a later fault may be at
// the same place, but then so is the frame. If two threads use the same entry, a handler is called once more.
static int level_for(int which, void *context, const char *frame) {
  int level = __atomic_load_n(&levels[which], __ATOMIC_ACQUIRE);
  if (level <= 1) return level;
  enum { ENTRIES = 64 };
  static struct {
    void *context;
    const char *frame;
    int level;
  } entries[ENTRIES];
  size_t i = ((uintptr_t)context >> 12) % ENTRIES;
  if (__atomic_load_n(&entries[i].context, __ATOMIC_RELAXED) == context &&
      frame < __atomic_load_n(&entries[i].frame, __ATOMIC_RELAXED)) {
    int above = __atomic_load_n(&entries[i].level, __ATOMIC_RELAXED);
    if (above <= level) level = above - 1;
    if (level < 0) level = 0;
  }
  __atomic_store_n(&entries[i].context, context, __ATOMIC_RELAXED);
  __atomic_store_n(&entries[i].frame, frame, __ATOMIC_RELAXED);
  __atomic_store_n(&entries[i].level, level, __ATOMIC_RELAXED);
  return level;
}

static void pass_on(int signal, siginfo_t *info, void *context, const char *frame) {
  int which = 0;
  while (which < SIGNALS - 1 && signals[which] != signal) which++;
  int level = level_for(which, context, frame);
  struct sigaction *action = level > 0 ? &previous[which][level - 1] : NULL;
  int was_sent = info->si_code <= 0;  // by kill or raise, without a fault
  if (action && (action->sa_flags & SA_SIGINFO)) {
    void (*handler)(int, siginfo_t *, void *) = action->sa_sigaction;
    if (action->sa_flags & SA_RESETHAND) {
      action->sa_flags = 0;
      action->sa_handler = SIG_DFL;
    }
    handler(signal, info, context);
    return;
  }
  void (*handler)(int) = action ? action->sa_handler : SIG_DFL;
  if (handler == SIG_IGN && was_sent) return;
  if (handler == SIG_DFL || handler == SIG_IGN) {
    // When the instruction faults again, the system takes its default action.
    struct sigaction standard;
    memset(&standard, 0, sizeof standard);
    standard.sa_handler = SIG_DFL;
    sigaction(signal, &standard, NULL);
    if (was_sent) raise(signal);
    return;
  }
  if (action->sa_flags & SA_RESETHAND) action->sa_handler = SIG_DFL;
  handler(signal);
}

static void on_fault(int signal, siginfo_t *info, void *context) {
  int error = errno;
  if (__atomic_load_n(&choice, __ATOMIC_RELAXED) == ON && info->si_code > 0) report(info, context);
  pass_on(signal, info, context, __builtin_frame_address(0));
  errno = error;
}

// Installation ------------------------------------------------------------------------------------

static int is_ours(const struct sigaction *action) {
  return (action->sa_flags & SA_SIGINFO) && action->sa_sigaction == on_fault;
}

static int is_same(const struct sigaction *a, const struct sigaction *b) {
  int with_info = a->sa_flags & SA_SIGINFO;
  if (with_info != (b->sa_flags & SA_SIGINFO)) return 0;
  return with_info ? a->sa_sigaction == b->sa_sigaction : a->sa_handler == b->sa_handler;
}

static int is_wanted(void) {
  int now = __atomic_load_n(&choice, __ATOMIC_RELAXED);
  if (now == UNKNOWN) {
    const char *text = getenv("GENERATORS_REPORT_OVERFLOW");
    int is_off = text && (!strcmp(text, "no") || !strcmp(text, "0") || !strcmp(text, "off") ||
                          !strcmp(text, "false"));
    int expected = UNKNOWN;
    __atomic_compare_exchange_n(&choice, &expected, is_off ? OFF : ON, 0, __ATOMIC_RELAXED,
                                __ATOMIC_RELAXED);
    now = __atomic_load_n(&choice, __ATOMIC_RELAXED);
  }
  return now == ON;
}

void cco_watch_for_overflow(void) {
  if (!is_wanted()) return;
  pthread_mutex_lock(&lock);
  for (int i = 0; i < SIGNALS; i++) {
    struct sigaction now;
    if (sigaction(signals[i], NULL, &now) != 0 || is_ours(&now)) continue;
    int level = levels[i];
    if (level == 0 || !is_same(&now, &previous[i][level - 1])) {
      if (level == LEVELS) continue;
      previous[i][level] = now;
      __atomic_store_n(&levels[i], level + 1, __ATOMIC_RELEASE);
    }
    struct sigaction ours;
    memset(&ours, 0, sizeof ours);
    ours.sa_sigaction = on_fault;
    ours.sa_mask = now.sa_mask;  // for the handler that this one passes faults to
    ours.sa_flags = SA_SIGINFO | SA_ONSTACK | (now.sa_flags & (SA_NODEFER | SA_RESTART));
    sigaction(signals[i], &ours, NULL);
  }
  pthread_mutex_unlock(&lock);
}

void cco_lock_overflow(void) { pthread_mutex_lock(&lock); }
void cco_unlock_overflow(void) { pthread_mutex_unlock(&lock); }

int cco_reports_overflow(void) { return is_wanted(); }

void cco_describe_by(cco_describe describe, void *object) {
  if (!describe || __atomic_load_n(&describer, __ATOMIC_RELAXED)) return;
  // Called here first, so that everything that Swift's runtime creates at a first call exists when the
  // handler calls it.
  cco_origin unused;
  describe(object, &unused);
  __atomic_store_n(&describer, describe, __ATOMIC_RELEASE);
}

static _Thread_local char *alternate;
static _Thread_local size_t alternate_bytes;

static size_t alternate_size(void) {
  size_t least = 0;
#if defined(__linux__)
  least = getauxval(AT_MINSIGSTKSZ);  // for the registers of this CPU
#endif
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  return (ALTERNATE + least + page - 1) & ~(page - 1);
}

void cco_make_alternate_stack(void) {
  stack_t now;
  if (alternate || !is_wanted()) return;
  if (sigaltstack(NULL, &now) != 0 || !(now.ss_flags & SS_DISABLE)) return;
  size_t guard = (size_t)sysconf(_SC_PAGESIZE), size = alternate_size();
  char *base = mmap(NULL, guard + size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (base == MAP_FAILED) return;  // then an overflow on this thread ends the process without a report
  stack_t ours;
  memset(&ours, 0, sizeof ours);
  ours.ss_sp = base + guard;
  ours.ss_size = size;
  if (mprotect(base, guard, PROT_NONE) != 0 || sigaltstack(&ours, NULL) != 0) {
    munmap(base, guard + size);
    return;
  }
  alternate = base;
  alternate_bytes = guard + size;
}

void cco_free_alternate_stack(void) {
  if (!alternate) return;
  stack_t now;
  if (sigaltstack(NULL, &now) == 0 && (char *)now.ss_sp > alternate &&
      (char *)now.ss_sp < alternate + alternate_bytes) {
    memset(&now, 0, sizeof now);
    now.ss_flags = SS_DISABLE;
    if (sigaltstack(&now, NULL) != 0) return;
  }
  munmap(alternate, alternate_bytes);
  alternate = NULL;
}

void cco_set_reports_overflow(int reports) {
  __atomic_store_n(&choice, reports ? ON : OFF, __ATOMIC_RELAXED);
  if (!reports) return;
  cco_prepare_thread();
  cco_make_alternate_stack();  // a thread that was prepared while the report was off has none
  cco_watch_for_overflow();
}

#endif
