// The switch and the stacks without Swift: values that a compiler keeps in registers and below the stack
// pointer survive, stacks are guarded and reused, and a walk of the stack passes through.
//
// Built and run by scripts/test-switch and scripts/test-emulated, with several compilers and levels of
// optimisation. Prints a line for each test; exits with 1 at the first failure.

#define _GNU_SOURCE
#include <alloca.h>
#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#if defined(__linux__)
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <unwind.h>

#include "CCoroutine.h"
#include "CCoroutineTesting.h"
#include "check.h"

enum { STACK = 256 << 10 };

// Under an emulator the figures are those of the emulator.
static int is_emulated;

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
  for (long i = 0; i < (long)(intptr_t)cco_object(c); i++) give(c, i);
}

static void test_elements(void) {
  cco_context *c = cco_acquire(STACK, (void *)1000, count_body, NULL);
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
  cco_context *c = cco_acquire(STACK, NULL, echo_body, NULL);
  cco_resume(c, NULL, CCO_SEND);
  for (long i = 0; i < 1000; i++) {
    long sent = i * 3;
    CHECK(*(long *)cco_resume(c, &sent, CCO_SEND).value == sent);
  }
  long last = -1;
  CHECK(cco_resume(c, &last, CCO_SEND).value == NULL);
  cco_release(c);
}

// Values in registers and on the stack ------------------------------------------------------------

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
  cco_context *c = cco_acquire(STACK, NULL, red_zone_body, NULL);
  for (long i = 0; i < 101; i++) CHECK(red_zone(c, -i, 0) == 14);
  cco_release(c);
}

// More values than there are registers, of each kind, alive across switches.
static NOINLINE double crowd(cco_context *c, long s, int is_body) {
  long a = s, b = s + 1, d = s + 2, e = s + 3, f = s + 4, g = s + 5, h = s + 6, i = s + 7, j = s + 8,
       k = s + 9, l = s + 10, m = s + 11, n = s + 12, o = s + 13, p = s + 14, q = s + 15;
  double x[40];
  for (int t = 0; t < 40; t++) x[t] = s * 0.5 + t;
  double fa = s * 0.5, fb = s * 1.5, fd = s * 2.5, fe = s * 3.5, ff = s * 4.5, fg = s * 5.5, fh = s * 6.5,
         fi = s * 7.5, fj = s * 8.5, fk = s * 9.5, fl = s * 10.5, fm = s * 11.5, fn = s * 12.5;
  long double y = s * 0.25L, z = s * 0.125L;
  for (int round = 0; round < 3; round++) {
    if (is_body) {
      give(c, a);
    } else {
      cco_resume(c, NULL, CCO_SEND);
    }
    a += b; b += d; d += e; e += f; f += g; g += h; h += i; i += j;
    j += k; k += l; l += m; m += n; n += o; o += p; p += q; q += a;
    fa += fb; fb += fd; fd += fe; fe += ff; ff += fg; fg += fh; fh += fi;
    fi += fj; fj += fk; fk += fl; fl += fm; fm += fn; fn += fa;
    for (int t = 0; t < 39; t++) x[t] += x[t + 1];
    y = y * 1.5L + z;
    z += y;
  }
  double sum = (double)(y + z);
  for (int t = 0; t < 40; t++) sum += x[t];
  sum += fa + fb + fd + fe + ff + fg + fh + fi + fj + fk + fl + fm + fn;
  return sum + a + b + d + e + f + g + h + i + j + k + l + m + n + o + p + q;
}

static void nothing_body(cco_context *c) {
  while (give(c, 0).message != CCO_THROW) {
  }
}

static double expected_crowd(long s) {
  cco_context *c = cco_acquire(STACK, NULL, nothing_body, NULL);
  double value = crowd(c, s, 0);
  return value;  // the stack stays: its body never ends
}

static double crowd_result;
static void crowd_body(cco_context *c) {
  crowd_result = crowd(c, (long)(intptr_t)cco_object(c), 1);
}

static void test_registers(void) {
  for (long s = 1; s < 6; s++) {
    double expected = expected_crowd(s), expected_here = expected_crowd(s * 3);
    CHECK(!isnan(expected) && expected != expected_here);
    cco_context *c = cco_acquire(STACK, (void *)s, crowd_body, NULL);
    // The consumer's side has as many other values alive.
    CHECK(crowd(c, s * 3, 0) == expected_here);
    volatile long double noise = 1.0L / 3;
    CHECK(cco_resume(c, NULL, CCO_SEND).value == NULL);
    CHECK(noise == 1.0L / 3);
    CHECK(crowd_result == expected);
    cco_release(c);
  }
}

// A frame that the compiler must address by a base pointer: aligned beyond the ABI's stack, and of a size
// that is known only at run time.
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
  cco_context *c = cco_acquire(STACK, NULL, based_body, NULL);
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
  cco_context *c = cco_acquire(STACK, NULL, masks_body, NULL);
  for (int i = 0; i < 51; i++) CHECK(masks(c, -i, 0) == 64);
  cco_release(c);
}
#endif

#if defined(__riscv_vector) && defined(__riscv_v_intrinsic)
#include <riscv_vector.h>

// More vectors than there are registers, alive across switches. The two sides differ in their number of
// elements.
static NOINLINE long vectors(cco_context *c, int seed, int is_body) {
  enum { VECTORS = 40, MOST = 16 };
  size_t count = is_body ? 5 : MOST;
  uint8_t in[VECTORS][MOST], out[MOST], want = 0;
  for (int i = 0; i < VECTORS; i++) memset(in[i], seed + i, MOST);
#define LOAD(i) vuint8m1_t v##i = __riscv_vle8_v_u8m1(in[i], count);
#define ADD(i) sum = __riscv_vadd_vv_u8m1(sum, v##i, count);
#define TEN(DO, tens) \
  DO(tens##0) DO(tens##1) DO(tens##2) DO(tens##3) DO(tens##4) \
  DO(tens##5) DO(tens##6) DO(tens##7) DO(tens##8) DO(tens##9)
  TEN(LOAD, ) TEN(LOAD, 1) TEN(LOAD, 2) TEN(LOAD, 3)
  if (is_body) {
    give(c, 1);
  } else {
    cco_resume(c, NULL, CCO_SEND);
  }
  vuint8m1_t sum = __riscv_vmv_v_x_u8m1(0, count);
  TEN(ADD, ) TEN(ADD, 1) TEN(ADD, 2) TEN(ADD, 3)
  memset(out, 0, MOST);
  __riscv_vse8_v_u8m1(out, sum, count);
  for (int i = 0; i < VECTORS; i++) want = (uint8_t)(want + seed + i);
  long good = 0;
  for (size_t i = 0; i < MOST; i++) good += out[i] == (i < count ? want : 0);
  return good;
}

static void vectors_body(cco_context *c) {
  for (int i = 0; i < 50; i++) CHECK(vectors(c, i, 1) == 16);
}

static void test_vectors(void) {
  cco_context *c = cco_acquire(STACK, NULL, vectors_body, NULL);
  for (int i = 0; i < 51; i++) CHECK(vectors(c, -i, 0) == 16);
  cco_release(c);
}
#endif

// Chains -----------------------------------------------------------------------------------------

static void inner_body(cco_context *c) {
  for (long i = 10; i < 13; i++) give(c, i);
}

static void outer_body(cco_context *c) {
  give(c, 1);
  cco_context *inner = cco_acquire(STACK, NULL, inner_body, NULL);
  cco_set_waiter(inner, c);
  cco_message m = cco_delegate(c, inner, NULL, CCO_SEND);
  CHECK(m.message == CCO_RETURNED);
  cco_release(inner);
  give(c, 2);
}

static void test_delegation(void) {
  cco_context *c = cco_acquire(STACK, NULL, outer_body, NULL), *current = c;
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
  // An emulator takes long for a thread.
  int each = is_emulated && CCO_RUNS_ON_THREADS ? 30 : EACH;
  for (int r = 0; r < ROUNDS; r++) {
    for (int i = 0; i < each; i++) {
      for (int s = 0; s < SIZES; s++) {
        cco_context *c = all[s][i] = cco_acquire(sizes[s], (void *)2, count_body, NULL);
        CHECK(c && c->stack_size + 512 >= sizes[s]);
        CHECK(((uintptr_t)c & 63) == 0 && next(&c) == 0);
      }
    }
    for (int i = 0; i < each; i++) {
      for (int s = 0; s < SIZES; s++) {
        cco_context *c = all[s][(i * 7 + r) % each];
        CHECK(next(&c) == 1 && next(&c) == -1);
      }
    }
    CHECK(cco_thread_balance() == before);
  }
  errno = 0;
  CHECK(cco_acquire(SIZE_MAX / 2 + 1, NULL, count_body, NULL) == NULL && errno == ENOMEM);
}

static void *resume_on_thread(void *c) {
  cco_context *context = c;
  return (void *)next(&context);
}

static void *make_and_leave(void *unused) {
  (void)unused;
  cco_context *many[100];
  for (int i = 0; i < 100; i++) {
    many[i] = cco_acquire(STACK, (void *)1, count_body, NULL);
    CHECK(next(&many[i]) == 0);
  }
  for (int i = 0; i < 100; i++) CHECK(next(&many[i]) == -1);
  return NULL;
}

static void test_threads(void) {
  cco_context *c = cco_acquire(STACK, (void *)100, count_body, NULL);
  for (long i = 0; i < 50; i++) {
    pthread_t t;
    void *result;
    if (i % 5 == 4) {
      CHECK(next(&c) == i);
      continue;
    }
    CHECK(pthread_create(&t, NULL, resume_on_thread, c) == 0);
    pthread_join(t, &result);
    CHECK((long)result == i);
  }
  for (int i = 0; i < 20; i++) {
    pthread_t t[2];
    for (int k = 0; k < 2; k++) CHECK(pthread_create(&t[k], NULL, make_and_leave, NULL) == 0);
    for (int k = 0; k < 2; k++) pthread_join(t[k], NULL);
  }
}

// Each address of a stack and of its guard leads to its context.
static void check_bounds(cco_context *c) {
  cco_stack_bounds b, other;
  CHECK(cco_stack_around(c->stack, &b));
  CHECK(b.context == c && b.stack == c->stack && b.guard < b.stack);
  const char *inside[] = {b.guard, b.guard + 1, b.stack - 1, b.stack + 1, (char *)c - 1, (char *)c,
                          (char *)(c + 1) - 1};
  for (size_t i = 0; i < sizeof inside / sizeof *inside; i++) {
    CHECK(cco_stack_around(inside[i], &other) && other.context == c);
    CHECK(other.stack == b.stack && other.guard == b.guard);
  }
  CHECK(!cco_stack_around(b.guard - 1, &other) || other.context != c);
}

static void bounds_body(cco_context *c) {
  char local = 0;
  cco_stack_bounds b;
  CHECK(cco_stack_around(&local, &b) && b.context == c);
  give(c, 0);
}

static void *bounds_on_thread(void *c) {
  for (int i = 0; i < 20000; i++) check_bounds(c);
  return NULL;
}

static void test_bounds(void) {
  cco_stack_bounds b;
  int local = 0;
  void *heap = malloc(100);
  CHECK(!cco_stack_around(&local, &b) && !cco_stack_around(heap, &b) && !cco_stack_around(NULL, &b));
  CHECK(!cco_stack_around((void *)-1, &b) && !cco_stack_around((void *)test_bounds, &b));
  free(heap);
  size_t sizes[] = {1, 16385, STACK, 1 << 20, 8 << 20, 200 << 20};
  enum { EACH = 150, SIZES = sizeof sizes / sizeof *sizes };
  static cco_context *all[SIZES][EACH];
  int each = is_emulated && CCO_RUNS_ON_THREADS ? 10 : EACH;
  for (int s = 0; s < SIZES; s++) {
    for (int i = 0; i < each; i++) {
      cco_context *c = all[s][i] = cco_acquire(sizes[s], NULL, bounds_body, NULL);
      CHECK(next(&c) == 0);
    }
  }
  for (int s = 0; s < SIZES; s++) {
    for (int i = 0; i < each; i++) check_bounds(all[s][i]);
  }
  for (int s = 0; s < SIZES; s++) {
    for (int i = 0; i < each; i++) CHECK(next(&all[s][i]) == -1);
  }
  // While other stacks are created and released.
  cco_context *c = cco_acquire(STACK, NULL, nothing_body, NULL);
  pthread_t t;
  CHECK(pthread_create(&t, NULL, bounds_on_thread, c) == 0);
  for (int i = 0; i < (CCO_RUNS_ON_THREADS ? 3 : 30); i++) {  // each takes 600 threads
    static cco_context *some[600];
    for (int k = 0; k < 600; k++) some[k] = cco_acquire(STACK, NULL, nothing_body, NULL);
    for (int k = 0; k < 600; k++) cco_release(some[k]);
  }
  pthread_join(t, NULL);
  cco_release(c);
}

#if UINTPTR_MAX == 0xffffffffu
static char *reserve(void *at, size_t bytes) {
  const int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
  return mmap(at, bytes, PROT_NONE, flags, -1, 0);
}

// Reserves the addresses from `from` to the end of the system's. Returns their number, or 0 if they are too
// few for a slab.
static size_t reserve_last_addresses(char *from) {
  const uintptr_t most = 0xfff00000u, least = 0xff000000u, step = 1 << 20;
  for (uintptr_t end = most; end >= least; end -= step) {
    size_t bytes = end - (uintptr_t)from;
    char *at = reserve(from, bytes);
    if (at == from) return bytes;
    if (at != MAP_FAILED) munmap(at, bytes);
  }
  return 0;
}

// With 32 bits the address after the last ones is 0. The rest of the address space is taken, except for
// pieces that are too small for a slab, so the next slab has the last addresses.
static void test_last_addresses(void) {
  cco_trim();
  cco_context *other = cco_acquire(STACK, (void *)1, count_body, NULL);
  CHECK(next(&other) == 0);
  check_bounds(other);
  char *hole = (char *)0xf8000000u;
  size_t bytes_of_hole = reserve_last_addresses(hole);
  if (!bytes_of_hole) {
    printf("  (the system has something else there: not run)\n");
    CHECK(next(&other) == -1);
    return;
  }
  static struct {
    char *at;
    size_t bytes;
  } taken[1000];
  int count = 0;
  for (size_t bytes = (size_t)1 << 30; bytes >= (size_t)16 << 20; bytes /= 2) {
    for (; count < 1000; count++) {
      char *at = reserve(NULL, bytes);
      if (at == MAP_FAILED) break;
      taken[count].at = at;
      taken[count].bytes = bytes;
    }
  }
  CHECK(count < 1000);
  // Except for the first page. Then a slab fits in only one place, at whichever end the system begins its
  // search.
  const size_t page = (size_t)sysconf(_SC_PAGESIZE);
  CHECK(munmap(hole + page, bytes_of_hole - page) == 0);
  // A size that no other test has used, so that it needs a slab of its own.
  cco_context *c = cco_acquire(32 << 10, (void *)1, count_body, NULL);
  CHECK(c && (uintptr_t)c > 0xfe000000u && next(&c) == 0);
  cco_stack_bounds b;
  CHECK(cco_stack_around(c->stack, &b));
  char *inside = c->stack;
  check_bounds(c);
  check_bounds(other);
  CHECK(!cco_stack_around((void *)test_last_addresses, &b) && !cco_stack_around(&b, &b));
  CHECK(next(&c) == -1);
  cco_trim();
  CHECK(!cco_stack_around(inside, &b));
  check_bounds(other);
  CHECK(next(&other) == -1);
  CHECK(munmap(hole, page) == 0);
  for (int i = 0; i < count; i++) CHECK(munmap(taken[i].at, taken[i].bytes) == 0);
}
#endif

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
    CHECK(child >= 0);
    if (child == 0) {
      signal(SIGSEGV, SIG_DFL);
      struct rlimit none = {0, 0};
      setrlimit(RLIMIT_CORE, &none);
      // The stack below it is in use: without a guard the test would not notice.
      for (int k = 0; k < 64; k++) cco_acquire(STACK, NULL, nothing_body, NULL);
      cco_resume(cco_acquire(STACK, NULL, bodies[i], NULL), NULL, CCO_SEND);
      _exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    CHECK(WIFSIGNALED(status) && (WTERMSIG(status) == SIGSEGV || WTERMSIG(status) == SIGBUS));
  }
}

// Reports of overflows -----------------------------------------------------------------------------

static void describe(void *object, cco_origin *origin) {
  static const char file[] = "Module/File.swift";
  *origin = (cco_origin){file, sizeof file - 1, (size_t)(uintptr_t)object, STACK};
}

#define REPORT(line) "Stack overflow: the body of the generator made at Module/File.swift:" #line " needs more than"

static void overflow(long line, void (*body)(cco_context *)) {
  cco_resume(cco_acquire(STACK, (void *)line, body, describe), NULL, CCO_SEND);
}

// Runs `act` in another process. Returns how it ended, and fills `heard` with its standard error.
static char heard[4096];
static int run(void (*act)(void)) {
  int ends[2];
  CHECK(pipe(ends) == 0);
  fflush(stdout);
  pid_t child = fork();
  CHECK(child >= 0);
  if (child == 0) {
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    dup2(ends[1], STDERR_FILENO);
    act();
    _exit(0);
  }
  close(ends[1]);
  size_t count = 0;
  for (ssize_t n; (n = read(ends[0], heard + count, sizeof heard - 1 - count)) > 0;) count += (size_t)n;
  heard[count] = 0;
  close(ends[0]);
  int status;
  waitpid(child, &status, 0);
  return status;
}

static int times(const char *text) {
  int n = 0;
  for (const char *at = heard; (at = strstr(at, text)); at++) n++;
  return n;
}

static int is_crash(int status) {
  return WIFSIGNALED(status) && (WTERMSIG(status) == SIGSEGV || WTERMSIG(status) == SIGBUS);
}

static void say(const char *text) { cco_write_error(text, strlen(text)); }

static void set_handler(void (*plain)(int), void (*with_info)(int, siginfo_t *, void *), int flags,
                        struct sigaction *before) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  if (with_info) {
    action.sa_sigaction = with_info;
    flags |= SA_SIGINFO;
  } else {
    action.sa_handler = plain;
  }
  action.sa_flags = flags;
  sigaction(SIGBUS, &action, NULL);
  sigaction(SIGSEGV, &action, before);
}

static void on_main(void) { overflow(1, overflow_small_body); }
static void by_large_frames(void) { overflow(2, overflow_large_body); }

static void nesting_body(cco_context *c) {
  long depth = (long)(intptr_t)cco_object(c);
  overflow(depth + 1, depth == 13 ? overflow_small_body : nesting_body);
}
static void nested(void) { overflow(10, nesting_body); }

static void *overflow_on_thread(void *unused) {
  overflow(3, overflow_small_body);
  return unused;
}
static void on_a_thread(void) {
  pthread_t t;
  CHECK(pthread_create(&t, NULL, overflow_on_thread, NULL) == 0);
  pthread_join(t, NULL);
}

static void late_body(cco_context *c) {
  give(c, 0);
  recurse_small(100000000);
}
static void *resume_prepared(void *c) {
  cco_prepare_thread();
  cco_resume(c, NULL, CCO_SEND);
  return NULL;
}
static void on_a_thread_that_only_resumes(void) {
  cco_context *c = cco_acquire(STACK, (void *)4, late_body, describe);
  cco_resume(c, NULL, CCO_SEND);
  pthread_t t;
  CHECK(pthread_create(&t, NULL, resume_prepared, c) == 0);
  pthread_join(t, NULL);
}

static void exit_with_3(int signal, siginfo_t *info, void *context) {
  CHECK(signal == SIGSEGV || signal == SIGBUS);
  CHECK(info->si_addr && context);
  say("handler\n");
  _exit(3);
}
static void exit_with_4(int signal) {
  (void)signal;
  say("plain handler\n");
  _exit(4);
}
static void handler_before(void) {
  set_handler(NULL, exit_with_3, 0, NULL);
  overflow(5, overflow_small_body);
}
static void plain_handler_before(void) {
  set_handler(exit_with_4, NULL, SA_RESETHAND, NULL);
  overflow(5, overflow_small_body);
}
static void ignored_before(void) {
  set_handler(SIG_IGN, NULL, 0, NULL);
  raise(SIGSEGV);
  cco_release(cco_acquire(STACK, NULL, count_body, describe));
  raise(SIGSEGV);
  say("ignored\n");
  overflow(5, overflow_small_body);
}
static void handler_after(void) {
  cco_release(cco_acquire(STACK, NULL, count_body, describe));
  set_handler(NULL, exit_with_3, 0, NULL);
  on_a_thread();  // a thread's first stack
}
static void handler_after_and_set_again(void) {
  cco_release(cco_acquire(STACK, NULL, count_body, describe));
  set_handler(exit_with_4, NULL, 0, NULL);
  cco_set_reports_overflow(1);
  on_main();
}

static struct sigaction chained_to;
static void chain(int signal, siginfo_t *info, void *context) {
  say("chaining\n");
  if (chained_to.sa_flags & SA_SIGINFO) chained_to.sa_sigaction(signal, info, context);
}
static void handler_after_that_chains(void) {
  set_handler(exit_with_4, NULL, 0, NULL);
  cco_release(cco_acquire(STACK, NULL, count_body, describe));
  set_handler(NULL, chain, SA_ONSTACK, &chained_to);
  cco_set_reports_overflow(1);
  on_main();
}
static void handler_that_returns(void) {
  set_handler(NULL, chain, SA_RESETHAND, NULL);
  on_main();
}

// Faults that a program repairs itself, as a garbage collector does.
static char *volatile closed_page;
static void open_page(int signal, siginfo_t *info, void *context) {
  (void)signal, (void)context;
  CHECK((char *)((uintptr_t)info->si_addr & ~(uintptr_t)4095) == closed_page);  // all that some CPUs say
  mprotect(closed_page, 1 << 16, PROT_READ | PROT_WRITE);
}
static void mended_faults(void) {
  closed_page = mmap(NULL, 1 << 16, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  set_handler(NULL, open_page, 0, NULL);
  cco_release(cco_acquire(STACK, NULL, count_body, describe));
  for (int i = 0; i < 3; i++) {
    mprotect(closed_page, 1 << 16, PROT_NONE);
    ((volatile char *)closed_page)[8] = (char)i;
    CHECK(closed_page[8] == i);
  }
}

static void sent_signal(void) {
  cco_release(cco_acquire(STACK, NULL, count_body, describe));
  kill(getpid(), SIGSEGV);
  for (;;) pause();
}
static void stray_pointer(void) {
  cco_stack_bounds b;
  CHECK(cco_stack_around(cco_acquire(STACK, NULL, count_body, describe), &b));
  *(volatile char *)(b.stack - 100) = 1;
}
static void turned_off(void) {
  cco_set_reports_overflow(0);
  struct sigaction before, after;
  sigaction(SIGSEGV, NULL, &before);
  cco_release(cco_acquire(STACK, NULL, count_body, describe));
  sigaction(SIGSEGV, NULL, &after);
  CHECK(before.sa_handler == after.sa_handler);
  stack_t alternate;
  CHECK(sigaltstack(NULL, &alternate) == 0 && (alternate.ss_flags & SS_DISABLE));
  on_main();
}
static void turned_off_later(void) {
  cco_release(cco_acquire(STACK, NULL, count_body, describe));
  cco_set_reports_overflow(0);
  on_main();
}
static void turned_off_by_environment(void) {
  setenv("GENERATORS_REPORT_OVERFLOW", "no", 1);
  on_main();
}

static void *own_alternate_stack(void *unused) {
  static char bytes[1 << 16];
  stack_t mine = {.ss_sp = bytes, .ss_size = sizeof bytes}, now;
  sigaltstack(&mine, NULL);
  cco_context *c = cco_acquire(STACK, (void *)6, overflow_small_body, describe);
  CHECK(sigaltstack(NULL, &now) == 0 && now.ss_sp == bytes);
  cco_resume(c, NULL, CCO_SEND);
  return unused;
}
static void with_an_own_alternate_stack(void) {
  pthread_t t;
  CHECK(pthread_create(&t, NULL, own_alternate_stack, NULL) == 0);
  pthread_join(t, NULL);
}

static void *take_and_leave(void *place) {
  cco_release(cco_acquire(STACK, NULL, count_body, describe));
  stack_t now;
  CHECK(sigaltstack(NULL, &now) == 0 && !(now.ss_flags & SS_DISABLE) && now.ss_size >= 1 << 16);
  *(void **)place = now.ss_sp;
  return NULL;
}
static void alternate_stacks_are_freed(void) {
  for (int i = 0; i < 50; i++) {
    pthread_t t;
    void *place;
    CHECK(pthread_create(&t, NULL, take_and_leave, &place) == 0);
    pthread_join(t, NULL);
    unsigned char pages[1];
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    // The next stack of a body's thread may be there at once.
    CHECK(is_emulated || CCO_RUNS_ON_THREADS ||
          (mincore((char *)place - page, page, (void *)pages) != 0 && errno == ENOMEM));
  }
}

static void first_stack(void) {
  unsetenv("GENERATORS_ANNOUNCE_THREADS");
  for (int i = 0; i < 100; i++) cco_acquire(STACK, NULL, count_body, NULL);
}
static void first_stack_with_the_variable(void) {
  for (int i = 0; i < 100; i++) cco_acquire(STACK, NULL, count_body, NULL);
}

// A process reports once that there is no switch, and only if threads weren't requested.
static void test_announcement(void) {
#if defined(CCO_THREADS_FOR_WANT_OF_A_SWITCH)
  int is_announced = 1;
#else
  int is_announced = 0;
#endif
  int status = run(first_stack);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  CHECK(times("no stack switch for this platform") == is_announced && times("\n") == is_announced);
  run(first_stack_with_the_variable);
  CHECK(heard[0] == 0);
}

static void test_reports(void) {
  CHECK(is_crash(run(on_main)) && times(REPORT(1)) == 1 && times("(stackSize: 262144)") == 1);
  CHECK(times("`stackSize:`\n") == 1);
  CHECK(is_crash(run(by_large_frames)) && times(REPORT(2)) == 1);
  CHECK(is_crash(run(nested)) && times(REPORT(14)) == 1 && times("Stack overflow") == 1);
  CHECK(is_crash(run(on_a_thread)) && times(REPORT(3)) == 1);
  CHECK(is_crash(run(on_a_thread_that_only_resumes)) && times(REPORT(4)) == 1);
  int status = run(handler_before);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 3 && times(REPORT(5)) == 1 && times("handler") == 1);
  status = run(plain_handler_before);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 4 && times(REPORT(5)) == 1);
  CHECK(is_crash(run(ignored_before)) && times(REPORT(5)) == 1 && times("ignored") == 1);
  status = run(handler_after);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 3 && times(REPORT(3)) == 1);
  status = run(handler_after_and_set_again);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 4 && times(REPORT(1)) == 1);
  status = run(handler_after_that_chains);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 4 && times(REPORT(1)) == 1 && times("chaining") == 1);
  CHECK(is_crash(run(handler_that_returns)) && times(REPORT(1)) == 1 && times("chaining") == 1);
  status = run(mended_faults);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0 && heard[0] == 0);
  CHECK(is_crash(run(sent_signal)) && times("Stack overflow") == 0);
  CHECK(is_crash(run(stray_pointer)) && times("Stack overflow") == 0);
  CHECK(is_crash(run(turned_off)) && times("Stack overflow") == 0);
  CHECK(is_crash(run(turned_off_later)) && times("Stack overflow") == 0);
  CHECK(is_crash(run(turned_off_by_environment)) && times("Stack overflow") == 0);
  CHECK(is_crash(run(with_an_own_alternate_stack)) && times(REPORT(6)) == 1);
  status = run(alternate_stacks_are_freed);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0 && heard[0] == 0);
}

// A frame of up to 1 MiB at the very end of a stack, of which only the lowest byte is written, ends at that
// stack's guard, in every position of a slab.
static size_t frame_bytes;
static char *fault_address;
static sigjmp_buf after_fault;

static void note_fault(int signal, siginfo_t *info, void *unused) {
  (void)signal, (void)unused;
  fault_address = info->si_addr;
  siglongjmp(after_fault, 1);
}

static NOINLINE int frame_of_some_size(void) {
  volatile char *frame = alloca(frame_bytes);
  frame[0] = 1;
  return sink(frame);
}

static void frame_body(cco_context *c) {
  size_t left = (size_t)((char *)__builtin_frame_address(0) - c->stack);
  volatile char *rest = alloca(left - 512);
  rest[0] = 1;
  sink(rest);
  frame_of_some_size();
}

static void test_frames(void) {
  stack_t alternate = {.ss_sp = malloc(1 << 16), .ss_size = 1 << 16}, old_alternate;
  struct sigaction noting = {.sa_sigaction = note_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK}, old, old_bus;
  CHECK(sigaltstack(&alternate, &old_alternate) == 0);
  CHECK(sigaction(SIGSEGV, &noting, &old) == 0 && sigaction(SIGBUS, &noting, &old_bus) == 0);
  enum { COUNT = 200 };  // those of three slabs
  static cco_context *all[COUNT];
  size_t sizes[] = {4 << 10, 8 << 10, 24 << 10, 64 << 10, 65 << 10, 128 << 10, 41424 * 8, 512 << 10, 1 << 20};
  for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
    frame_bytes = sizes[s];
    for (int i = 0; i < COUNT; i++) all[i] = cco_acquire(STACK, NULL, frame_body, NULL);
    for (volatile int i = 0; i < COUNT; i++) {
      fault_address = NULL;
      if (sigsetjmp(after_fault, 1) == 0) cco_resume(all[i], NULL, CCO_SEND);
      cco_stack_bounds b;
      CHECK(fault_address && cco_stack_around(fault_address, &b));
      CHECK(b.context == all[i] && fault_address < b.stack);
    }
    for (int i = 0; i < COUNT; i++) cco_release(all[i]);
  }
  sigaction(SIGSEGV, &old, NULL);
  sigaction(SIGBUS, &old_bus, NULL);
  sigaltstack(&old_alternate, NULL);
  free(alternate.ss_sp);
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

static void test_memory(int count) {
  cco_context **all = calloc((size_t)count, sizeof *all);
  long before = resident_pages();
  for (int i = 0; i < count; i++) {
    all[i] = cco_acquire(STACK, NULL, nothing_body, NULL);
    CHECK(all[i]);
    cco_resume(all[i], NULL, CCO_SEND);
  }
  long during = resident_pages();
  double each = (double)(during - before) * (double)sysconf(_SC_PAGESIZE) / count;
  printf("  %d live: %.0f bytes each\n", count, each);
  int is_known = before >= 0 && !is_emulated && sysconf(_SC_PAGESIZE) == 4096;
  // A thread also has its thread-local variables, and frames of the thread library.
  CHECK(!is_known || each <= (CCO_RUNS_ON_THREADS ? 16384 : 5120));
  for (int i = 0; i < count; i++) {
    CHECK(cco_resume_to_close(all[i]).value == NULL);
    cco_release(all[i]);
  }
  free(all);
  // Most of the memory returns to the system.
  CHECK(!is_known || (resident_pages() - before) * 10 < during - before);
}

// Calls on another stack ---------------------------------------------------------------------------

typedef struct {
  cco_context *body;
  cco_stack_span caller;
  int levels, sum;
} call_state;

// Each level on a stack of its own.
static void nest_calls(void *place) {
  call_state *state = place;
  cco_stack_span span, caller = state->caller;
  uintptr_t here = (uintptr_t)&span;
  CHECK(cco_running_stack(&span));
  CHECK(here - span.low < span.high - span.low && span.high - span.low >= STACK - 4096);
  CHECK(here - caller.low >= caller.high - caller.low);
  CHECK(cco_stack_pointer() - span.low < span.high - span.low);
  state->caller = span;
  state->sum += state->levels;
  double kept = state->sum * 0.5;
  if (--state->levels) CHECK(cco_call(STACK, NULL, NULL, nest_calls, state));
  CHECK(kept * 2 >= 0 && cco_running_stack(&caller));
  CHECK(caller.low == span.low && caller.high == span.high);
}

static void yield_in_call(void *place) {
  call_state *state = place;
  for (long i = 0; i < 10; i++) give(state->body, i);
  if (--state->levels) CHECK(cco_call(STACK, NULL, NULL, yield_in_call, state));
  give(state->body, 10);
}

static void calling_body(cco_context *c) {
  call_state state = {.body = c, .levels = 3};
  CHECK(cco_call(STACK, NULL, NULL, yield_in_call, &state));
  give(c, 100);
}

static void test_calls(void) {
  ptrdiff_t before = cco_thread_balance();
  call_state state = {.levels = 50};
  CHECK(cco_running_stack(&state.caller));
  CHECK((uintptr_t)&state - state.caller.low < state.caller.high - state.caller.low);
  cco_stack_span own = state.caller;
  CHECK(cco_call(STACK, NULL, NULL, nest_calls, &state));
  CHECK(state.sum == 1275 && cco_thread_balance() == before);
  cco_stack_span after;
  CHECK(cco_running_stack(&after) && after.low == own.low && after.high == own.high);
  errno = 0;
  CHECK(!cco_call(SIZE_MAX / 2 + 1, NULL, NULL, nest_calls, &state) && errno == ENOMEM);

  // A body that is suspended inside of its calls continues there, on any thread.
  cco_context *c = cco_acquire(STACK, NULL, calling_body, NULL);
  long sum = 0;
  for (int i = 0; i < 34; i++) {
    void *result;
    pthread_t t;
    if (i % 3 == 0) {
      result = (void *)next(&c);
    } else {
      CHECK(pthread_create(&t, NULL, resume_on_thread, c) == 0);
      pthread_join(t, &result);
    }
    sum += (long)result;
  }
  CHECK(sum == 3 * 45 + 3 * 10 + 100);
  CHECK(next(&c) == -1);
}

// Bodies that touch all of a large stack: after they have ended, the kept stacks have a limit in bytes.
static void touch_body(cco_context *c) {
  for (char *p = (char *)__builtin_frame_address(0) - 256; p > c->stack; p -= 4096) *(volatile char *)p = 1;
  give(c, 0);
}

static void test_caches(void) {
  enum { COUNT = 60, BYTES = 8 << 20, KEPT = 40 << 20 };
  cco_context *all[COUNT];
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  int is_known = resident_pages() >= 0 && !is_emulated;
  cco_trim();
  size_t before = (size_t)resident_pages() * page;
  for (int i = 0; i < COUNT; i++) {
    all[i] = cco_acquire(BYTES, NULL, touch_body, NULL);
    CHECK(next(&all[i]) == 0);
  }
  CHECK(!is_known || (size_t)resident_pages() * page > before + (size_t)(COUNT - 1) * BYTES);
  for (int i = 0; i < COUNT; i++) CHECK(next(&all[i]) == -1);
  size_t kept = (size_t)resident_pages() * page - before;
  printf("  %zu KB kept of %d stacks of %d MB\n", kept >> 10, COUNT, BYTES >> 20);
  CHECK(!is_known || kept <= KEPT + (1 << 20));
  size_t freed = cco_trim();
  CHECK(!is_known || (freed <= kept && freed + (1 << 20) >= kept));
  CHECK(cco_trim() == 0);
  // All sizes together: the kept stacks of one size leave room for the others.
  size_t sizes[] = {1, STACK, 1 << 20, 2 << 20, 4 << 20, BYTES, 16 << 20, 64 << 20};
  for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
    for (int i = 0; i < 20; i++) {
      all[i] = cco_acquire(sizes[s], NULL, touch_body, NULL);
      CHECK(next(&all[i]) == 0);
    }
    for (int i = 0; i < 20; i++) CHECK(next(&all[i]) == -1);
  }
  kept = (size_t)resident_pages() * page - before;
  printf("  %zu KB kept of all sizes\n", kept >> 10);
  // The thread's memory besides its stack isn't counted.
  CHECK(!is_known || kept <= KEPT + ((size_t)(CCO_RUNS_ON_THREADS ? 8 : 1) << 20));
  cco_trim();
}

#if defined(__linux__)
// A stack of the default size that was used before takes no system call, nor do 32 at a time.
static void test_cached(void) {
  enum { SECCOMP_STRICT = 1 };  // of <linux/seccomp.h>, which compilers for musl may not find
  if (is_emulated) return;
  fflush(stdout);
  pid_t child = fork();
  CHECK(child >= 0);
  if (child == 0) {
    static cco_context *all[32];
    for (int round = 0; round < 100; round++) {
      // From here on, any call but read, write and exit kills the process.
      if (round == 1 && prctl(PR_SET_SECCOMP, SECCOMP_STRICT) != 0) syscall(SYS_exit, 0);
      for (int i = 0; i < 32; i++) all[i] = cco_acquire(STACK, (void *)1, count_body, NULL);
      for (int i = 0; i < 32; i++) if (next(&all[i]) != 0) syscall(SYS_exit, 1);
      for (int i = 0; i < 32; i++) if (next(&all[i]) != -1) syscall(SYS_exit, 1);
    }
    syscall(SYS_exit, 0);
  }
  int status;
  waitpid(child, &status, 0);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}
#endif

// Walks ------------------------------------------------------------------------------------------

#if defined(__linux__) && !defined(__GLIBC__)
#include <link.h>

// A GCC that was made for glibc has an unwinder that asks glibc for the tables of an address.
typedef struct {
  unsigned long long flags;
  void *start, *end, *map, *table;
  unsigned long long reserved[7];
} found_object;

static int find_table(struct dl_phdr_info *info, size_t size, void *place) {
  (void)size;
  found_object *found = place;
  uintptr_t address = (uintptr_t)found->start;
  void *table = NULL;
  int is_here = 0;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    uintptr_t at = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
    if (info->dlpi_phdr[i].p_type == PT_GNU_EH_FRAME) table = (void *)at;
    if (info->dlpi_phdr[i].p_type == PT_LOAD) is_here |= address - at < info->dlpi_phdr[i].p_memsz;
  }
  found->table = table;
  return is_here && table;
}

int _dl_find_object(void *address, found_object *found);
int _dl_find_object(void *address, found_object *found) {
  found->start = address;
  return dl_iterate_phdr(find_table, found) ? 0 : -1;
}
#endif

#if !defined(CCO_THREADS)  // the frames of a body's thread end with the thread
static int frames, found_consumer;
static void *consumer;  // the function to find

static _Unwind_Reason_Code visit(struct _Unwind_Context *context, void *unused) {
  (void)unused;
  frames++;
  if (_Unwind_FindEnclosingFunction((void *)(_Unwind_GetIP(context) - 1)) == consumer)
    found_consumer = 1;
  return frames > 200 ? _URC_END_OF_STACK : _URC_NO_REASON;
}

static NOINLINE void walk(void *unused) {
  (void)unused;
  _Unwind_Backtrace(visit, NULL);
  __asm__ volatile("");
}

static NOINLINE void walk_body(cco_context *c) {
  give(c, 0);
  // From another stack.
  cco_call(STACK, NULL, NULL, walk, NULL);
  give(c, 1);
}

static NOINLINE void nest_body(cco_context *c) {
  (void)c;
  cco_context *inner = cco_acquire(STACK, NULL, walk_body, NULL);
  next(&inner);
  next(&inner);
}

static NOINLINE void consumer_frame(void) {
  cco_context *c = cco_acquire(STACK, NULL, nest_body, NULL);
  cco_resume(c, NULL, CCO_SEND);
  __asm__ volatile("");
}

static void test_unwinding(void) {
  consumer = (void *)consumer_frame;
  consumer_frame();
  CHECK(frames > 4 && frames < 100);
  CHECK(found_consumer);
}
#endif

// Forks -------------------------------------------------------------------------------------------

static int is_churning;

// Each release takes a lock, because the stack is larger than a thread keeps.
static void use_large_stack(void) {
  cco_context *c = cco_acquire(16 << 20, (void *)1, count_body, NULL);
  CHECK(next(&c) == 0 && next(&c) == -1);
}

static void *churn(void *unused) {
  while (__atomic_load_n(&is_churning, __ATOMIC_RELAXED)) {
    use_large_stack();
    usleep(10);  // or the other thread would seldom get the lock
  }
  return unused;
}

// A child doesn't find a lock that is held by a thread of its parent.
static void test_forks(void) {
  if (is_emulated) return;
  is_churning = 1;
  pthread_t t;
  CHECK(pthread_create(&t, NULL, churn, NULL) == 0);
  for (int i = 0; i < 60; i++) {
    int status = run(use_large_stack);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  __atomic_store_n(&is_churning, 0, __ATOMIC_RELAXED);
  pthread_join(t, NULL);
}

#if defined(CCO_THREADS)
// On threads -------------------------------------------------------------------------------------

static pthread_t body_thread;
static void id_body(cco_context *c) {
  body_thread = pthread_self();
  for (;;) {
    long id = (long)cco_thread_id(), is_main = cco_thread_is_main();
    CHECK(pthread_equal(body_thread, pthread_self()));
    give(c, id);
    give(c, is_main);
    cco_thread_releases()->depth += 1;
    cco_release(cco_acquire(STACK, NULL, count_body, NULL));
    cco_acquire(STACK, NULL, count_body, NULL);
  }
}

static void *ask_on_thread(void *c) {
  cco_context *context = c;
  CHECK(cco_thread_id() == (uintptr_t)pthread_self() && !cco_thread_is_main());
  cco_thread_releases()->depth = 10;
  CHECK(next(&context) == (long)pthread_self());
  CHECK(cco_thread_releases()->depth == 11 && cco_thread_balance() == 1);
  CHECK(next(&context) == 0);
  return NULL;
}

// The state of a thread follows the control flow into a body and back.
static void test_identity(void) {
  CHECK(cco_thread_id() == (uintptr_t)pthread_self() && cco_thread_is_main());
  ptrdiff_t before = cco_thread_balance();
  cco_context *c = cco_acquire(STACK, NULL, id_body, NULL);
  CHECK(next(&c) == (long)pthread_self() && next(&c) == 1);
  CHECK(!pthread_equal(body_thread, pthread_self()));
  for (int i = 0; i < 10; i++) {
    pthread_t t;
    CHECK(pthread_create(&t, NULL, ask_on_thread, c) == 0);
    pthread_join(t, NULL);
  }
  CHECK(cco_thread_releases()->depth == 0 && cco_thread_balance() == before + 1);
  CHECK(next(&c) == (long)pthread_self() && next(&c) == 1);
  CHECK(cco_thread_releases()->depth == 1 && cco_thread_balance() == before + 2);
  cco_thread_releases()->depth = 0;
}

static void id_once_body(cco_context *c) { give(c, (long)pthread_self()); }

static void test_thread_is_kept(void) {
  cco_context *c = cco_acquire(STACK, NULL, id_once_body, NULL);
  long first = next(&c);
  CHECK(next(&c) == -1);
  for (int i = 0; i < 100; i++) {
    c = cco_acquire(STACK, NULL, id_once_body, NULL);
    CHECK(next(&c) == first && next(&c) == -1);
  }
}

static int thread_count(void) {
  int count = -1;
  char line[200];
  FILE *f = fopen("/proc/self/status", "r");
  while (f && fgets(line, sizeof line, f)) sscanf(line, "Threads: %d", &count);
  if (f) fclose(f);
  return count;
}

static void test_threads_are_joined(void) {
  int before = thread_count();
  enum { COUNT = UINTPTR_MAX > 0xffffffffu ? 500 : 100 };
  cco_context *all[COUNT];
  for (int i = 0; i < COUNT; i++) {
    all[i] = cco_acquire(STACK, NULL, count_body, NULL);
    CHECK(next(&all[i]) == -1);
  }
  for (int i = 0; i < COUNT; i++) {
    all[i] = cco_acquire(STACK, NULL, nothing_body, NULL);
    CHECK(next(&all[i]) == 0);
  }
  int during = thread_count();
  CHECK(is_emulated || before < 0 || during >= COUNT);
  for (int i = 0; i < COUNT; i++) {
    CHECK(cco_resume_to_close(all[i]).value == NULL);
    cco_release(all[i]);
  }
  CHECK(is_emulated || before < 0 || thread_count() <= during - COUNT + 32 + 128);
  cco_trim();
  // The stacks of bodies that other tests have left suspended.
  CHECK(is_emulated || before < 0 || thread_count() <= during - COUNT);
}

static pthread_key_t key;
static int destroyed;
static void destroy_value(void *value) {
  cco_context *c = value;
  CHECK(next(&c) == 0 && next(&c) == -1);
  destroyed++;
}
static void key_body(cco_context *c) {
  (void)c;
  pthread_setspecific(key, cco_acquire(STACK, (void *)1, count_body, NULL));
}

// Values of a body's thread live as long as the thread; their destructors may use coroutines.
static void test_destructors(void) {
  CHECK(pthread_key_create(&key, destroy_value) == 0);
  cco_context *c = cco_acquire(STACK, NULL, key_body, NULL);
  CHECK(next(&c) == -1 && destroyed == 0);
  cco_trim();
  CHECK(destroyed == 1);
}

static void run_out_of_threads(void) {
  struct rlimit few = {40, 40};
  CHECK(setrlimit(RLIMIT_NPROC, &few) == 0);
  if (getuid() == 0) CHECK(setuid(54321) == 0);
  cco_context *c = NULL;
  int count = 0;
  for (;;) {
    errno = 0;
    if (!(c = cco_acquire(STACK, NULL, nothing_body, NULL))) break;
    CHECK(next(&c) == 0);
    CHECK(++count < 40);
  }
  CHECK(errno == EAGAIN && !cco_acquire(1, NULL, nothing_body, NULL) && errno == EAGAIN);
  say("no more threads\n");
}

// The engine leaves threads to other processes.
extern size_t cco_most_threads;
static void reach_the_limit(void) {
  cco_release(cco_acquire(STACK, NULL, nothing_body, NULL));
  cco_trim();
  CHECK(cco_most_threads > 100);
  cco_most_threads = 50;
  cco_context *all[50];
  for (int i = 0; i < 50; i++) {
    all[i] = cco_acquire(STACK, NULL, nothing_body, NULL);
    CHECK(all[i] && cco_resume(all[i], NULL, CCO_SEND).value);
  }
  errno = 0;
  CHECK(!cco_acquire(STACK, NULL, nothing_body, NULL) && errno == EAGAIN);
  CHECK(!cco_call(STACK, NULL, NULL, free, NULL) && errno == EAGAIN);
  CHECK(!cco_resume_to_close(all[0]).value);
  cco_release(all[0]);
  // Stacks that are kept for bodies of one size make room for one of another size.
  all[0] = cco_acquire(1 << 20, NULL, nothing_body, NULL);
  CHECK(all[0] && cco_resume(all[0], NULL, CCO_SEND).value);
  say("limited\n");
}

static cco_context *suspended_before;
static void resume_in_child(void) { next(&suspended_before); }
static void use_in_child(void) {
  for (int i = 0; i < 200; i++) {
    cco_context *c = cco_acquire(STACK, (void *)1, count_body, NULL);
    CHECK(next(&c) == 0 && next(&c) == -1);
  }
  cco_trim();
  say("used\n");
}

static void test_processes(void) {
  if (is_emulated) return;
  int status = run(run_out_of_threads);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0 && times("no more threads"));
  status = run(reach_the_limit);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0 && times("limited"));
  // A child has none of its parent's threads: kept stacks get new ones.
  suspended_before = cco_acquire(STACK, (void *)2, count_body, NULL);
  CHECK(next(&suspended_before) == 0);
  status = run(use_in_child);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0 && times("used"));
  status = run(resume_in_child);
  CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT && times("before fork()") == 1);
  CHECK(next(&suspended_before) == 1 && next(&suspended_before) == -1);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void measure(void) {
  enum { COUNT = 20000 };
  cco_context *c = cco_acquire(STACK, (void *)COUNT, count_body, NULL);
  double start = now();
  for (int i = 0; i < COUNT; i++) CHECK(next(&c) == i);
  printf("  a switch: %.2f microseconds\n", (now() - start) / COUNT / 2 * 1e6);
  CHECK(next(&c) == -1);
  cco_trim();
  start = now();
  for (int i = 0; i < 1000; i++) {
    c = cco_acquire(STACK, NULL, count_body, NULL);
    CHECK(next(&c) == -1);
    cco_trim();
  }
  printf("  a thread: %.2f microseconds\n", (now() - start) / 1000 * 1e6);
}
#endif

// Closures of Swift -------------------------------------------------------------------------------

#if defined(__clang__) && (defined(__x86_64__) || defined(__aarch64__))
#define SWIFTCALL __attribute__((swiftcall))
#define SWIFT_CONTEXT __attribute__((swift_context))
#define SWIFT_ERROR __attribute__((swift_error_result))
#elif defined(__riscv)
// Swift has the convention of C here.
#define SWIFTCALL
#define SWIFT_CONTEXT
#define SWIFT_ERROR
#endif

#if defined(SWIFTCALL)

static struct {
  void *released;
  cco_context *running;
  int count, is_before_the_end;
} release;

// Replaces the runtime's: the body's captures are released while the body still has its turn.
void swift_release(void *object);
void swift_release(void *object) {
  release.released = object;
  release.count++;
  release.is_before_the_end = release.running != NULL;
#if !defined(CCO_THREADS)
  frames = found_consumer = 0;
  walk(NULL);
#endif
}

static SWIFTCALL void closure(cco_context *c, SWIFT_CONTEXT long *captures,
                              SWIFT_ERROR void **error) {
  CHECK(*error == NULL);
  release.running = c;
  give(c, captures[0]);
  give(c, captures[1]);
  if (captures[2]) *error = captures;
}

static SWIFTCALL void delegating_closure(cco_context *c, SWIFT_CONTEXT cco_context **inner,
                                         SWIFT_ERROR void **error) {
  CHECK(*error == NULL);
  cco_set_waiter(*inner, c);
  CHECK(cco_delegate(c, *inner, NULL, CCO_SEND).message == CCO_RETURNED);
  *error = cco_failure(*inner);
  cco_release(*inner);
}

static cco_context *acquire_closure(void *function, void *captures) {
  cco_context *c = cco_acquire(STACK, NULL, (void (*)(cco_context *))function, NULL);
  cco_set_captures(c, captures);
  return c;
}

static NOINLINE void consume_closure(long *captures) {
  cco_context *c = acquire_closure((void *)closure, captures);
  release.count = 0;
  CHECK(*(long *)cco_resume(c, NULL, CCO_SEND).value == captures[0]);
  CHECK(*(long *)cco_resume(c, NULL, CCO_SEND).value == captures[1]);
  CHECK(release.count == 0);
  CHECK(cco_resume(c, NULL, CCO_SEND).value == NULL);
  release.running = NULL;
  CHECK(release.count == 1 && release.released == captures && release.is_before_the_end);
  // The walk from the release leads through the trampoline, and so into the consumer.
#if !defined(CCO_THREADS)
  CHECK(frames < 100 && found_consumer);
#endif
  CHECK(cco_failure(c) == (captures[2] ? captures : NULL));
  cco_release(c);
}

static void test_closures(void) {
#if !defined(CCO_THREADS)
  consumer = (void *)consume_closure;
#endif
  long captures[] = {7, 9, 0};
  consume_closure(captures);
  captures[2] = 1;
  consume_closure(captures);
  // The error of a coroutine that was delegated to, and then of its delegator.
  cco_context *inner = acquire_closure((void *)closure, captures);
  cco_context *outer = acquire_closure((void *)delegating_closure, &inner), *current = outer;
  release.count = 0;
  for (int i = 0; i < 2; i++) {
    cco_arrival a = cco_resume(current, NULL, CCO_SEND);
    CHECK(*(long *)a.value == captures[i]);
    current = a.peer;
  }
  CHECK(cco_resume(current, NULL, CCO_SEND).value == NULL);
  CHECK(release.count == 2 && release.released == &inner && cco_failure(outer) == captures);
  cco_release(outer);
  // A function in C ignores the error.
  cco_context *plain = cco_acquire(STACK, (void *)1, count_body, NULL);
  CHECK(cco_resume(plain, NULL, CCO_SEND).value && !cco_resume(plain, NULL, CCO_SEND).value);
  CHECK(cco_failure(plain) == NULL);
  cco_release(plain);
}
#endif

#if defined(KEEPS_FRAME_POINTERS) && !defined(CCO_THREADS)
// Along the frame pointers, from the body of a generator in a generator, and from another stack, to the
// consumer.
static int frames_to_consumer;
static NOINLINE void consumer_of_frames(void);

static NOINLINE void walk_frames(void *unused) {
  (void)unused;
  void **frame = __builtin_frame_address(0);
  for (frames_to_consumer = 1; frames_to_consumer < 100; frames_to_consumer++) {
#if defined(__riscv)
    frame -= 2;  // a frame pointer points past its record
#endif
    if (_Unwind_FindEnclosingFunction((char *)frame[1] - 1) == (void *)consumer_of_frames) return;
    frame = frame[0];
  }
}

static NOINLINE void walk_frames_body(cco_context *c) {
  give(c, 0);
  CHECK(cco_call(STACK, NULL, NULL, walk_frames, NULL));
  give(c, 1);
}

static NOINLINE void nest_frames_body(cco_context *c) {
  (void)c;
  cco_context *inner = cco_acquire(STACK, NULL, walk_frames_body, NULL);
  CHECK(next(&inner) == 0 && next(&inner) == 1);
}

static NOINLINE void consumer_of_frames(void) {
  cco_resume(cco_acquire(STACK, NULL, nest_frames_body, NULL), NULL, CCO_SEND);
  __asm__ volatile("");
}

static void test_frame_pointers(void) {
  consumer_of_frames();
  CHECK(frames_to_consumer > 4 && frames_to_consumer < 100);
}
#endif

#if defined(KEEPS_FRAME_POINTERS) && defined(__x86_64__) && defined(__linux__) && !defined(CCO_THREADS)
// Before a body is closed, the stack pointer is elsewhere for some instructions. The signal of a sampling
// profiler may come at each of them, and here does: the CPU's trap flag makes one after each instruction.

static int steps, complete_walks;

static void walk_at_step(int unused) {
  (void)unused;
  steps++;
  frames = found_consumer = 0;
  _Unwind_Backtrace(visit, NULL);
  complete_walks += found_consumer;
}

static NOINLINE void suspend_in_frame(cco_context *c) {
  give(c, 0);
  __asm__ volatile("");
}

static NOINLINE void closed_body(cco_context *c) {
  suspend_in_frame(c);
  __asm__ volatile("");
}

// Below the red zone, where the compiler may have variables.
#define CHANGE_FLAGS(instruction)                                                                  \
  __asm__ volatile("leaq -128(%%rsp), %%rsp\n\tpushfq\n\t" instruction                             \
                   ", (%%rsp)\n\tpopfq\n\tleaq 128(%%rsp), %%rsp" ::: "memory", "cc")

static NOINLINE void close_in_steps(cco_context *c) {
  CHANGE_FLAGS("orq $0x100");
  cco_resume_to_close(c);
  CHANGE_FLAGS("andq $~0x100");
}

static void test_unwinding_while_closing(void) {
  struct sigaction action = {.sa_handler = walk_at_step}, former;
  sigaction(SIGTRAP, &action, &former);
  consumer = (void *)close_in_steps;
  cco_context *c = cco_acquire(STACK, NULL, closed_body, NULL);
  CHECK(next(&c) == 0);
  close_in_steps(c);
  cco_release(c);
  sigaction(SIGTRAP, &former, NULL);
  CHECK(steps > 50);
  CHECK(complete_walks == steps);
}
#endif

int main(int argc, char **argv) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  int live = CCO_RUNS_ON_THREADS ? 2000 : 20000;
  for (int i = 1; i < argc; i++) {
    if (!strcmp(argv[i], "mprotect")) {
      cco_testing_use_mprotect();
      live = CCO_RUNS_ON_THREADS ? 2000 : 10000;
    } else if (!strcmp(argv[i], "emulated")) {
      is_emulated = 1;
      live = CCO_RUNS_ON_THREADS ? 200 : 2000;
    } else {
      live = atoi(argv[i]);
    }
  }
  setenv("GENERATORS_ANNOUNCE_THREADS", "no", 1);
  RUN(test_announcement());
  RUN(test_reports());  // before the process has a handler
  RUN(test_elements());
  RUN(test_messages());
  RUN(test_red_zone());
  RUN(test_registers());
  RUN(test_base_pointer());
#if defined(__x86_64__) && defined(__AVX512F__) && defined(__AVX512BW__)
  RUN(test_avx512());
#endif
#if defined(__riscv_vector) && defined(__riscv_v_intrinsic)
  RUN(test_vectors());
#endif
  RUN(test_delegation());
  int is_roomy = UINTPTR_MAX > 0xffffffffu;  // has addresses for thousands of stacks
  if (is_roomy) RUN(test_pool());
  RUN(test_threads());
  if (is_roomy) RUN(test_bounds());
#if UINTPTR_MAX == 0xffffffffu
  RUN(test_last_addresses());
#endif
  RUN(test_calls());
  // QEMU fails an assertion of its own in a child that makes threads when its parent had some.
  if (!is_emulated || !CCO_RUNS_ON_THREADS) RUN(test_overflow());
  if (!CCO_RUNS_ON_THREADS) RUN(test_frames());  // which jumps from a body to its resumer
  RUN(test_forks());
  RUN(test_memory(live));
  if (is_roomy) RUN(test_caches());
#if defined(__linux__)
  if (!CCO_RUNS_ON_THREADS) RUN(test_cached());  // a switch of threads is a call of the system
#endif
#if !defined(CCO_THREADS)
  RUN(test_unwinding());
#if defined(KEEPS_FRAME_POINTERS)
  RUN(test_frame_pointers());
#if defined(__x86_64__) && defined(__linux__)
  if (!is_emulated) RUN(test_unwinding_while_closing());
#endif
#endif
#endif
#if defined(SWIFTCALL)
  RUN(test_closures());
#endif
#if defined(CCO_THREADS)
  RUN(test_identity());
  RUN(test_thread_is_kept());
  RUN(test_destructors());
  RUN(test_threads_are_joined());
  RUN(test_processes());
  RUN(measure());
#endif
  printf("all passed\n");
}
