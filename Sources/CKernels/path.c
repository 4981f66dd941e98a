#include "path.h"
#include "include/CKernels.h"
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = {"portable", "avx2", "avx512"};

static grok_path decide(void) {
  grok_path best = GROK_PORTABLE;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    best = GROK_AVX2;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")) {
      best = GROK_AVX512;
    }
  }
#endif
  const char *pinned = getenv("GROKSCAPE_KERNELS");
  for (int path = GROK_PORTABLE; pinned && path < (int)best; path++) {
    if (strcmp(pinned, names[path]) == 0) return (grok_path)path;
  }
  return best;
}

grok_path grok_chosen_path(void) {
  static atomic_int decision = -1;
  int known = atomic_load_explicit(&decision, memory_order_relaxed);
  if (known < 0) {
    known = (int)decide();
    atomic_store_explicit(&decision, known, memory_order_relaxed);
  }
  return (grok_path)known;
}

const char *grok_kernel_path(void) { return names[grok_chosen_path()]; }
