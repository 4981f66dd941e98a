// Includes the file GROK_BODY once per number type and instruction set; the body defines its functions as
// `TARGET static ... VARIANT(name)(...)` in terms of the type T and of TYPED(name), which appends _f32 or _f64.

#define TARGET
#define T float
#define TYPED(name) name##_f32
#define VARIANT(name) name##_f32_portable
#include GROK_BODY
#undef T
#undef TYPED
#undef VARIANT
#define T double
#define TYPED(name) name##_f64
#define VARIANT(name) name##_f64_portable
#include GROK_BODY
#undef T
#undef TYPED
#undef VARIANT
#undef TARGET

#if defined(__x86_64__)
#define TARGET GROK_AVX2
#define T float
#define TYPED(name) name##_f32
#define VARIANT(name) name##_f32_avx2
#include GROK_BODY
#undef T
#undef TYPED
#undef VARIANT
#define T double
#define TYPED(name) name##_f64
#define VARIANT(name) name##_f64_avx2
#include GROK_BODY
#undef T
#undef TYPED
#undef VARIANT
#undef TARGET
#endif
