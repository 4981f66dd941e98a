#include "path.h"
#include "include/CKernels.h"
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

int grok_uses_avx2(void) {
#if defined(__x86_64__)
  static atomic_int decision = -1;
  int known = atomic_load_explicit(&decision, memory_order_relaxed);
  if (known >= 0) return known;
  const char *pinned = getenv("GROKSCAPE_KERNELS");
  int decided = !(pinned && strcmp(pinned, "portable") == 0) && __builtin_cpu_supports("avx2") &&
                __builtin_cpu_supports("fma");
  atomic_store_explicit(&decision, decided, memory_order_relaxed);
  return decided;
#else
  return 0;
#endif
}

const char *grok_kernel_path(void) { return grok_uses_avx2() ? "avx2" : "portable"; }
