// Open accesses without Swift: functions that replace those of its runtime keep a list of the
// accesses that are open on a thread, and a body that holds one continues on other threads.
//
// So the search for the list's head is tried where no Swift runs: the place of a thread's blocks
// differs from CPU to CPU and from one C library to the next. With the argument "unknown" there is
// no search, so each switch goes the slow way. Built and run as switch_test.c is. Prints a line for
// each test; exits with 1 at the first failure.

#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CCoroutine.h"
#include "CCoroutineTesting.h"
#include "check.h"

// NOINLINE keeps reads of thread-local variables out of functions that switch: a compiler may keep
// the variable's address across the switch, after which the thread may be another.

enum { STACK = 256 << 10 };

// The runtime's part ------------------------------------------------------------------------------

typedef struct access access;
struct access {
  void *pointer, *pc;
  access *next;
};

// All 0 at first, like all of CCoroutine's own variables. So no word of the program's block, at
// which the thread pointer may point, is set by chance.
static _Thread_local uintptr_t before[5];
static _Thread_local access *head;
static _Thread_local uintptr_t after[3];
static int calls;  // of the two functions that move accesses

void swift_beginAccess(void *pointer, void *buffer, size_t flags, void *pc);
void swift_endAccess(void *buffer);
void swift_task_enterThreadLocalContext(char *state);
void swift_task_exitThreadLocalContext(char *state);

NOINLINE void swift_beginAccess(void *pointer, void *buffer, size_t flags, void *pc) {
  CHECK(flags == 0x21 && before[0] + after[0] == 0);
  *(access *)buffer = (access){pointer, pc, head};
  head = buffer;
}

NOINLINE void swift_endAccess(void *buffer) {
  access **at = &head;
  while (*at != buffer) {
    CHECK(*at);
    at = &(*at)->next;
  }
  *at = (*at)->next;
}

// The body's accesses go in front of the resumer's; `state` keeps the first of each.
NOINLINE void swift_task_enterThreadLocalContext(char *state) {
  access *own[2];
  memcpy(own, state, sizeof own);
  __atomic_fetch_add(&calls, 1, __ATOMIC_RELAXED);
  access *resumers = head, *bodys = own[0];
  if (bodys) {
    access *last = bodys;
    while (last->next) last = last->next;
    last->next = resumers;
    head = bodys;
  }
  own[0] = NULL;
  own[1] = resumers;
  memcpy(state, own, sizeof own);
}

NOINLINE void swift_task_exitThreadLocalContext(char *state) {
  access *own[2];
  memcpy(own, state, sizeof own);
  __atomic_fetch_add(&calls, 1, __ATOMIC_RELAXED);
  access *resumers = own[1];
  if (head == resumers) {
    own[0] = NULL;
  } else {
    own[0] = head;
    access *last = head;
    while (last->next != resumers) {
      CHECK(last->next);
      last = last->next;
    }
    last->next = NULL;
    head = resumers;
  }
  own[1] = NULL;
  memcpy(state, own, sizeof own);
}

static NOINLINE access *first(void) { return head; }

// Tests -------------------------------------------------------------------------------------------

static int is_unknown;

static void test_search(void) {
  CHECK(cco_access_probe_succeeded() == !is_unknown);
  CHECK(first() == NULL && !cco_testing_has_open_access());
}

static void *give(cco_context *c, long n) { return cco_suspend(c, &n).value; }

static void count_body(cco_context *c) {
  for (long i = 0; i < 10; i++) give(c, i);
}

// While nothing is open, the fast path needs none of the runtime's functions; if the head isn't
// known, each switch calls one.
static void test_calls(void) {
  cco_context *c = cco_acquire(STACK, NULL, count_body, NULL);
  int start = calls;
  for (long i = 0; i < 10; i++) CHECK(*(long *)cco_resume(c, NULL, CCO_SEND).value == i);
  CHECK(!cco_resume(c, NULL, CCO_SEND).value);
  CHECK(calls - start == (is_unknown ? 22 : 0));
  cco_release(c);
}

static void *count_on_thread(void *unused) {
  test_calls();
  return unused;
}

static void test_calls_on_threads(void) {
  for (int i = 0; i < 5; i++) {
    pthread_t t;
    CHECK(pthread_create(&t, NULL, count_on_thread, NULL) == 0);
    pthread_join(t, NULL);
  }
}

static char places[4];

static void open_body(cco_context *c) {
  access outer, inner;
  give(c, 0);
  swift_beginAccess(&places[0], &outer, 0x21, NULL);
  for (long i = 1; i < 10; i++) {
    CHECK(first() == &outer);
    give(c, i);
    swift_beginAccess(&places[1], &inner, 0x21, NULL);
    give(c, i);
    CHECK(first() == &inner && inner.next == &outer);
    swift_endAccess(&inner);
  }
  swift_endAccess(&outer);
  give(c, 10);
}

// The resumer holds no access, or one of its own, which stays its own.
static void *resume_with(void *c) {
  CHECK(first() == NULL);
  access mine;
  CHECK(cco_resume(c, NULL, CCO_SEND).value && first() == NULL);
  swift_beginAccess(&places[2], &mine, 0x21, NULL);
  CHECK(cco_resume(c, NULL, CCO_SEND).value && first() == &mine && mine.next == NULL);
  CHECK(cco_testing_has_open_access());
  swift_endAccess(&mine);
  CHECK(first() == NULL && !cco_testing_has_open_access());
  return NULL;
}

static void test_held_accesses(void) {
  cco_context *c = cco_acquire(STACK, NULL, open_body, NULL);
  for (int i = 0; i < 10; i++) {
    if (i % 3 == 0) {
      resume_with(c);
      continue;
    }
    pthread_t t;
    CHECK(pthread_create(&t, NULL, resume_with, c) == 0);
    pthread_join(t, NULL);
  }
  CHECK(!cco_resume(c, NULL, CCO_SEND).value && first() == NULL);
  cco_release(c);
}

int main(int argc, char **argv) {
  is_unknown = argc > 1 && !strcmp(argv[1], "unknown");
  if (is_unknown) cco_testing_disable_probe();
  RUN(test_search());
  RUN(test_calls());
  RUN(test_calls_on_threads());
  RUN(test_held_accesses());
  printf("all passed\n");
}
