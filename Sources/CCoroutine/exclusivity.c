// Swift's runtime keeps a list of the accesses that are open on a thread. Its nodes lie on the stack that
// opened them. When a body is suspended with an access open and continues elsewhere, its nodes must leave one
// thread's list and enter another's. The runtime has functions that do this for its own tasks, and only these
// change the list here.
//
// Calling them at each switch doubles its cost, and nearly always there is nothing to do. So the word that
// holds the list's head is searched for, once, and a switch only compares it with 0.

#include "private.h"

#include "CCoroutineTesting.h"

#include <pthread.h>
#include <string.h>

#if defined(__linux__)
#include <link.h>
#endif

extern void swift_task_enterThreadLocalContext(char *state) CCO_WEAK;
extern void swift_task_exitThreadLocalContext(char *state) CCO_WEAK;
extern void swift_beginAccess(void *pointer, void *buffer, size_t flags, void *pc) CCO_WEAK;
extern void swift_endAccess(void *buffer) CCO_WEAK;

static ptrdiff_t offset;

// If bodies run on threads and the word is not known, the list can't follow them. Then each thread keeps its
// own.
#if defined(CCO_THREADS)
#define IS_KEPT_BY_THREAD (!offset)
#else
#define IS_KEPT_BY_THREAD 0
#endif

void cco_enter(cco_context *context) {
  if (IS_KEPT_BY_THREAD) return;
  if (swift_task_enterThreadLocalContext) {
    swift_task_enterThreadLocalContext((char *)context->access_state);
    context->access_offset = 0;  // the next switch must undo this
  }
}

void cco_leave(cco_context *context) {
  if (IS_KEPT_BY_THREAD) return;
  if (swift_task_exitThreadLocalContext) {
    swift_task_exitThreadLocalContext((char *)context->access_state);
    context->access_offset = context->access_state[0] ? 0 : offset;
  }
}

int cco_testing_has_open_access(void) {
  uintptr_t state[2] = {0, 0};
  if (!swift_task_exitThreadLocalContext || !swift_task_enterThreadLocalContext) return 0;
  swift_task_exitThreadLocalContext((char *)state);
  int is_open = state[0] != 0;
  swift_task_enterThreadLocalContext((char *)state);
  return is_open;
}

static int probe_disabled;
static pthread_once_t once = PTHREAD_ONCE_INIT;

void cco_testing_disable_probe(void) { probe_disabled = 1; }

#if defined(__linux__)

enum {
  ACCESS_MODIFY = 1,      // ExclusivityFlags of the runtime's interface
  ACCESS_TRACKING = 0x20,
  STATIC_SURPLUS = 8192,  // bytes that a loader may add to the static blocks, for padding and dlopen
};

typedef struct {
  const char *thread_pointer;
  size_t total;  // of all thread-local blocks: the static ones can't take more than this
  cco_block_visitor visit;
  void *data;
} blocks;

static int measure(struct dl_phdr_info *info, size_t size, void *data) {
  blocks *b = data;
  (void)size;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    if (info->dlpi_phdr[i].p_type == PT_TLS) {
      b->total += info->dlpi_phdr[i].p_memsz + info->dlpi_phdr[i].p_align;
    }
  }
  return 0;
}

static int visit_block(struct dl_phdr_info *info, size_t size, void *data) {
  blocks *b = data;
  if (size < offsetof(struct dl_phdr_info, dlpi_tls_data) + sizeof(info->dlpi_tls_data)) return 1;
  const char *block = info->dlpi_tls_data;
  if (!block) return 0;
#if defined(__riscv) && !defined(__GLIBC__)
  return 1;  // musl names an address 0x800 past the block's here
#endif
  for (int i = 0; i < info->dlpi_phnum; i++) {
    if (info->dlpi_phdr[i].p_type != PT_TLS) continue;
    // Only a block of the static area is at the same offset on each thread. It begins or ends at
    // the thread pointer; a block made for a library that was loaded later lies elsewhere.
    ptrdiff_t from_pointer = block - b->thread_pointer;
    ptrdiff_t limit = (ptrdiff_t)(b->total + STATIC_SURPLUS);
#if defined(CCO_THREADS)
    if (from_pointer > limit || from_pointer < -limit) continue;
#elif defined(__x86_64__)
    if (from_pointer >= 0 || from_pointer < -limit) continue;
#else
    if (from_pointer < 0 || from_pointer > limit) continue;
#endif
    b->visit(from_pointer, info->dlpi_phdr[i].p_memsz, b->data);
  }
  return 0;
}

void cco_visit_static_blocks(cco_block_visitor visit, void *data) {
#if defined(CCO_THREADS)
  const char *pointer = (const char *)&cco_thread_anchor;
#else
  const char *pointer = __builtin_thread_pointer();
#endif
  blocks b = {pointer, 0, visit, data};
  dl_iterate_phdr(measure, &b);
  dl_iterate_phdr(visit_block, &b);
}

#if defined(CCO_THREADS)
size_t cco_static_block_bytes(void) {
  blocks b = {NULL, 0, NULL, NULL};
  dl_iterate_phdr(measure, &b);
  return b.total + STATIC_SURPLUS;
}

int cco_is_static_block(ptrdiff_t offset) {
  ptrdiff_t limit = (ptrdiff_t)cco_static_block_bytes();
  return offset >= -limit && offset <= limit;
}
#endif

typedef struct {
  uintptr_t wanted;
  ptrdiff_t found;  // from the thread pointer
  int matches;
} search;

static void look(ptrdiff_t from_pointer, size_t bytes, void *data) {
  search *s = data;
  for (size_t at = 0; at + sizeof(uintptr_t) <= bytes; at += sizeof(uintptr_t)) {
    if ((uintptr_t)cco_thread_word(from_pointer + (ptrdiff_t)at) == s->wanted) {
      s->found = from_pointer + (ptrdiff_t)at;
      s->matches++;
    }
  }
}

static uintptr_t word_at(ptrdiff_t at) { return (uintptr_t)cco_thread_word(at); }

// Opens an access and searches for the word that now has its record's address. Then it puts the record
// through all steps of a switch, and accepts the word only if it follows each step.
static void probe(void) {
  if (probe_disabled || CCO_SWITCHES_ARE_TOLD || !swift_beginAccess || !swift_endAccess ||
      !swift_task_enterThreadLocalContext || !swift_task_exitThreadLocalContext) {
    return;
  }
  search s;
  memset(&s, 0, sizeof s);
  uintptr_t record[3] = {0, 0, 0};  // the runtime's ValueBuffer
  uintptr_t state[2] = {0, 0};
  char dummy = 0;
  s.wanted = (uintptr_t)record;

  swift_beginAccess(&dummy, record, ACCESS_MODIFY | ACCESS_TRACKING, NULL);
  cco_visit_static_blocks(look, &s);
  int valid = s.matches == 1 && s.found != 0 && word_at(s.found) == s.wanted;
  swift_task_exitThreadLocalContext((char *)state);
  valid = valid && word_at(s.found) == 0 && state[0] == s.wanted;
  swift_task_enterThreadLocalContext((char *)state);
  valid = valid && word_at(s.found) == s.wanted && state[0] == 0;
  uintptr_t rest = record[2] & ~(uintptr_t)1;  // the accesses before it; the low bit is the action
  swift_endAccess(record);
  valid = valid && word_at(s.found) == rest;
  if (valid) offset = s.found;
}

#else

static void probe(void) { (void)probe_disabled; }

#if defined(CCO_THREADS)
size_t cco_static_block_bytes(void) { return 0; }
#endif

#endif

ptrdiff_t cco_access_offset(void) {
  pthread_once(&once, probe);
  return offset;
}

int cco_access_probe_succeeded(void) { return cco_access_offset() != 0; }
