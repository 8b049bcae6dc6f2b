// Stacks: reserved in slabs, guarded, and kept for the next coroutine.
//
//   slab:  | guard | stack <- grows down [context] | guard | stack ... [context] | ...
//
// A stack passes through three places: the cache of the thread that used it last, a list that all
// threads share, and its slab, where it has no memory but its address. A slab without a stack in
// use goes back to the system.

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#ifndef _DARWIN_C_SOURCE
#define _DARWIN_C_SOURCE
#endif

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "private.h"

#if defined(CCO_ASAN)
void __asan_unpoison_memory_region(void const volatile *address, size_t size);
void __lsan_register_root_region(const void *address, size_t size);
void __lsan_unregister_root_region(const void *address, size_t size);
#endif
#if defined(CCO_TSAN)
void *__tsan_create_fiber(unsigned flags);
void __tsan_destroy_fiber(void *fiber);
#endif

#if !defined(MADV_GUARD_INSTALL)
#define MADV_GUARD_INSTALL 102  // Linux 6.13
#endif
#if !defined(MAP_NORESERVE)
#define MAP_NORESERVE 0
#endif
#if !defined(MAP_ANONYMOUS)
#define MAP_ANONYMOUS MAP_ANON
#endif

enum {
  SMALLEST_SHIFT = 14,  // 16 KiB, the largest page of the supported systems
  CLASSES = 34,         // each twice the one before
  THREAD_LIMIT = 32,    // stacks of a class in a thread's cache
  BATCH = 16,           // moved at once between a thread's cache and the shared list
  SHARED_LIMIT = 256,   // stacks of a class in the shared list
  SLAB_MOST = 64,       // stacks of a slab: bits of a mask
};
// Swift probes no stack, so a large frame can step over a small guard.
#define GUARD ((size_t)64 << 10)
// Were the tops of stacks a multiple of a cache's way apart, as a power of two is, all would share a few
// of its sets, and who goes round a thousand generators would wait for memory at each. So the stride is
// odd in pages, and the top moves by cache lines too: a hop took 42 ns in place of 80.
#if defined(__x86_64__)
#define STAGGER ((size_t)4 << 10)
#else
#define STAGGER ((size_t)16 << 10)  // the largest page
#endif
#define COLORS 16
#define SLAB_BYTES ((size_t)32 << 20)

typedef struct cco_slab {
  struct cco_slab *next, *previous;  // in the list of slabs that have an idle stack
  struct cco_slab *next_of_all, *previous_of_all;
  char *base;
  size_t size;  // of one stack, without its guard
  unsigned count, class;
  uint64_t idle;     // in neither use nor a cache
  uint64_t guarded;  // those whose guard is installed
} cco_slab;

typedef struct {
  pthread_mutex_t lock;
  cco_context *shared;
  unsigned shared_count;
  cco_slab *partial;
  cco_slab *all;  // what refers to the others lies in stacks, where no leak detector looks
} stack_class;

typedef struct {
  cco_context *first;
  unsigned count;
} cache;

static stack_class classes[CLASSES];
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t at_exit;
static int use_mprotect;
static ptrdiff_t access_offset;

static _Thread_local cache caches[CLASSES];
static _Thread_local ptrdiff_t balance;
static _Thread_local enum { FRESH, WATCHED, ENDED } thread_state;

static void flush_thread(void *unused);

static void set_up(void) {
  for (int i = 0; i < CLASSES; i++) pthread_mutex_init(&classes[i].lock, NULL);
  pthread_key_create(&at_exit, flush_thread);
  access_offset = cco_access_offset();
}

static size_t stride(const cco_slab *slab) { return slab->size + GUARD + STAGGER; }

static cco_context *context_in(const cco_slab *slab, unsigned index) {
  // Rounded down to a cache line, and with it to what the ABIs demand of a stack pointer.
  size_t bytes = (sizeof(cco_context) + 63) & ~(size_t)63;
  bytes += index % COLORS * 64;
  return (cco_context *)(slab->base + (index + 1) * stride(slab) - bytes);
}

static unsigned index_of(const cco_context *context) {
  return (unsigned)((size_t)((const char *)context - context->slab->base) /
                    stride(context->slab));
}

static void link_partial(stack_class *c, cco_slab *slab) {
  slab->previous = NULL;
  slab->next = c->partial;
  if (c->partial) c->partial->previous = slab;
  c->partial = slab;
}

static void unlink_partial(stack_class *c, cco_slab *slab) {
  if (slab->previous) {
    slab->previous->next = slab->next;
  } else {
    c->partial = slab->next;
  }
  if (slab->next) slab->next->previous = slab->previous;
}

static int install_guard(char *at) {
#if defined(__linux__)
  // Flat: with mprotect each guard is a mapping of its own, and a process may have 65,530.
  if (!__atomic_load_n(&use_mprotect, __ATOMIC_RELAXED)) {
    if (madvise(at, GUARD, MADV_GUARD_INSTALL) == 0) return 0;
    if (errno != EINVAL) return -1;
    __atomic_store_n(&use_mprotect, 1, __ATOMIC_RELAXED);
  }
#endif
  return mprotect(at, GUARD, PROT_NONE);
}

// Where the next slab should be: each below the one before it, and all far below the threads' stacks,
// so that a walk from a body through its resumers mostly goes upwards. Swift's backtracer takes a step
// down for the end. A wish only: where there is something else, the system chooses.
static void *place_for(size_t bytes) {
#if defined(__linux__) && !defined(CCO_ASAN) && !defined(CCO_TSAN) && UINTPTR_MAX > 0xffffffffu
  static uintptr_t highest, next;
  static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
  const uintptr_t distance = (uintptr_t)1 << 44, range = (uintptr_t)1 << 43;
  pthread_mutex_lock(&lock);
  if (!highest) {
    // Measured from where the system puts mappings, which differs from run to run.
    void *sample = mmap(NULL, GUARD, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (sample != MAP_FAILED) munmap(sample, GUARD);
    highest = sample != MAP_FAILED && (uintptr_t)sample > 2 * distance
                  ? (uintptr_t)sample - distance
                  : UINTPTR_MAX;
    next = highest;
  }
  void *place = NULL;
  if (highest != UINTPTR_MAX && bytes < range) {
    next = next - bytes < highest - range ? highest - bytes : next - bytes;
    next &= ~(uintptr_t)(GUARD - 1);
    place = (void *)next;
  }
  pthread_mutex_unlock(&lock);
  return place;
#else
  (void)bytes;
  return NULL;
#endif
}

static cco_slab *make_slab(unsigned class) {
  cco_slab *slab = malloc(sizeof *slab);
  if (!slab) return NULL;
  memset(slab, 0, sizeof *slab);
  slab->class = class;
  slab->size = (size_t)1 << (SMALLEST_SHIFT + class);
  size_t count = SLAB_BYTES / stride(slab);
  slab->count = count < 1 ? 1 : count > SLAB_MOST ? SLAB_MOST : (unsigned)count;
  slab->idle = slab->count == 64 ? ~(uint64_t)0 : ((uint64_t)1 << slab->count) - 1;
  size_t bytes = slab->count * stride(slab);
  void *base = mmap(place_for(bytes), bytes, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (base == MAP_FAILED) {
    free(slab);
    return NULL;
  }
#if defined(MADV_NOHUGEPAGE)
  // A huge page would make each stack, of which mostly one page is used, resident as a whole.
  madvise(base, bytes, MADV_NOHUGEPAGE);
#endif
  slab->base = base;
  return slab;
}

// With the class's lock held: a stack that has no memory yet, or none any more.
static cco_context *take_idle(stack_class *c, unsigned class) {
  cco_slab *slab = c->partial;
  if (!slab) {
    slab = make_slab(class);
    if (!slab) return NULL;
    link_partial(c, slab);
    slab->next_of_all = c->all;
    if (c->all) c->all->previous_of_all = slab;
    c->all = slab;
  }
  // From the highest on: see place_for.
  unsigned index = 63 - (unsigned)__builtin_clzll(slab->idle);
  uint64_t bit = (uint64_t)1 << index;
  if (!(slab->guarded & bit)) {
    if (install_guard(slab->base + index * stride(slab)) != 0) return NULL;
    slab->guarded |= bit;
  }
  slab->idle &= ~bit;
  if (!slab->idle) unlink_partial(c, slab);
  cco_context *context = context_in(slab, index);
  context->slab = slab;
  context->stack = slab->base + index * stride(slab) + GUARD;
  context->stack_size = (size_t)((char *)context - context->stack);
  return context;
}

// With the class's lock held: gives the stack's memory back to the system.
static void make_idle(stack_class *c, cco_context *context) {
  cco_slab *slab = context->slab;
  unsigned index = index_of(context);
  int was_full = slab->idle == 0;
  char *stack = context->stack;
#if defined(__APPLE__)
  madvise(stack, stride(slab) - GUARD, MADV_FREE);
#else
  madvise(stack, stride(slab) - GUARD, MADV_DONTNEED);
#endif
  slab->idle |= (uint64_t)1 << index;
  if (was_full) link_partial(c, slab);
  uint64_t all = slab->count == 64 ? ~(uint64_t)0 : ((uint64_t)1 << slab->count) - 1;
  // One slab stays, or a program at the edge of a slab would map and unmap it without end.
  if (slab->idle == all && (slab->next || slab->previous)) {
    unlink_partial(c, slab);
    if (slab->previous_of_all) {
      slab->previous_of_all->next_of_all = slab->next_of_all;
    } else {
      c->all = slab->next_of_all;
    }
    if (slab->next_of_all) slab->next_of_all->previous_of_all = slab->previous_of_all;
    munmap(slab->base, slab->count * stride(slab));
    free(slab);
  }
}

static cco_context *fill(unsigned class) {
  stack_class *c = &classes[class];
  cache *mine = &caches[class];
  pthread_mutex_lock(&c->lock);
  cco_context *taken = c->shared;
  if (taken) {
    c->shared = taken->next_free;
    c->shared_count--;
    while (c->shared && thread_state == WATCHED && mine->count < BATCH) {
      cco_context *moved = c->shared;
      c->shared = moved->next_free;
      c->shared_count--;
      moved->next_free = mine->first;
      mine->first = moved;
      mine->count++;
    }
  } else {
    taken = take_idle(c, class);
  }
  pthread_mutex_unlock(&c->lock);
  return taken;
}

// Moves stacks from the thread's cache to the shared list until `keep` are left.
static void spill(unsigned class, unsigned keep) {
  stack_class *c = &classes[class];
  cache *mine = &caches[class];
  if (mine->count <= keep) return;
  pthread_mutex_lock(&c->lock);
  while (mine->count > keep) {
    cco_context *context = mine->first;
    mine->first = context->next_free;
    mine->count--;
    if (c->shared_count < SHARED_LIMIT) {
      context->next_free = c->shared;
      c->shared = context;
      c->shared_count++;
    } else {
      make_idle(c, context);
    }
  }
  pthread_mutex_unlock(&c->lock);
}

static void flush_thread(void *unused) {
  (void)unused;
  thread_state = ENDED;  // what other thread-local destructors release goes straight on
  for (unsigned i = 0; i < CLASSES; i++) spill(i, 0);
}

static unsigned class_for(size_t size) {
  unsigned class = 0;
  while (class < CLASSES && ((size_t)1 << (SMALLEST_SHIFT + class)) < size) class++;
  return class;
}

__attribute__((noinline)) cco_context *cco_acquire(size_t size, void *object,
                                                   void (*entry)(cco_context *)) {
  unsigned class = class_for(size);
  if (class >= CLASSES) {
    errno = ENOMEM;
    return NULL;
  }
  cache *mine = &caches[class];
  cco_context *context = mine->first;
  if (context) {
    mine->first = context->next_free;
    mine->count--;
  } else {
    pthread_once(&once, set_up);
    if (thread_state == FRESH) {
      thread_state = WATCHED;
      pthread_setspecific(at_exit, &thread_state);
    }
    context = fill(class);
    if (!context) return NULL;
  }
  balance++;
  // The first exchange goes to the trampoline, with this context as its frame record.
  context->frame = context;
  context->pc = (void *)&cco_trampoline;
  context->sp = context;
  context->base = NULL;
  context->access_state[0] = 0;
  context->access_state[1] = 0;
  context->access_offset = access_offset;
  context->object = object;
  context->entry = cco_sanitizing ? cco_enter_sanitized : entry;
  context->sanitized_entry = entry;
  context->waiter = NULL;
#if defined(CCO_ASAN)
  __lsan_register_root_region(context->stack, (size_t)((char *)(context + 1) - context->stack));
#endif
#if defined(CCO_TSAN)
  context->own_fiber = __tsan_create_fiber(0);
  context->fiber = context->own_fiber;
#endif
  return context;
}

__attribute__((noinline)) void cco_release(cco_context *context) {
#if defined(CCO_ASAN)
  __lsan_unregister_root_region(context->stack, (size_t)((char *)(context + 1) - context->stack));
  // The last frames of a body never return, so their red zones are still marked.
  __asan_unpoison_memory_region(context->stack, context->stack_size);
#endif
#if defined(CCO_TSAN)
  __tsan_destroy_fiber(context->own_fiber);
#endif
  balance--;
  if (thread_state == FRESH) {
    thread_state = WATCHED;
    pthread_setspecific(at_exit, &thread_state);
  }
  unsigned class = context->slab->class;
  cache *mine = &caches[class];
  context->next_free = mine->first;
  mine->first = context;
  mine->count++;
  if (__builtin_expect(thread_state == ENDED, 0)) {
    spill(class, 0);
  } else if (__builtin_expect(mine->count > THREAD_LIMIT, 0)) {
    spill(class, THREAD_LIMIT - BATCH);
  }
}

ptrdiff_t cco_thread_balance(void) { return balance; }

void cco_testing_use_mprotect(void) { use_mprotect = 1; }
