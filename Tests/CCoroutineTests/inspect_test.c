// The view of coroutines from outside, without Swift: walks of suspended bodies with any frame pointers,
// lists of the stacks in use while threads take and return stacks, and their depth.
//
// Built and run by scripts/test-switch. Prints a line for each test; exits with 1 at the first failure.

#include "private.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "CCoroutineTesting.h"
#include "check.h"

enum { STACK = 256 << 10, MOST = 64 };

// A coroutine's object, which names where it was created.
typedef struct {
  uintptr_t magic;
  size_t line;
  int is_suspended;
} object;

enum { MAGIC = 0x600d0b1e };

static void describe(void *place, cco_origin *origin) {
  object *o = place;
  origin->file = "Module/File.swift";
  origin->file_length = 17;
  origin->line = o->line;
  origin->stack_size = STACK;
}

static void check_alive(const object *o) {
  if (__atomic_load_n(&o->magic, __ATOMIC_RELAXED) == MAGIC) return;
  printf("FAILED: an object was looked at that is gone\n");
  exit(1);
}

static void inspect(void *place, cco_live *live) {
  object *o = place;
  check_alive(o);
  if (o->line % 32 == 0) usleep(20);  // gives the other threads time to release theirs
  check_alive(o);
  describe(place, &live->origin);
  live->is_resumable = __atomic_load_n(&o->is_suspended, __ATOMIC_RELAXED);
}

static cco_context *start(object *o, void (*entry)(cco_context *)) {
  cco_context *c = cco_acquire(STACK, o, entry, describe);
  CHECK(c);
  CHECK(cco_resume(c, NULL, CCO_SEND).value);
  __atomic_store_n(&o->is_suspended, 1, __ATOMIC_RELAXED);
  return c;
}

static void finish(cco_context *c, object *o) {
  __atomic_store_n(&o->is_suspended, 0, __ATOMIC_RELAXED);
  CHECK(!cco_resume(c, NULL, CCO_SEND).value);
  cco_release(c);
}

// Walks ------------------------------------------------------------------------------------------

static NOINLINE long innermost_call(cco_context *c, long n) {
  cco_suspend(c, &n);
  return n;
}

static NOINLINE long middle_call(cco_context *c, long n) {
  volatile long kept = innermost_call(c, n + 1);
  return kept + 1;
}

static void walked_body(cco_context *c) {
  volatile long kept = middle_call(c, 1);
  (void)kept;
}

static int has_name(const cco_symbol *symbols, size_t count, const char *name) {
  for (size_t i = 0; i < count; i++) {
    if (symbols[i].name && strstr(symbols[i].name, name)) return 1;
  }
  return 0;
}

static int by_address(const void *a, const void *b) {
  uintptr_t x = ((const cco_symbol *)a)->address, y = ((const cco_symbol *)b)->address;
  return x < y ? -1 : x > y;
}

static void test_walk(int keeps_frame_pointers) {
  object o = {MAGIC, 1, 0};
  cco_context *c = start(&o, walked_body);
  uintptr_t addresses[MOST];
  size_t count = cco_return_addresses(c, addresses, MOST);
  CHECK(count >= 1 && count < 10);
  CHECK(cco_return_addresses(c, addresses, 0) == 0);
  CHECK(cco_return_addresses(c, addresses, 1) == 1);
  cco_symbol symbols[MOST];
  for (size_t i = 0; i < count; i++) symbols[i].address = addresses[i];
  qsort(symbols, count, sizeof *symbols, by_address);
  cco_find_symbols(symbols, count);
  CHECK(cco_sanitizing || has_name(symbols, count, "innermost_call"));
  if (keeps_frame_pointers) {
    CHECK(count == 3);
    CHECK(has_name(symbols, count, "middle_call"));
    CHECK(has_name(symbols, count, "walked_body"));
  }
  for (size_t i = 0; i < count; i++) free(symbols[i].name);
  finish(c, &o);
}

static void test_unknown_symbols(void) {
  int local = 0;
  cco_symbol symbols[] = {{0, NULL}, {1, NULL}, {(uintptr_t)&local, NULL}, {UINTPTR_MAX, NULL}};
  cco_find_symbols(symbols, 4);
  for (int i = 0; i < 4; i++) CHECK(!symbols[i].name);
}

// Returns the frame pointer whose record lies at `record`.
static uintptr_t pointer_to(uintptr_t record) {
#if defined(__riscv)
  return record + 2 * sizeof(void *);
#else
  return record;
#endif
}

// Whatever the frame pointer is and points at, a walk ends and reads nothing outside of the stack.
static void test_wrecked_frames(void) {
  object o = {MAGIC, 1, 0}, other = {MAGIC, 2, 0};
  cco_context *c = start(&o, walked_body), *d = start(&other, walked_body);
  uintptr_t addresses[MOST], stack = (uintptr_t)c->stack, top = (uintptr_t)c;
  cco_side body = c->body;
  const uintptr_t frames[] = {
      0, 1, 8, stack - 8, stack - (64 << 10), stack + 1, stack + 4, top, top - 1, top - 8, top + 8,
      (uintptr_t)d->body.frame, (uintptr_t)&o, UINTPTR_MAX, UINTPTR_MAX - 7, (uintptr_t)1 << 47,
  };
  for (size_t i = 0; i < sizeof frames / sizeof *frames; i++) {
    c->body.frame = (void *)pointer_to(frames[i]);
    CHECK(cco_return_addresses(c, addresses, MOST) == 1);
    CHECK(addresses[0] == (uintptr_t)body.pc);
  }
  // The lower half of the stack, which the body does not use: a frame pointer may find any words there.
  uintptr_t *words = (uintptr_t *)c->stack;
  const size_t count = STACK / 2 / sizeof *words;
  words[0] = pointer_to(stack);  // in a circle
  c->body.frame = (void *)pointer_to((uintptr_t)words);
  CHECK(cco_return_addresses(c, addresses, MOST) == 2);
  words[4] = pointer_to(stack);  // downwards
  c->body.frame = (void *)pointer_to((uintptr_t)(words + 4));
  CHECK(cco_return_addresses(c, addresses, MOST) == 2);
  for (size_t i = 0; i + 2 < count; i += 2) words[i] = pointer_to((uintptr_t)(words + i + 2));
  c->body.frame = (void *)pointer_to((uintptr_t)words);
  CHECK(cco_return_addresses(c, addresses, MOST) == MOST);
  uint64_t random = 1;
  for (int round = 0; round < 2000; round++) {
    for (size_t i = 0; i < 512; i++) {
      random = random * 6364136223846793005u + 1442695040888963407u;
      uintptr_t value = (uintptr_t)(random >> 16);
      words[i] = random & 1 << 15 ? stack + value % (STACK + 64) : value;
    }
    c->body.frame = (void *)(stack + (random >> 20) % (512 * sizeof *words));
    c->body.sp = (void *)words[0];
    CHECK(cco_return_addresses(c, addresses, MOST) >= 1);
  }
  c->body = body;
  finish(c, &o);
  finish(d, &other);
}

static void suspend_in_call(void *c) { innermost_call(c, 1); }

static NOINLINE void call_and_suspend(void *c) {
  CHECK(cco_call(STACK, NULL, NULL, suspend_in_call, c));
  __asm__ volatile("");
}

static void calling_body(cco_context *c) {
  call_and_suspend(c);
  __asm__ volatile("");
}

static void twice_calling_body(cco_context *c) {
  CHECK(cco_call(STACK, NULL, NULL, call_and_suspend, c));
  __asm__ volatile("");
}

// The walk of a body that is suspended in a call on another stack, or in two, continues in its own.
static void test_walk_through_call(int keeps_frame_pointers, void (*entry)(cco_context *)) {
  object o = {MAGIC, 1, 0};
  cco_context *c = start(&o, entry);
  uintptr_t addresses[MOST];
  size_t count = cco_return_addresses(c, addresses, MOST);
  CHECK(count >= 1 && count < 12);
  if (keeps_frame_pointers) {
    cco_symbol last = {addresses[count - 1], NULL};
    cco_find_symbols(&last, 1);
    CHECK(last.name && strstr(last.name, entry == calling_body ? "calling_body" : "twice_calling_body"));
    free(last.name);
  }
  finish(c, &o);
}

// Lists ------------------------------------------------------------------------------------------

static void test_list(int fences) {
  if (fences) __atomic_fetch_or(&cco_inspection, CCO_FENCING, __ATOMIC_SEQ_CST);
  enum { COUNT = 300 };
  static object objects[COUNT];
  static cco_context *contexts[COUNT];
  size_t count;
  cco_live *live = cco_live_stacks(inspect, &count);
  CHECK(live && count == 0);
  free(live);
  for (size_t i = 0; i < COUNT; i++) {
    objects[i] = (object){MAGIC, i, 0};
    contexts[i] = start(&objects[i], walked_body);
  }
  live = cco_live_stacks(inspect, &count);
  CHECK(live && count == COUNT);
  size_t sum = 0;
  for (size_t i = 0; i < count; i++) {
    sum += live[i].origin.line;
    CHECK(live[i].is_resumable && live[i].frames >= 1 && !live[i].waiter);
    CHECK(live[i].context == contexts[live[i].origin.line]);
  }
  CHECK(sum == COUNT * (COUNT - 1) / 2);
  free(live);
  for (size_t i = 0; i < COUNT; i += 2) finish(contexts[i], &objects[i]);
  live = cco_live_stacks(inspect, &count);
  CHECK(live && count == COUNT / 2);
  free(live);
  for (size_t i = 1; i < COUNT; i += 2) finish(contexts[i], &objects[i]);
}

static int has_ended;

// Takes and returns stacks, each for an object that is released right after.
static void *churn(void *unused) {
  (void)unused;
  while (!__atomic_load_n(&has_ended, __ATOMIC_RELAXED)) {
    enum { AT_ONCE = 200 };
    object *objects[AT_ONCE];
    cco_context *contexts[AT_ONCE];
    for (int i = 0; i < AT_ONCE; i++) {
      objects[i] = malloc(sizeof *objects[i]);
      *objects[i] = (object){MAGIC, (size_t)i, 0};
      contexts[i] = start(objects[i], walked_body);
    }
    for (int i = 0; i < AT_ONCE; i++) {
      finish(contexts[i], objects[i]);
      __atomic_store_n(&objects[i]->magic, 0, __ATOMIC_RELAXED);
      free(objects[i]);
    }
    cco_trim();
  }
  return NULL;
}

static void test_list_while_threads_go_on(int rounds) {
  enum { THREADS = 3 };
  pthread_t threads[THREADS];
  __atomic_store_n(&has_ended, 0, __ATOMIC_RELAXED);
  for (int i = 0; i < THREADS; i++) CHECK(pthread_create(&threads[i], NULL, churn, NULL) == 0);
  // Lists that found something count.
  for (int found = 0; found < rounds;) {
    size_t count;
    cco_live *live = cco_live_stacks(inspect, &count);
    CHECK(live && count <= THREADS * 200);
    for (size_t k = 0; k < count; k++) CHECK(live[k].frames >= 1 && live[k].frames <= CCO_LIVE_FRAMES);
    found += count > 0;
    free(live);
  }
  __atomic_store_n(&has_ended, 1, __ATOMIC_RELAXED);
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
}

// Depth ------------------------------------------------------------------------------------------

static NOINLINE void use_bytes(cco_context *c, size_t bytes) {
  volatile char *array = __builtin_alloca(bytes);
  for (size_t i = 0; i < bytes; i += 512) array[i] = 1;
  long n = array[0];
  cco_suspend(c, &n);
}

static void using_body(cco_context *c) { use_bytes(c, ((object *)c->object)->line); }

static cco_depth depth_of(size_t line) {
  size_t count;
  cco_depth *all = cco_depths(&count), found = {{NULL, 0, 0, 0}, 0, 0, 0};
  CHECK(all);
  for (size_t i = 0; i < count; i++) {
    if (all[i].origin.line == line) found = all[i];
  }
  free(all);
  return found;
}

static void test_depth(void) {
  CHECK(!cco_measures_depth());
  object before = {MAGIC, 1000, 0};
  cco_context *unmeasured = start(&before, using_body);
  cco_set_measures_depth(1);
  if (!cco_measures_depth()) {
    printf("  this system can't measure the depth of stacks\n");
    finish(unmeasured, &before);
    return;
  }
  const size_t sizes[] = {100000, 5000, 50000, 200000, 20000};
  for (int i = 0; i < 5; i++) {
    object o = {MAGIC, sizes[i], 0};
    cco_context *c = start(&o, using_body);
    // It is already measured while it is suspended.
    CHECK(depth_of(sizes[i]).bodies == 1);
    finish(c, &o);
    cco_depth depth = depth_of(sizes[i]);
    size_t page = 4096 > sizes[i] / 64 ? 4096 : 0;
    CHECK(depth.bodies == 1 && depth.origin.stack_size == STACK);
    CHECK(depth.available >= STACK - 4096 && depth.available < STACK + (64 << 10));
    CHECK(depth.deepest >= sizes[i] && depth.deepest <= sizes[i] + 2 * page + (16 << 10));
  }
  finish(unmeasured, &before);
  CHECK(depth_of(1000).bodies == 0);
  object during = {MAGIC, 3000, 0};
  cco_context *c = start(&during, using_body);
  cco_set_measures_depth(0);
  finish(c, &during);
  object after = {MAGIC, 4000, 0};
  finish(start(&after, using_body), &after);
  cco_set_measures_depth(1);
  CHECK(depth_of(3000).bodies == 0 && depth_of(4000).bodies == 0);
  CHECK(depth_of(100000).bodies == 1);
  cco_set_measures_depth(0);
}

int main(int argc, char **argv) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  int keeps_frame_pointers = 0, rounds = 100;
  for (int i = 1; i < argc; i++) {
    if (!strcmp(argv[i], "frame-pointers")) keeps_frame_pointers = 1;
    if (!strcmp(argv[i], "mprotect")) cco_testing_use_mprotect();
    if (!strcmp(argv[i], "emulated")) rounds = 20;
  }
  RUN(test_list(0));
  RUN(test_walk(keeps_frame_pointers));
  RUN(test_unknown_symbols());
  RUN(test_wrecked_frames());
  RUN(test_walk_through_call(keeps_frame_pointers, calling_body));
  RUN(test_walk_through_call(keeps_frame_pointers, twice_calling_body));
  RUN(test_list_while_threads_go_on(rounds));
  RUN(test_depth());
  RUN(test_list(1));
  RUN(test_list_while_threads_go_on(rounds));
  printf("all passed\n");
}
