// The names of functions, from the symbol tables of the images.

#include "private.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#if defined(__linux__)
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <unistd.h>
#endif

// A return address follows the call, which may be the last instruction of its function.
static uintptr_t place_of(const cco_symbol *symbol) { return symbol->address - 1; }

#if defined(__linux__)

typedef struct {
  uintptr_t address;  // the address to look up
  uintptr_t base;     // of the image, to which its file's addresses are relative
  uintptr_t end;
  char *path;
} image;

static int find_image(struct dl_phdr_info *info, size_t size, void *data) {
  (void)size;
  image *found = data;
  uintptr_t end = 0;
  int holds = 0;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
    if (segment->p_type != PT_LOAD) continue;
    uintptr_t low = info->dlpi_addr + segment->p_vaddr, high = low + segment->p_memsz;
    if (found->address >= low && found->address < high) holds = 1;
    if (high > end) end = high;
  }
  if (!holds) return 0;
  found->base = info->dlpi_addr;
  found->end = end;
  // The program itself has no name here. This link leads to its file even if that was replaced.
  const char *name = info->dlpi_name;
  found->path = strdup(name && *name ? name : "/proc/self/exe");
  return 1;
}

// Reads all of a range of a file, or returns 0. The file is not mapped, because reading a mapped file that
// was truncated ends the process.
static int read_at(int file, void *buffer, size_t bytes, off_t offset) {
  for (size_t done = 0; done < bytes;) {
    ssize_t now = pread(file, (char *)buffer + done, bytes - done, offset + (off_t)done);
    if (now <= 0) return 0;
    done += (size_t)now;
  }
  return 1;
}

static char *read_name(int file, off_t offset) {
  size_t capacity = 256;
  for (char *name = NULL;; capacity *= 2) {
    char *larger = realloc(name, capacity + 1);
    ssize_t now = larger ? pread(file, larger, capacity, offset) : 0;
    if (now <= 0 || capacity > 1 << 20) {
      free(larger ? larger : name);
      return NULL;
    }
    name = larger;
    name[now] = 0;
    if (strlen(name) < (size_t)now || (size_t)now < capacity) return name;
  }
}

// Returns the first of the symbols that lies at `address` or above.
static size_t first_at(const cco_symbol *symbols, size_t count, uintptr_t address) {
  size_t low = 0;
  while (low < count) {
    size_t middle = low + (count - low) / 2;
    if (place_of(&symbols[middle]) < address) {
      low = middle + 1;
    } else {
      count = middle;
    }
  }
  return low;
}

static void read_table(int file, const ElfW(Shdr) *table, const ElfW(Shdr) *names, uintptr_t base,
                       cco_symbol *symbols, size_t count) {
  enum { CHUNK = 1024 };
  ElfW(Sym) *entries = malloc(CHUNK * sizeof *entries);
  size_t total = table->sh_size / sizeof *entries;
  for (size_t at = 0; entries && at < total; at += CHUNK) {
    size_t now = total - at < CHUNK ? total - at : CHUNK;
    if (!read_at(file, entries, now * sizeof *entries,
                 (off_t)(table->sh_offset + at * sizeof *entries))) {
      break;
    }
    for (size_t i = 0; i < now; i++) {
      const ElfW(Sym) *entry = &entries[i];
      if ((entry->st_info & 0xf) != STT_FUNC || entry->st_size == 0) continue;
      uintptr_t low = base + entry->st_value, high = low + entry->st_size;
      for (size_t s = first_at(symbols, count, low); s < count; s++) {
        if (place_of(&symbols[s]) >= high) break;
        if (symbols[s].name) continue;
        symbols[s].name = read_name(file, (off_t)(names->sh_offset + entry->st_name));
      }
    }
  }
  free(entries);
}

static void read_file(const char *path, uintptr_t base, cco_symbol *symbols, size_t count) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  ElfW(Ehdr) header;
  ElfW(Shdr) *sections = NULL;
  if (read_at(file, &header, sizeof header, 0) && !memcmp(header.e_ident, ELFMAG, SELFMAG) &&
      header.e_shentsize == sizeof *sections && header.e_shnum) {
    sections = malloc(header.e_shnum * sizeof *sections);
  }
  if (sections && read_at(file, sections, header.e_shnum * sizeof *sections, (off_t)header.e_shoff)) {
    // First the whole table, and then the table of exported symbols, which a stripped file has, too.
    static const unsigned types[] = {SHT_SYMTAB, SHT_DYNSYM};
    for (size_t t = 0; t < 2; t++) {
      for (unsigned i = 0; i < header.e_shnum; i++) {
        const ElfW(Shdr) *table = &sections[i];
        if (table->sh_type != types[t] || table->sh_link >= header.e_shnum) continue;
        read_table(file, table, &sections[table->sh_link], base, symbols, count);
      }
    }
  }
  free(sections);
  close(file);
}

void cco_find_symbols(cco_symbol *symbols, size_t count) {
  for (size_t i = 0; i < count; i++) symbols[i].name = NULL;
  for (size_t i = 0; i < count;) {
    image found = {place_of(&symbols[i]), 0, 0, NULL};
    if (!dl_iterate_phdr(find_image, &found)) {
      i++;
      continue;
    }
    size_t of_image = 1;
    while (i + of_image < count && place_of(&symbols[i + of_image]) < found.end) of_image++;
    if (found.path) read_file(found.path, found.base, symbols + i, of_image);
    free(found.path);
    i += of_image;
  }
}

#else

void cco_find_symbols(cco_symbol *symbols, size_t count) {
  for (size_t i = 0; i < count; i++) {
    Dl_info info;
    int is_known = dladdr((void *)place_of(&symbols[i]), &info) != 0 && info.dli_sname;
    symbols[i].name = is_known ? strdup(info.dli_sname) : NULL;
  }
}

#endif

// In Swift's runtime. The first omits types and modules, as backtraces do; not all versions have it.
extern char *_swift_backtrace_demangle(const char *name, size_t length, char *buffer,
                                       size_t *buffer_size) CCO_WEAK;
extern char *swift_demangle(const char *name, size_t length, char *buffer, size_t *buffer_size,
                            uint32_t flags) CCO_WEAK;

char *cco_copy_demangled(const char *name) {
  // The linker's form on Apple systems.
  if (name[0] == '_' && name[1] == '$') name++;
  if (name[0] != '$') return NULL;
  if (_swift_backtrace_demangle) return _swift_backtrace_demangle(name, strlen(name), NULL, NULL);
  return swift_demangle ? swift_demangle(name, strlen(name), NULL, NULL, 0) : NULL;
}
