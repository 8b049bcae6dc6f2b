// Stacks: reserved in slabs, guarded, and kept for the next coroutine.
//
//   slab:  | guard | stack <- grows down [context] | guard | stack ... [context] | ...
//
// A stack passes through three places: the cache of the thread that used it last, a list that all threads
// share, and its slab, where it has only its address and no memory. A slab without a stack in use returns to
// the system. Caches count the bytes that their stacks may have in memory: the number that a body has touched
// isn't known, and finding out would take a system call for each stack.

#include "private.h"

#include "CCoroutineTesting.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

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
  CLASSES = UINTPTR_MAX > 0xffffffffu ? 34 : 17,  // each twice the size of the one before
  BATCH = 16,           // moved at most at once from the shared list to a thread's cache
  SLAB_MOST = 64,       // stacks of a slab: bits of a mask
};
// The limits for all sizes together: 32 and 128 stacks of 256 KiB.
#define THREAD_BYTES ((size_t)8 << 20)
#define SHARED_BYTES ((size_t)32 << 20)
// If the distance of the tops of stacks were a multiple of the size of a cache's way, as a power of two is,
// all would share a few of its sets. Then code that resumes a thousand generators in turn would wait for
// memory at each. So the stride is odd in pages, and the top moves by cache lines, too: a switch took 42 ns
// instead of 80.
#if defined(__x86_64__)
#define STAGGER ((size_t)4 << 10)
#else
#define STAGGER ((size_t)16 << 10)  // the largest page
#endif
#define COLORS 16
// Swift does not probe the stack, so a frame that is larger than the guard steps over it. A frame of 1 MiB
// and its callees end here: the call's return address lies below the frame. Two more pages keep the stride
// odd.
#define GUARD (((size_t)1 << 20) + 2 * STAGGER)
#define SLAB_BYTES ((size_t)96 << 20)

typedef struct cco_slab {
  struct cco_slab *next, *previous;  // in the list of slabs that have an idle stack; next of the spare
  struct cco_slab *next_of_all, *previous_of_all;
  char *base;     // written in one store: see the registry
  size_t size;    // of one stack, without its guard
  size_t stride;  // from one stack to the next
  unsigned count, class;
  uint64_t idle;     // neither in use nor in a cache
  uint64_t guarded;  // those whose guard is installed
} cco_slab;

typedef struct {
  pthread_mutex_t lock;
  cco_context *shared;
  cco_slab *partial;
  cco_slab *all;  // the references to the others lie in stacks, where no leak detector looks
  cco_slab *spare;  // records of slabs that were unmapped
} stack_class;

static stack_class classes[CLASSES];
static pthread_mutex_t place_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t at_exit;
static int use_mprotect;
static ptrdiff_t access_offset;

static size_t shared_bytes;  // in the lists of all classes

// What a thread has of stacks.
struct cco_thread_stacks {
  cco_context *caches[CLASSES];
  size_t cached_bytes;  // in the caches
  enum { FRESH, WATCHED, ENDED } state;
  ptrdiff_t balance;  // not next to the bytes: one store of both would make the next load of one wait
};
_Thread_local cco_thread_stacks cco_stacks_of_thread;
// An address, and not a variable: each function finds its thread again.
#define mine (&cco_stacks_of_thread)

#if defined(CCO_THREADS)
_Thread_local ptrdiff_t cco_balance_of_thread;  // of the thread that a body stands for
size_t cco_stack_room;
#endif

static ptrdiff_t *balance_of(cco_thread_stacks *own) {
#if defined(CCO_THREADS)
  (void)own;
  return &cco_balance_of_thread;
#else
  return &own->balance;
#endif
}

static void flush_thread(void *unused);

// A child has none of its parent's other threads. It would wait forever for a lock that one of them holds,
// and find half of a change in the data that the lock guards. So a fork waits until no other thread holds a
// lock.
static void lock_all(void) {
  cco_set_up();  // waits for another thread that executes it
  cco_lock_inspection();
  for (int i = 0; i < CLASSES; i++) pthread_mutex_lock(&classes[i].lock);
  pthread_mutex_lock(&place_lock);
  cco_lock_overflow();
}

static void unlock_all(void) {
  cco_unlock_overflow();
  pthread_mutex_unlock(&place_lock);
  for (int i = CLASSES; i-- > 0;) pthread_mutex_unlock(&classes[i].lock);
  cco_unlock_inspection();
}

static void set_up(void) {
  for (int i = 0; i < CLASSES; i++) pthread_mutex_init(&classes[i].lock, NULL);
  pthread_key_create(&at_exit, flush_thread);
  pthread_atfork(lock_all, unlock_all, unlock_all);
  access_offset = cco_access_offset();
  cco_begin_inspection();
#if defined(CCO_THREADS)
  cco_stack_room = cco_thread_room();
  cco_set_up_threads();
#endif
}

static cco_context *context_at(const cco_slab *slab, char *base, unsigned index) {
  // Rounded down to a cache line, which also satisfies the ABIs' alignment of a stack pointer.
  size_t bytes = (sizeof(cco_context) + 63) & ~(size_t)63;
  bytes += index % COLORS * 64;
  return (cco_context *)(base + (index + 1) * slab->stride - bytes);
}

static unsigned index_of(const cco_context *context) {
  return (unsigned)((size_t)((const char *)context - context->slab->base) /
                    context->slab->stride);
}

// The registry ---------------------------------------------------------------------------------
//
// The registry maps an address to its slab, in two loads: a slab begins at a multiple of GRANULE, so a
// granule belongs to one slab at most. It is read without a lock, by handlers of signals too, while other
// threads map and unmap slabs. Leaves and records of slabs are never freed, and a record keeps its class, so
// only its base changes: a reader sees either a current slab or a former one.

enum {
  GRANULE_SHIFT = 25,
  LEAF_SHIFT = UINTPTR_MAX > 0xffffffffu ? 12 : 7,
  ADDRESS_BITS = UINTPTR_MAX > 0xffffffffu ? 48 : 32,
  ROOTS = 1 << (ADDRESS_BITS - GRANULE_SHIFT - LEAF_SHIFT),
};
#define GRANULE ((size_t)1 << GRANULE_SHIFT)

typedef struct {
  cco_slab *slabs[1 << LEAF_SHIFT];
} leaf;

static leaf *registry[ROOTS];

static cco_slab **entry_for(uint64_t address) {
  if (address >> ADDRESS_BITS) return NULL;
  leaf *found =
      __atomic_load_n(&registry[address >> (GRANULE_SHIFT + LEAF_SHIFT)], __ATOMIC_ACQUIRE);
  if (!found) return NULL;
  return &found->slabs[(address >> GRANULE_SHIFT) & ((1 << LEAF_SHIFT) - 1)];
}

// Makes the entries of a range, or reports that there is no memory for them.
static int make_entries(uint64_t base, size_t bytes) {
  if ((base + bytes - 1) >> ADDRESS_BITS) return 0;
  uint64_t first = base >> (GRANULE_SHIFT + LEAF_SHIFT);
  uint64_t last = (base + bytes - 1) >> (GRANULE_SHIFT + LEAF_SHIFT);
  for (uint64_t i = first; i <= last; i++) {
    if (__atomic_load_n(&registry[i], __ATOMIC_ACQUIRE)) continue;
    leaf *made = calloc(1, sizeof *made);
    if (!made) return 0;
    leaf *expected = NULL;
    if (!__atomic_compare_exchange_n(&registry[i], &expected, made, 0, __ATOMIC_ACQ_REL,
                                     __ATOMIC_ACQUIRE)) {
      free(made);
    }
  }
  return 1;
}

// Enters a slab; with null, removes the one that is entered.
static void set_entries(uintptr_t base, size_t bytes, cco_slab *slab) {
  // Counts granules instead of comparing addresses: with 32 bits the address after the last granule is 0
  // again.
  size_t count = (bytes + GRANULE - 1) / GRANULE;
  for (size_t i = 0; i < count; i++) {
    __atomic_store_n(entry_for(base + i * GRANULE), slab, __ATOMIC_RELEASE);
  }
}

int cco_stack_around(const void *address, cco_stack_bounds *bounds) {
  cco_slab **entry = entry_for((uintptr_t)address);
  const cco_slab *slab = entry ? __atomic_load_n(entry, __ATOMIC_ACQUIRE) : NULL;
  if (!slab) return 0;
  char *base = __atomic_load_n(&slab->base, __ATOMIC_RELAXED);
  uintptr_t offset = (uintptr_t)address - (uintptr_t)base;
  unsigned index = (unsigned)(offset / slab->stride);
  if (offset >= slab->count * slab->stride) return 0;
  bounds->guard = base + index * slab->stride;
  bounds->stack = bounds->guard + GUARD;
  bounds->context = context_at(slab, base, index);
  return 1;
}

// Slabs ----------------------------------------------------------------------------------------

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

#if defined(__linux__)
// Whether the system itself reports that nothing is at an address. An emulator or a sandbox may accept advice
// that it does not know, and do nothing.
static int is_inaccessible(const char *at) { return access(at, F_OK) != 0 && errno == EFAULT; }
#endif

static int install_guard(char *at) {
#if defined(__linux__)
  // Flat: with mprotect each guard is a mapping of its own, and a process may have 65,530 of them.
  static int is_known_to_work;
  if (!__atomic_load_n(&use_mprotect, __ATOMIC_RELAXED)) {
    if (madvise(at, GUARD, MADV_GUARD_INSTALL) != 0) {
      if (errno != EINVAL) return -1;
    } else if (__atomic_load_n(&is_known_to_work, __ATOMIC_RELAXED) || is_inaccessible(at)) {
      __atomic_store_n(&is_known_to_work, 1, __ATOMIC_RELAXED);
      return 0;
    }
    __atomic_store_n(&use_mprotect, 1, __ATOMIC_RELAXED);
  }
#endif
  return mprotect(at, GUARD, PROT_NONE);
}

// The preferred address of the next slab: each below the one before it, and all far below the threads'
// stacks, so that a walk from a body through its resumers mostly goes upwards. Swift's backtracer takes a
// step down for the end. It is only a hint: if the address is in use, the system chooses.
static void *place_for(size_t bytes) {
#if defined(__linux__) && !defined(CCO_SANITIZED) && UINTPTR_MAX > 0xffffffffu
  static uintptr_t highest, next;
  const uintptr_t distance = (uintptr_t)1 << 44, range = (uintptr_t)1 << 43;
  pthread_mutex_lock(&place_lock);
  if (!highest) {
    // Measured from the system's place for mappings, which differs from run to run.
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
    next &= ~(uintptr_t)(GRANULE - 1);
    place = (void *)next;
  }
  pthread_mutex_unlock(&place_lock);
  return place;
#else
  (void)bytes;
  return NULL;
#endif
}

// Memory that begins at a multiple of GRANULE.
static char *reserve(size_t bytes) {
  const int access = PROT_READ | PROT_WRITE;
  const int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
  char *base = mmap(place_for(bytes), bytes, access, flags, -1, 0);
  if (base == MAP_FAILED) return NULL;
  if ((uintptr_t)base % GRANULE == 0) return base;
  munmap(base, bytes);
  char *wide = mmap(NULL, bytes + GRANULE, access, flags, -1, 0);
  if (wide == MAP_FAILED) return NULL;
  base = (char *)(((uintptr_t)wide + GRANULE - 1) & ~(uintptr_t)(GRANULE - 1));
  if (base > wide) munmap(wide, (size_t)(base - wide));
  munmap(base + bytes, (size_t)(wide + GRANULE - base));
  return base;
}

// Returns a record of a slab. The caller holds the class's lock.
static cco_slab *make_record(stack_class *c, unsigned class) {
  cco_slab *slab = c->spare;
  if (slab) {
    c->spare = slab->next;
    slab->next = NULL;
    return slab;
  }
  slab = calloc(1, sizeof *slab);
  if (!slab) return NULL;
  slab->class = class;
  slab->size = (size_t)1 << (SMALLEST_SHIFT + class);
  slab->stride = slab->size + cco_stack_room + GUARD + STAGGER;
  size_t count = SLAB_BYTES / slab->stride;
  slab->count = count < 1 ? 1 : count > SLAB_MOST ? SLAB_MOST : (unsigned)count;
  return slab;
}

static void spare_record(stack_class *c, cco_slab *slab) {
  slab->previous = NULL;
  slab->next = c->spare;
  c->spare = slab;
}

static uint64_t all_of(const cco_slab *slab) {
  return slab->count == 64 ? ~(uint64_t)0 : ((uint64_t)1 << slab->count) - 1;
}

// The caller holds the class's lock.
static cco_slab *make_slab(stack_class *c, unsigned class) {
  cco_slab *slab = make_record(c, class);
  if (!slab) return NULL;
  size_t bytes = slab->count * slab->stride;
  char *base = reserve(bytes);
  if (!base || !make_entries((uintptr_t)base, bytes)) {
    if (base) munmap(base, bytes);
    spare_record(c, slab);
    errno = ENOMEM;
    return NULL;
  }
#if defined(MADV_NOHUGEPAGE)
  // A huge page would make each stack resident as a whole, although mostly one page of it is used.
  madvise(base, bytes, MADV_NOHUGEPAGE);
#endif
  cco_watch_for_overflow();  // once more: the program may have set a handler since
#if defined(CCO_THREADS)
  cco_announce_threads();
#endif
  slab->idle = all_of(slab);
  slab->guarded = 0;
  __atomic_store_n(&slab->base, base, __ATOMIC_RELAXED);
  set_entries((uintptr_t)base, bytes, slab);
  link_partial(c, slab);
  slab->previous_of_all = NULL;
  slab->next_of_all = c->all;
  if (c->all) c->all->previous_of_all = slab;
  c->all = slab;
  return slab;
}

// Unmaps a slab of which no stack is in use or in a cache. The caller holds the class's lock.
static void unmap_slab(stack_class *c, cco_slab *slab) {
  unlink_partial(c, slab);
  if (slab->previous_of_all) {
    slab->previous_of_all->next_of_all = slab->next_of_all;
  } else {
    c->all = slab->next_of_all;
  }
  if (slab->next_of_all) slab->next_of_all->previous_of_all = slab->previous_of_all;
  size_t bytes = slab->count * slab->stride;
  set_entries((uintptr_t)slab->base, bytes, NULL);
  munmap(slab->base, bytes);
  spare_record(c, slab);
}

// Returns a stack that has no memory. The caller holds the class's lock.
static cco_context *take_idle(stack_class *c, unsigned class) {
  cco_slab *slab = c->partial;
  if (!slab) {
    slab = make_slab(c, class);
    if (!slab) return NULL;
  }
  // From the highest down: see place_for.
  unsigned index = 63 - (unsigned)__builtin_clzll(slab->idle);
  uint64_t bit = (uint64_t)1 << index;
  if (!(slab->guarded & bit)) {
    if (install_guard(slab->base + index * slab->stride) != 0) return NULL;
    slab->guarded |= bit;
  }
  slab->idle &= ~bit;
  if (!slab->idle) unlink_partial(c, slab);
  cco_context *context = context_at(slab, slab->base, index);
  context->slab = slab;
  context->stack = slab->base + index * slab->stride + GUARD;
  context->stack_size = (size_t)((char *)context - context->stack);
  return context;
}

// Releases the stack's memory to the system. The caller holds the class's lock. One slab stays; otherwise a
// program at the edge of a slab would map and unmap it again and again.
static void make_idle(stack_class *c, cco_context *context) {
  cco_slab *slab = context->slab;
  unsigned index = index_of(context);
  int was_full = slab->idle == 0;
  char *stack = context->stack;
#if defined(__APPLE__)
  madvise(stack, slab->stride - GUARD, MADV_FREE);
#else
  madvise(stack, slab->stride - GUARD, MADV_DONTNEED);
#endif
  slab->idle |= (uint64_t)1 << index;
  if (was_full) link_partial(c, slab);
  if (slab->idle == all_of(slab) && (slab->next || slab->previous)) unmap_slab(c, slab);
}

// Takes a stack out of the shared list. The caller holds the class's lock.
static cco_context *take_shared(stack_class *c) {
  cco_context *context = c->shared;
  if (!context) return NULL;
  c->shared = context->next_free;
  __atomic_fetch_sub(&shared_bytes, context->slab->size, __ATOMIC_RELAXED);
  return context;
}

// Makes a stack idle to which nothing else refers. The caller holds the class's lock.
static void discard(stack_class *c, cco_context *context) {
#if defined(CCO_THREADS)
  pthread_mutex_unlock(&c->lock);
  cco_stop_thread(context);
  pthread_mutex_lock(&c->lock);
#endif
  make_idle(c, context);
}

// Keeps a stack for all threads, or releases its memory to the system. The caller holds the class's lock.
static void give_shared(stack_class *c, cco_context *context) {
  size_t size = context->slab->size;
  if (__atomic_add_fetch(&shared_bytes, size, __ATOMIC_RELAXED) <= SHARED_BYTES) {
    context->next_free = c->shared;
    c->shared = context;
  } else {
    __atomic_fetch_sub(&shared_bytes, size, __ATOMIC_RELAXED);
    discard(c, context);
  }
}

// Makes sure that the stacks that this thread keeps are freed when it ends, and that it can report an
// overflow.
static void watch_thread(void) {
  if (mine->state != FRESH) return;
  pthread_once(&once, set_up);
  mine->state = WATCHED;
  pthread_setspecific(at_exit, &mine->state);
  cco_make_alternate_stack();
  cco_watch_for_overflow();
}

void cco_prepare_thread(void) { watch_thread(); }

// Returns a stack of a class of which the thread's cache has none, and takes some more for the cache.
static __attribute__((noinline)) cco_context *fill(unsigned class, void *object,
                                                   cco_describe describe) {
  if (class >= CLASSES) {
    errno = ENOMEM;
    return NULL;
  }
  watch_thread();
  cco_describe_by(describe, object);
  cco_measure_by(describe);
  stack_class *c = &classes[class];
  size_t size = (size_t)1 << (SMALLEST_SHIFT + class);
  pthread_mutex_lock(&c->lock);
  cco_context *taken = take_shared(c);
  if (taken) {
    // Some more, so that not each request for a stack takes the lock.
    for (int i = 1; i < BATCH && mine->state == WATCHED; i++) {
      if (mine->cached_bytes + size > THREAD_BYTES / 2) break;
      cco_context *moved = take_shared(c);
      if (!moved) break;
      moved->next_free = mine->caches[class];
      mine->caches[class] = moved;
      mine->cached_bytes += size;
    }
  } else {
    taken = take_idle(c, class);
  }
  pthread_mutex_unlock(&c->lock);
  return taken;
}

// Moves stacks of a class from the thread's cache to the shared list, until the cache has at most `keep`
// bytes or has none of the class.
static void spill(unsigned class, size_t keep) {
  stack_class *c = &classes[class];
  pthread_mutex_lock(&c->lock);
  while (mine->cached_bytes > keep && mine->caches[class]) {
    cco_context *context = mine->caches[class];
    mine->caches[class] = context->next_free;
    mine->cached_bytes -= context->slab->size;
    give_shared(c, context);
  }
  pthread_mutex_unlock(&c->lock);
}

// Called for a class of which this thread has just cached a stack, and so has too many bytes of all classes.
// The others go first, since they are not in use now, unless this stack is most of the bytes.
static __attribute__((noinline)) void spill_thread(unsigned class) {
  if ((size_t)1 << (SMALLEST_SHIFT + class) <= THREAD_BYTES / 2) {
    for (unsigned i = CLASSES; i-- > 0;) {
      if (i != class && mine->caches[i]) spill(i, THREAD_BYTES / 2);
    }
  }
  spill(class, THREAD_BYTES / 2);
}

static void flush_thread(void *unused) {
  (void)unused;
  mine->state = ENDED;  // stacks that later thread-local destructors release aren't cached
  for (unsigned i = 0; i < CLASSES; i++) {
    if (mine->caches[i]) spill(i, 0);
  }
  cco_free_alternate_stack();
}

static unsigned class_for(size_t size) {
  if (size <= (size_t)1 << SMALLEST_SHIFT) return 0;
  return 64 - (unsigned)__builtin_clzll(size - 1) - SMALLEST_SHIFT;
}

#if defined(CCO_THREADS)
void cco_keep_no_stacks(void) { mine->state = ENDED; }

// Tries again after ending the threads of stacks that aren't in use.
static int ready_thread_at_last(cco_context *context) {
  int error = errno;
  if (error == EAGAIN && cco_trim() > 0) {
    if (cco_ready_thread(context)) return 1;
    error = errno;
  }
  stack_class *c = &classes[context->slab->class];
  pthread_mutex_lock(&c->lock);
  make_idle(c, context);
  pthread_mutex_unlock(&c->lock);
  errno = error;
  return 0;
}
#endif

// Makes the context of a stack that was taken a fresh context.
static inline cco_context *prepare(cco_thread_stacks *own, cco_context *context, void *object,
                                   void (*entry)(cco_context *)) {
#if defined(CCO_THREADS)
  // The first delivery goes to the thread.
  if (!cco_ready_thread(context) && !ready_thread_at_last(context)) return NULL;
#else
  // The first switch goes to the trampoline, with this context as its frame record.
  context->body = (cco_side){context, (void *)&cco_trampoline, context, NULL};
#endif
  (*balance_of(own))++;
  context->access_state[0] = 0;
  context->access_state[1] = 0;
  context->access_offset = access_offset;
  context->entry = entry;
  context->captures = NULL;
  context->waiter = NULL;
  // Last, because a thread that lists the stacks reads this first: all that it finds then was made before.
  __atomic_store_n(&context->object, object, __ATOMIC_RELEASE);
#if defined(CCO_ASAN)
  __lsan_register_root_region(context->stack, (size_t)((char *)(context + 1) - context->stack));
#endif
#if defined(CCO_TSAN)
  context->own_fiber = __tsan_create_fiber(0);
  context->body_fiber = context->own_fiber;
#endif
  if (__builtin_expect(__atomic_load_n(&cco_inspection, __ATOMIC_RELAXED), 0)) {
    return cco_inspect_taken(context);
  }
  return context;
}

// The slow halves of these two functions are tail calls, so that the fast halves need no frame.

static __attribute__((noinline)) cco_context *acquire_uncommonly(size_t size, void *object,
                                                                 void (*entry)(cco_context *),
                                                                 cco_describe describe) {
  cco_context *context = fill(class_for(size), object, describe);
  return context ? prepare(mine, context, object, entry) : NULL;
}

__attribute__((noinline)) cco_context *cco_acquire_from(cco_thread_stacks *own, size_t size,
                                                        void *object,
                                                        void (*entry)(cco_context *),
                                                        cco_describe describe) {
  unsigned class = class_for(size);
  cco_context *context = class < CLASSES ? own->caches[class] : NULL;
  if (__builtin_expect(!context, 0)) return acquire_uncommonly(size, object, entry, describe);
  own->caches[class] = context->next_free;
  own->cached_bytes -= context->slab->size;
  return prepare(own, context, object, entry);
}

__attribute__((noinline)) cco_context *cco_acquire(size_t size, void *object,
                                                   void (*entry)(cco_context *),
                                                   cco_describe describe) {
  return cco_acquire_from(mine, size, object, entry, describe);
}

static __attribute__((noinline)) void release_uncommonly(unsigned class) {
  if (mine->state == FRESH) watch_thread();
  if (mine->state == ENDED) {
    spill(class, 0);
  } else if (mine->cached_bytes > THREAD_BYTES) {
    spill_thread(class);
  }
}

static inline __attribute__((always_inline)) void give_back(cco_thread_stacks *own,
                                                            cco_context *context) {
#if defined(CCO_ASAN)
  __lsan_unregister_root_region(context->stack, (size_t)((char *)(context + 1) - context->stack));
  // The last frames of a body never return, so their red zones are still marked.
  __asan_unpoison_memory_region(context->stack, context->stack_size);
#endif
#if defined(CCO_TSAN)
  __tsan_destroy_fiber(context->own_fiber);
#endif
  (*balance_of(own))--;
  const cco_slab *slab = context->slab;
  unsigned class = slab->class;
  context->next_free = own->caches[class];
  own->caches[class] = context;
  own->cached_bytes += slab->size;
  if (__builtin_expect(own->state != WATCHED || own->cached_bytes > THREAD_BYTES, 0)) {
    release_uncommonly(class);
  }
}

static __attribute__((noinline)) void release_inspected(cco_context *context, void *object) {
  cco_inspect_given_back(context, object);
  give_back(mine, context);
}

__attribute__((noinline)) void cco_release_to(cco_thread_stacks *own, cco_context *context) {
  // Before all else: the object is not read after this. See inspect.c.
  void *object = context->object;
  __atomic_store_n(&context->object, NULL, __ATOMIC_RELAXED);
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  if (__builtin_expect(__atomic_load_n(&cco_inspection, __ATOMIC_RELAXED), 0)) {
    release_inspected(context, object);
    return;
  }
  give_back(own, context);
}

__attribute__((noinline)) void cco_release(cco_context *context) { cco_release_to(mine, context); }

// Returns the number of bytes of a range that are in memory.
static size_t resident(char *from, size_t bytes) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE), found = 0;
  for (size_t at = 0; at < bytes;) {
#if defined(__APPLE__)
    char pages[512];
#else
    unsigned char pages[512];
#endif
    size_t count = (bytes - at + page - 1) / page;
    if (count > sizeof pages) count = sizeof pages;
    size_t length = count * page < bytes - at ? count * page : bytes - at;
    if (mincore(from + at, length, pages) == 0) {
      for (size_t i = 0; i < count; i++) found += (size_t)(pages[i] & 1) * page;
    }
    at += length;
  }
  return found;
}

size_t cco_trim(void) {
  size_t freed = 0;
  for (unsigned i = 0; i < CLASSES; i++) {
    stack_class *c = &classes[i];
    pthread_once(&once, set_up);
    pthread_mutex_lock(&c->lock);
    for (;;) {
      cco_context *context = mine->caches[i];
      if (context) {
        mine->caches[i] = context->next_free;
        mine->cached_bytes -= context->slab->size;
      } else if (!(context = take_shared(c))) {
        break;
      }
      freed += resident(context->stack, context->slab->stride - GUARD);
      discard(c, context);
    }
    for (cco_slab *slab = c->partial, *next; slab; slab = next) {
      next = slab->next;
      if (slab->idle == all_of(slab)) unmap_slab(c, slab);
    }
    pthread_mutex_unlock(&c->lock);
  }
  return freed;
}

void cco_set_up(void) { pthread_once(&once, set_up); }

void cco_each_stack(void (*visit)(cco_context *, void *), void *data) {
  for (unsigned i = 0; i < CLASSES; i++) {
    stack_class *c = &classes[i];
    pthread_mutex_lock(&c->lock);
    for (cco_slab *slab = c->all; slab; slab = slab->next_of_all) {
      for (uint64_t left = all_of(slab) & ~slab->idle; left; left &= left - 1) {
        visit(context_at(slab, slab->base, (unsigned)__builtin_ctzll(left)), data);
      }
    }
    pthread_mutex_unlock(&c->lock);
  }
}

ptrdiff_t cco_thread_balance(void) { return *balance_of(mine); }

void cco_testing_use_mprotect(void) { use_mprotect = 1; }
