#include "CMallocProbe.h"
#include <errno.h>
#include <stdlib.h>

// A program that defines malloc and its kin takes them away from the C library for the whole process, other libraries
// included. Each call counts and goes on to glibc's own; free stays glibc's.

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define PROBE_SANITIZED
#endif
#endif

#if defined(__GLIBC__) && !defined(PROBE_SANITIZED)

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

// Initial-exec: the access itself must not allocate.
static __thread unsigned long count __attribute__((tls_model("initial-exec")));
static __thread unsigned long bytes __attribute__((tls_model("initial-exec")));

static void note(size_t size) {
  count++;
  bytes += size;
}

void *malloc(size_t size) {
  note(size);
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  note(number * size);
  return __libc_calloc(number, size);
}

void *realloc(void *block, size_t size) {
  note(size);
  return __libc_realloc(block, size);
}

void *memalign(size_t alignment, size_t size) {
  note(size);
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **block, size_t alignment, size_t size) {
  *block = memalign(alignment, size);
  return *block ? 0 : ENOMEM;
}

int malloc_probe_is_active(void) { return 1; }
unsigned long malloc_probe_count(void) { return count; }
unsigned long malloc_probe_bytes(void) { return bytes; }

#else

int malloc_probe_is_active(void) { return 0; }
unsigned long malloc_probe_count(void) { return 0; }
unsigned long malloc_probe_bytes(void) { return 0; }

#endif
