// Includes the file GROK_BODY once per number type and instruction set. The body defines its functions as
// `static TARGET ... VARIANT(name)(...)` in terms of the type T, of the number of LANES of a vector register, and of
// TYPED(name), which appends _f32 or _f64.

#define GROK_PASTE_NOW(name, type, path) name##_##type##_##path
#define GROK_PASTE(name, type, path) GROK_PASTE_NOW(name, type, path)

#define TARGET
#define PATH portable
#define VECTOR_BYTES 16
#include "types.h"

#if defined(__x86_64__)
#define TARGET __attribute__((target("avx2,fma")))
#define PATH avx2
#define VECTOR_BYTES 32
#include "types.h"

#define TARGET __attribute__((target("avx2,fma,avx512f,avx512vl,avx512dq,avx512bw")))
#define PATH avx512
#define VECTOR_BYTES 64
#include "types.h"
#endif
