#pragma once

/// The instruction sets that kernels are compiled for, each with all of those before it.
typedef enum { GROK_PORTABLE, GROK_AVX2, GROK_AVX512 } grok_path;

/// The best one that this processor has and GROKSCAPE_KERNELS allows; decided on first use, the same ever after.
grok_path grok_chosen_path(void);

// The variant of a function for the chosen path; variants.h makes them.
#if defined(__x86_64__)
#define GROK_CHOOSE(name)                                                                                              \
  (grok_chosen_path() == GROK_AVX512 ? name##_avx512 : grok_chosen_path() == GROK_AVX2 ? name##_avx2 : name##_portable)
#else
#define GROK_CHOOSE(name) name##_portable
#endif
#define GROK_DISPATCH(name, ...) GROK_CHOOSE(name)(__VA_ARGS__)

/// Before a loop whose turns do not depend on one another, even where input and output are the same array: without it
/// the compiler checks for overlap and takes a scalar loop in place.
#define GROK_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
