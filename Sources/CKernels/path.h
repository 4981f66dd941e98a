#pragma once

/// Whether the AVX2 + FMA variants run; decided on first use, the same ever after.
int grok_uses_avx2(void);

// One body, compiled twice: the compiler vectorises it for each instruction set.
#if defined(__x86_64__)
#define GROK_AVX2 __attribute__((target("avx2,fma")))
#define GROK_ON_AVX2(...) GROK_AVX2 __VA_ARGS__
#define GROK_CHOOSE(name) (grok_uses_avx2() ? name##_avx2 : name##_portable)
#else
#define GROK_ON_AVX2(...)
#define GROK_CHOOSE(name) name##_portable
#endif
#define GROK_DISPATCH(name, ...) GROK_CHOOSE(name)(__VA_ARGS__)

/// Before a loop whose turns do not depend on one another, even where input and output are the same array: without it
/// the compiler checks for overlap and takes a scalar loop in place.
#define GROK_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
