// Includes the file GROK_BODY for float and for double, on one instruction set (variants.h).

#define T float
#define LANES (VECTOR_BYTES / 4)
#define TYPED(name) name##_f32
#define VARIANT(name) GROK_PASTE(name, f32, PATH)
#include GROK_BODY
#undef T
#undef LANES
#undef TYPED
#undef VARIANT

#define T double
#define LANES (VECTOR_BYTES / 8)
#define TYPED(name) name##_f64
#define VARIANT(name) GROK_PASTE(name, f64, PATH)
#include GROK_BODY
#undef T
#undef LANES
#undef TYPED
#undef VARIANT

#undef TARGET
#undef PATH
#undef VECTOR_BYTES
