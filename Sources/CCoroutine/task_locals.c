// Swift's runtime keeps a list of the task-local values that are bound: each task has one, and each thread
// has one for code outside of tasks. `withValue` puts a value at the head of the list, and removes the head
// when it returns. Both steps assume that all code that runs in between returns before that. A body that
// yields in between breaks this: its consumer sees the value, and if the body continues in another task, it
// removes a value of that task, or crashes.
//
// No function of the runtime tells where the head is, so it is searched for, once for tasks and once for
// threads. Dummy values are bound through the runtime's own functions. A word counts as the head only if it
// follows each step, and if the item at which it points has the dummy's key and leads to the head before it.
// If no word does, or more than one, nothing is checked.

#include "private.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#if defined(__linux__) && UINTPTR_MAX > 0xffffffffu

extern void *swift_task_getCurrent(void) CCO_WEAK;
// Removes the value from its place.
extern void swift_task_localValuePush(const void *key, void *value, const void *type) CCO_WEAK;
extern void swift_task_localValuePop(void) CCO_WEAK;

enum {
  TASK_WORDS = 24,    // NumWords_AsyncTask of the runtime's interface: a task has at least these
  MOST_BLOCKS = 64,
  MOST_BYTES = 1 << 20,
};

static const char key = 0;    // its address is the key of the dummy values
static const void *int_type;  // their type; the same for all that set it

static void push(void) {
  intptr_t value = 0;
  swift_task_localValuePush(&key, &value, __atomic_load_n(&int_type, __ATOMIC_RELAXED));
}

static void pop(void) { swift_task_localValuePop(); }

static int is_pointer(uintptr_t word) { return word > 4096 && word % sizeof(void *) == 0; }

// Whether `head` is the second of two dummy values, and the first is the one after it.
static int follows(uintptr_t head, uintptr_t first) {
  const uintptr_t *item = (const uintptr_t *)head;
  return item[1] == (uintptr_t)&key && (item[0] & ~(uintptr_t)7) == first;
}

// In tasks: the head is a word of the task --------------------------------------------------------

static pthread_once_t task_once = PTHREAD_ONCE_INIT;
static size_t task_word;  // 0 where it isn't known

static void probe_task(void) {
  enum { STEPS = 5, SIZE = TASK_WORDS * sizeof(uintptr_t) };
  const uintptr_t *task = swift_task_getCurrent();
  uintptr_t seen[STEPS][TASK_WORDS];
  memcpy(seen[0], task, SIZE);
  push();
  memcpy(seen[1], task, SIZE);
  push();
  memcpy(seen[2], task, SIZE);
  pop();
  memcpy(seen[3], task, SIZE);
  pop();
  memcpy(seen[4], task, SIZE);
  size_t found = 0, matches = 0;
  // The first two words are the object's.
  for (size_t i = 2; i < TASK_WORDS; i++) {
    uintptr_t none = seen[0][i], first = seen[1][i], second = seen[2][i];
    if (first == none || second == first || second == none || !is_pointer(first) ||
        !is_pointer(second) || seen[3][i] != first || seen[4][i] != none) {
      continue;
    }
    // Other words may follow too, such as the allocator's.
    push();
    first = task[i];
    push();
    second = task[i];
    if (is_pointer(second) && follows(second, first)) {
      found = i;
      matches++;
    }
    pop();
    pop();
  }
  if (matches == 1) task_word = found;
}

// On threads: a thread-local word points at the head, and is 0 while there are no values ------------

static pthread_once_t thread_once = PTHREAD_ONCE_INIT;
static ptrdiff_t thread_word;  // from the thread pointer; 0 where it isn't known

typedef struct {
  struct {
    ptrdiff_t from_pointer;
    size_t words, start;
  } blocks[MOST_BLOCKS];
  size_t count, words;
} layout;

static void note_block(ptrdiff_t from_pointer, size_t bytes, void *data) {
  layout *all = data;
  size_t words = bytes / sizeof(uintptr_t);
  if (all->count == MOST_BLOCKS || (all->words + words) * sizeof(uintptr_t) > MOST_BYTES) return;
  all->blocks[all->count].from_pointer = from_pointer;
  all->blocks[all->count].words = words;
  all->blocks[all->count].start = all->words;
  all->count++;
  all->words += words;
}

static ptrdiff_t offset_of(const layout *all, size_t block, size_t word) {
  return all->blocks[block].from_pointer + (ptrdiff_t)(word * sizeof(uintptr_t));
}

static uintptr_t word_at(ptrdiff_t offset) { return (uintptr_t)cco_thread_word(offset); }

static void copy(const layout *all, uintptr_t *to) {
  for (size_t b = 0; b < all->count; b++) {
    for (size_t i = 0; i < all->blocks[b].words; i++) {
      to[all->blocks[b].start + i] = word_at(offset_of(all, b, i));
    }
  }
}

static void *probe_thread(void *unused) {
  (void)unused;
  enum { STEPS = 5 };
  if (swift_task_getCurrent()) return NULL;
  push();  // the allocator has prepared the thread from here on
  push();
  pop();
  pop();
  layout all;
  memset(&all, 0, sizeof all);
  cco_visit_static_blocks(note_block, &all);
  uintptr_t *seen = all.words ? malloc(STEPS * all.words * sizeof *seen) : NULL;
  if (!seen) return NULL;
  copy(&all, seen);
  push();
  copy(&all, seen + all.words);
  push();
  copy(&all, seen + 2 * all.words);
  pop();
  copy(&all, seen + 3 * all.words);
  pop();
  copy(&all, seen + 4 * all.words);
  ptrdiff_t found = 0;
  size_t matches = 0;
  for (size_t b = 0; b < all.count; b++) {
    for (size_t i = 0; i < all.blocks[b].words; i++) {
      const uintptr_t *word = seen + all.blocks[b].start + i;
      uintptr_t storage = word[all.words];
      if (word[0] || !is_pointer(storage) || word[2 * all.words] != storage ||
          word[3 * all.words] != storage || word[4 * all.words]) {
        continue;
      }
      push();
      uintptr_t place = word_at(offset_of(&all, b, i));
      uintptr_t first = is_pointer(place) ? *(uintptr_t *)place : 0;
      push();
      uintptr_t second = is_pointer(place) ? *(uintptr_t *)place : 0;
      if (is_pointer(second) && follows(second, first)) {
        found = offset_of(&all, b, i);
        matches++;
      }
      pop();
      pop();
    }
  }
  free(seen);
  if (matches == 1) thread_word = found;
  return NULL;
}

// On a thread of its own, which runs no task and has no values.
static void probe_threads(void) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, probe_thread, NULL) == 0) pthread_join(thread, NULL);
}

static int is_available(void) {
  // ThreadSanitizer and AddressSanitizer would report the search.
  return !CCO_SWITCHES_ARE_TOLD && swift_task_getCurrent && swift_task_localValuePush &&
         swift_task_localValuePop;
}

uintptr_t cco_task_locals(const void *metadata_of_int) {
  if (!is_available()) return 0;
  __atomic_store_n(&int_type, metadata_of_int, __ATOMIC_RELAXED);
  const uintptr_t *task = swift_task_getCurrent();
  if (task) {
    pthread_once(&task_once, probe_task);
    return task_word ? task[task_word] : 0;
  }
  pthread_once(&thread_once, probe_threads);
  uintptr_t storage = thread_word ? word_at(thread_word) : 0;
  return storage ? *(uintptr_t *)storage : 0;
}

#if defined(CCO_THREADS)
#if defined(__clang__)
// The metadata of `Int`. The assemblers that GCC writes for take the name for a constant.
extern const char type_int __asm__("$sSiN") CCO_WEAK;
static const void *known_int(void) { return &type_int; }
#else
static const void *known_int(void) { return NULL; }
#endif

ptrdiff_t cco_task_locals_offset(void) {
  if (!known_int() || !is_available()) return 0;
  __atomic_store_n(&int_type, known_int(), __ATOMIC_RELAXED);
  pthread_once(&thread_once, probe_threads);
  return thread_word;
}
#endif

int cco_task_locals_probe_succeeded(const void *metadata_of_int) {
  cco_task_locals(metadata_of_int);
  if (!is_available()) return 0;
  return swift_task_getCurrent() ? task_word != 0 : thread_word != 0;
}

#else

#if defined(CCO_THREADS)
ptrdiff_t cco_task_locals_offset(void) { return 0; }
#endif

uintptr_t cco_task_locals(const void *metadata_of_int) {
  (void)metadata_of_int;
  return 0;
}

int cco_task_locals_probe_succeeded(const void *metadata_of_int) {
  (void)metadata_of_int;
  return 0;
}

#endif
