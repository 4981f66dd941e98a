#pragma once
#include <stddef.h>

/// The instruction set that the kernels below run on, chosen once for this processor:
/// "avx2" (AVX2 and FMA) or "portable" (whatever the compiler's baseline is).
///
/// GROKSCAPE_KERNELS=portable in the environment pins the second. Results are the same bits on the same path.
const char *_Nonnull grok_kernel_path(void);

/// y[i] = tanh(x[i]); x and y may be the same array. At most 3 ulp from the correctly rounded result (tested); NaN stays NaN.
void grok_tanh_f32(size_t count, const float *_Nonnull x, float *_Nonnull y);

/// y[i] = tanh(x[i]); x and y may be the same array. At most 3 ulp from the correctly rounded result (tested); NaN stays NaN.
void grok_tanh_f64(size_t count, const double *_Nonnull x, double *_Nonnull y);
