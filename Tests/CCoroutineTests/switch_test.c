// The switch and the stacks without Swift: what a compiler may keep in registers and below the
// stack pointer survives, stacks are guarded and reused, and a walk of the stack goes through.
//
// Built and run by scripts/test-switch and scripts/test-arm64, with several compilers and levels of
// optimisation. Prints a line for each test; exits with 1 at the first failure.

#define _GNU_SOURCE
#include <alloca.h>
#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <unwind.h>

#include "CCoroutine.h"

#define CHECK(condition)                                                        \
  do {                                                                          \
    if (!(condition)) {                                                         \
      printf("FAILED %s, line %d: %s\n", __func__, __LINE__, #condition);       \
      exit(1);                                                                  \
    }                                                                           \
  } while (0)
#define NOINLINE __attribute__((noinline))

enum { STACK = 256 << 10 };

static long next(cco_context **c) {
  cco_arrival a = cco_resume(*c, NULL, CCO_SEND);
  if (!a.value) {
    cco_release(*c);
    *c = NULL;
    return -1;
  }
  return *(long *)a.value;
}

static cco_message give(cco_context *c, long n) { return cco_suspend(c, &n); }

// Elements ---------------------------------------------------------------------------------------

static void count_body(cco_context *c) {
  for (long i = 0; i < (long)(intptr_t)c->object; i++) give(c, i);
}

static void test_elements(void) {
  cco_context *c = cco_acquire(STACK, (void *)1000, count_body);
  long sum = 0;
  for (long n; (n = next(&c)) >= 0;) sum += n;
  CHECK(sum == 499500);
  CHECK(cco_thread_balance() == 0);
}

static void echo_body(cco_context *c) {
  long heard = 0;
  while (heard >= 0) {
    cco_message m = cco_suspend(c, &heard);
    CHECK(m.message == CCO_SEND);
    heard = *(long *)m.value;
  }
}

static void test_messages(void) {
  cco_context *c = cco_acquire(STACK, NULL, echo_body);
  cco_resume(c, NULL, CCO_SEND);
  for (long i = 0; i < 1000; i++) {
    long sent = i * 3;
    CHECK(*(long *)cco_resume(c, &sent, CCO_SEND).value == sent);
  }
  long last = -1;
  CHECK(cco_resume(c, &last, CCO_SEND).value == NULL);
  cco_release(c);
}

// What a compiler keeps where --------------------------------------------------------------------

// Leaves that keep an array below the stack pointer, on both sides.
static NOINLINE long red_zone(cco_context *c, long seed, int is_body) {
  volatile long a[14];
  for (int i = 0; i < 14; i++) a[i] = seed * 31 + i;
  if (is_body) {
    cco_suspend(c, (void *)&seed);
  } else {
    cco_resume(c, NULL, CCO_SEND);
  }
  long sum = 0;
  for (int i = 0; i < 14; i++) sum += a[i] == seed * 31 + i;
  return sum;
}

static void red_zone_body(cco_context *c) {
  for (long i = 0; i < 100; i++) CHECK(red_zone(c, i, 1) == 14);
}

static void test_red_zone(void) {
  cco_context *c = cco_acquire(STACK, NULL, red_zone_body);
  for (long i = 0; i < 101; i++) CHECK(red_zone(c, -i, 0) == 14);
  cco_release(c);
}

// More values than there are registers, of each kind, alive across switches.
static NOINLINE double crowd(cco_context *c, long s, int is_body) {
  long a = s, b = s + 1, d = s + 2, e = s + 3, f = s + 4, g = s + 5, h = s + 6, i = s + 7, j = s + 8,
       k = s + 9, l = s + 10, m = s + 11, n = s + 12, o = s + 13, p = s + 14, q = s + 15;
  double x[40];
  for (int t = 0; t < 40; t++) x[t] = s * 0.5 + t;
  long double y = s * 0.25L, z = s * 0.125L;
  for (int round = 0; round < 3; round++) {
    if (is_body) {
      give(c, a);
    } else {
      cco_resume(c, NULL, CCO_SEND);
    }
    a += b; b += d; d += e; e += f; f += g; g += h; h += i; i += j;
    j += k; k += l; l += m; m += n; n += o; o += p; p += q; q += a;
    for (int t = 0; t < 39; t++) x[t] += x[t + 1];
    y = y * 1.5L + z;
    z += y;
  }
  double sum = (double)(y + z);
  for (int t = 0; t < 40; t++) sum += x[t];
  return sum + a + b + d + e + f + g + h + i + j + k + l + m + n + o + p + q;
}

static void nothing_body(cco_context *c) {
  for (;;) give(c, 0);
}

static double expected_crowd(long s) {
  cco_context *c = cco_acquire(STACK, NULL, nothing_body);
  double value = crowd(c, s, 0);
  return value;  // the stack stays: its body never ends
}

static double crowd_result;
static void crowd_body(cco_context *c) {
  crowd_result = crowd(c, (long)(intptr_t)c->object, 1);
}

static void test_registers(void) {
  for (long s = 1; s < 6; s++) {
    double expected = expected_crowd(s);
    CHECK(!isnan(expected));
    cco_context *c = cco_acquire(STACK, (void *)s, crowd_body);
    // The consumer's side has as many values alive, other ones.
    for (int k = 0; k < 3; k++) cco_resume(c, NULL, CCO_SEND);
    volatile long double noise = 1.0L / 3;
    CHECK(cco_resume(c, NULL, CCO_SEND).value == NULL);
    CHECK(noise == 1.0L / 3);
    CHECK(crowd_result == expected);
    cco_release(c);
  }
}

// A frame that the compiler must address by a base pointer: aligned beyond the ABI's stack, and of a
// size that is known only at run time.
static NOINLINE long based(cco_context *c, size_t bytes, int is_body) {
  _Alignas(128) volatile long aligned[16];
  volatile char *dynamic = alloca(bytes);
  for (int i = 0; i < 16; i++) aligned[i] = (long)bytes + i;
  memset((void *)dynamic, (int)bytes, bytes);
  if (is_body) {
    give(c, 1);
  } else {
    cco_resume(c, NULL, CCO_SEND);
  }
  long good = ((uintptr_t)aligned & 127) == 0;
  for (int i = 0; i < 16; i++) good += aligned[i] == (long)bytes + i;
  for (size_t i = 0; i < bytes; i++) good += dynamic[i] == (char)bytes;
  return good;
}

static void based_body(cco_context *c) {
  for (size_t i = 1; i < 50; i++) CHECK(based(c, i * 7, 1) == (long)(17 + i * 7));
}

static void test_base_pointer(void) {
  cco_context *c = cco_acquire(STACK, NULL, based_body);
  for (size_t i = 1; i < 51; i++) CHECK(based(c, i * 11, 0) == (long)(17 + i * 11));
  cco_release(c);
}

#if defined(__x86_64__) && defined(__AVX512F__) && defined(__AVX512BW__)
#include <immintrin.h>

// Masks and the registers from zmm16 on, alive across switches.
static NOINLINE long masks(cco_context *c, int seed, int is_body) {
  __mmask64 m[6];
  __m512i v[24];
  for (int i = 0; i < 24; i++) v[i] = _mm512_set1_epi8((char)(seed + i));
  for (int i = 0; i < 6; i++) m[i] = _mm512_cmpeq_epi8_mask(v[i], _mm512_set1_epi8((char)(seed + i)));
  if (is_body) {
    give(c, 1);
  } else {
    cco_resume(c, NULL, CCO_SEND);
  }
  __m512i sum = _mm512_setzero_si512();
  for (int i = 0; i < 24; i++) sum = _mm512_mask_add_epi8(sum, m[i % 6], sum, v[i]);
  char out[64];
  _mm512_storeu_si512(out, sum);
  char want = 0;
  for (int i = 0; i < 24; i++) want = (char)(want + seed + i);
  long good = 0;
  for (int i = 0; i < 64; i++) good += out[i] == want;
  return good;
}

static void masks_body(cco_context *c) {
  for (int i = 0; i < 50; i++) CHECK(masks(c, i, 1) == 64);
}

static void test_avx512(void) {
  if (!__builtin_cpu_supports("avx512bw")) {
    printf("  (this CPU has no AVX-512: not run)\n");
    return;
  }
  cco_context *c = cco_acquire(STACK, NULL, masks_body);
  for (int i = 0; i < 51; i++) CHECK(masks(c, -i, 0) == 64);
  cco_release(c);
}
#endif

// Chains -----------------------------------------------------------------------------------------

static void inner_body(cco_context *c) {
  for (long i = 10; i < 13; i++) give(c, i);
}

static void outer_body(cco_context *c) {
  give(c, 1);
  cco_context *inner = cco_acquire(STACK, NULL, inner_body);
  inner->waiter = c;
  cco_message m = cco_delegate(c, inner, NULL, CCO_SEND);
  CHECK(m.message == CCO_RETURNED);
  cco_release(inner);
  give(c, 2);
}

static void test_delegation(void) {
  cco_context *c = cco_acquire(STACK, NULL, outer_body), *current = c;
  long want[] = {1, 10, 11, 12, 2};
  for (int i = 0; i < 5; i++) {
    cco_arrival a = cco_resume(current, NULL, CCO_SEND);
    CHECK(a.value && *(long *)a.value == want[i]);
    current = a.peer;
  }
  CHECK(current == c && cco_resume(current, NULL, CCO_SEND).value == NULL);
  cco_release(c);
}

// Stacks -----------------------------------------------------------------------------------------

static void test_pool(void) {
  ptrdiff_t before = cco_thread_balance();
  size_t sizes[] = {1, 4096, 16384, 16385, 65536, 262144, 1 << 20, 8 << 20};
  enum { ROUNDS = 3, EACH = 300, SIZES = sizeof sizes / sizeof *sizes };
  static cco_context *all[SIZES][EACH];
  for (int r = 0; r < ROUNDS; r++) {
    for (int i = 0; i < EACH; i++) {
      for (int s = 0; s < SIZES; s++) {
        cco_context *c = all[s][i] = cco_acquire(sizes[s], (void *)2, count_body);
        CHECK(c && c->stack_size + 512 >= sizes[s]);
        CHECK(((uintptr_t)c & 63) == 0 && next(&c) == 0);
      }
    }
    for (int i = 0; i < EACH; i++) {
      for (int s = 0; s < SIZES; s++) {
        cco_context *c = all[s][(i * 7 + r) % EACH];
        CHECK(next(&c) == 1 && next(&c) == -1);
      }
    }
    CHECK(cco_thread_balance() == before);
  }
  errno = 0;
  CHECK(cco_acquire((size_t)1 << 62, NULL, count_body) == NULL && errno == ENOMEM);
}

static void *resume_on_thread(void *c) {
  cco_context *context = c;
  return (void *)next(&context);
}

static void *make_and_leave(void *unused) {
  (void)unused;
  cco_context *many[100];
  for (int i = 0; i < 100; i++) {
    many[i] = cco_acquire(STACK, (void *)1, count_body);
    CHECK(next(&many[i]) == 0);
  }
  for (int i = 0; i < 100; i++) CHECK(next(&many[i]) == -1);
  return NULL;
}

static void test_threads(void) {
  cco_context *c = cco_acquire(STACK, (void *)100, count_body);
  for (long i = 0; i < 50; i++) {
    pthread_t t;
    void *result;
    if (i % 5 == 4) {
      CHECK(next(&c) == i);
      continue;
    }
    pthread_create(&t, NULL, resume_on_thread, c);
    pthread_join(t, &result);
    CHECK((long)result == i);
  }
  for (int i = 0; i < 20; i++) {
    pthread_t t[2];
    for (int k = 0; k < 2; k++) pthread_create(&t[k], NULL, make_and_leave, NULL);
    for (int k = 0; k < 2; k++) pthread_join(t[k], NULL);
  }
}

// A frame of 24 KB steps over a small guard.
static NOINLINE int sink(volatile char *p) { return p[0]; }
static NOINLINE int recurse_small(int depth) {
  volatile char frame[100];
  frame[0] = (char)depth;
  return depth == 0 ? 0 : recurse_small(depth - 1) + sink(frame);
}
static NOINLINE int recurse_large(int depth) {
  volatile char frame[24 << 10];
  frame[0] = (char)depth;
  return depth == 0 ? 0 : recurse_large(depth - 1) + sink(frame);
}

static void overflow_small_body(cco_context *c) {
  (void)c;
  recurse_small(100000000);
}
static void overflow_large_body(cco_context *c) {
  (void)c;
  recurse_large(100000000);
}

static void test_overflow(void) {
  void (*bodies[])(cco_context *) = {overflow_small_body, overflow_large_body};
  for (int i = 0; i < 2; i++) {
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
      signal(SIGSEGV, SIG_DFL);
      struct rlimit none = {0, 0};
      setrlimit(RLIMIT_CORE, &none);
      // The stack below it is in use: without a guard this would go unnoticed.
      for (int k = 0; k < 64; k++) cco_acquire(STACK, NULL, nothing_body);
      cco_resume(cco_acquire(STACK, NULL, bodies[i]), NULL, CCO_SEND);
      _exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    CHECK(WIFSIGNALED(status) && (WTERMSIG(status) == SIGSEGV || WTERMSIG(status) == SIGBUS));
  }
}

static long resident_pages(void) {
  long pages = -1, ignored;
  FILE *f = fopen("/proc/self/statm", "r");
  if (f) {
    if (fscanf(f, "%ld %ld", &ignored, &pages) != 2) pages = -1;
    fclose(f);
  }
  return pages;
}

// Under an emulator the figures are those of the emulator.
static int is_emulated;

static void test_memory(int count) {
  cco_context **all = calloc((size_t)count, sizeof *all);
  long before = resident_pages();
  for (int i = 0; i < count; i++) {
    all[i] = cco_acquire(STACK, NULL, nothing_body);
    CHECK(all[i]);
    cco_resume(all[i], NULL, CCO_SEND);
  }
  long during = resident_pages();
  double each = (double)(during - before) * (double)sysconf(_SC_PAGESIZE) / count;
  printf("  %d live: %.0f bytes each\n", count, each);
  int is_known = before >= 0 && !is_emulated && sysconf(_SC_PAGESIZE) == 4096;
  CHECK(!is_known || each <= 5120);
  for (int i = 0; i < count; i++) cco_release(all[i]);
  free(all);
  // Most of the memory goes back to the system.
  CHECK(!is_known || (resident_pages() - before) * 10 < during - before);
}

// Walks ------------------------------------------------------------------------------------------

static int frames, found_consumer;
static NOINLINE void consumer_frame(void);

static _Unwind_Reason_Code visit(struct _Unwind_Context *context, void *unused) {
  (void)unused;
  frames++;
  if (_Unwind_FindEnclosingFunction((void *)(_Unwind_GetIP(context) - 1)) == (void *)consumer_frame)
    found_consumer = 1;
  return frames > 200 ? _URC_END_OF_STACK : _URC_NO_REASON;
}

static NOINLINE void walk_body(cco_context *c) {
  give(c, 0);
  _Unwind_Backtrace(visit, NULL);
  give(c, 1);
}

static NOINLINE void nest_body(cco_context *c) {
  (void)c;
  cco_context *inner = cco_acquire(STACK, NULL, walk_body);
  next(&inner);
  next(&inner);
}

static NOINLINE void consumer_frame(void) {
  cco_context *c = cco_acquire(STACK, NULL, nest_body);
  cco_resume(c, NULL, CCO_SEND);
  __asm__ volatile("");
}

static void test_unwinding(void) {
  consumer_frame();
  CHECK(frames > 4 && frames < 100);
  CHECK(found_consumer);
}

#define RUN(test)              \
  do {                         \
    printf("%s\n", #test);     \
    fflush(stdout);            \
    test;                      \
  } while (0)

int main(int argc, char **argv) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  int live = 20000;
  for (int i = 1; i < argc; i++) {
    if (!strcmp(argv[i], "mprotect")) {
      cco_testing_use_mprotect();
      live = 10000;
    } else if (!strcmp(argv[i], "emulated")) {
      is_emulated = 1;
      live = 2000;
    } else {
      live = atoi(argv[i]);
    }
  }
  RUN(test_elements());
  RUN(test_messages());
  RUN(test_red_zone());
  RUN(test_registers());
  RUN(test_base_pointer());
#if defined(__x86_64__) && defined(__AVX512F__) && defined(__AVX512BW__)
  RUN(test_avx512());
#endif
  RUN(test_delegation());
  RUN(test_pool());
  RUN(test_threads());
  RUN(test_overflow());
  RUN(test_memory(live));
  RUN(test_unwinding());
  printf("all passed\n");
}
