#pragma once

/// Whether the AVX2 + FMA variants run; decided on first use, the same ever after.
int grok_uses_avx2(void);

// One body, compiled twice: the compiler vectorises it for each instruction set.
#if defined(__x86_64__)
#define GROK_AVX2 __attribute__((target("avx2,fma")))
#define GROK_DISPATCH(name, ...)                                                                                       \
  do {                                                                                                                 \
    if (grok_uses_avx2()) name##_avx2(__VA_ARGS__);                                                                    \
    else name##_portable(__VA_ARGS__);                                                                                 \
  } while (0)
#else
#define GROK_DISPATCH(name, ...) name##_portable(__VA_ARGS__)
#endif
