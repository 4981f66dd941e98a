#include "include/CKernels.h"
#include "path.h"
#include <math.h>
#include <stdint.h>
#include <string.h>

// tanh x = sign(x) e / (e + 2) with e = expm1(2|x|). With 2|x| = k ln 2 + r, |r| <= ln 2 / 2:
// expm1(2|x|) = 2^k expm1(r) + (2^k - 1), and expm1(r) by its Taylor polynomial, whose remainder is below half an ulp.
// No branches, so that the loops below vectorise.

static inline __attribute__((always_inline)) float tanh_one_f32(float x) {
  const float saturated = 9.1f;  // tanh rounds to 1 from 9.02 on
  float a = fabsf(x);
  float t = 2.0f * (a > saturated ? saturated : a);  // a NaN compares false and stays
  const float round_to_integer = 12582912.0f;        // 1.5 * 2^23
  float shifted = t * 1.44269504f + round_to_integer;
  float k = shifted - round_to_integer;
  float r = t - k * 0.693145752f;  // ln 2 in two parts: the first has 11 trailing zeros
  r = r - k * 1.42860677e-6f;
  float p = 2.48015873e-5f;
  p = p * r + 1.98412698e-4f;
  p = p * r + 1.38888889e-3f;
  p = p * r + 8.33333333e-3f;
  p = p * r + 4.16666667e-2f;
  p = p * r + 1.66666667e-1f;
  p = p * r + 0.5f;
  p = p * r * r + r;
  uint32_t bits;
  memcpy(&bits, &shifted, sizeof bits);
  bits = (bits + 127u) << 23;  // the low bits of `shifted` hold k
  float scale;
  memcpy(&scale, &bits, sizeof scale);
  float e = scale * p + (scale - 1.0f);
  return copysignf(e / (e + 2.0f), x);
}

static inline __attribute__((always_inline)) double tanh_one_f64(double x) {
  const double saturated = 19.5;  // tanh rounds to 1 from 19.07 on
  double a = fabs(x);
  double t = 2.0 * (a > saturated ? saturated : a);
  const double round_to_integer = 6755399441055744.0;  // 1.5 * 2^52
  double shifted = t * 1.4426950408889634 + round_to_integer;
  double k = shifted - round_to_integer;
  double r = t - k * 6.93147180369123816490e-01;
  r = r - k * 1.90821492927058770002e-10;
  double p = 1.0 / 6227020800.0;
  p = p * r + 1.0 / 479001600.0;
  p = p * r + 1.0 / 39916800.0;
  p = p * r + 1.0 / 3628800.0;
  p = p * r + 1.0 / 362880.0;
  p = p * r + 1.0 / 40320.0;
  p = p * r + 1.0 / 5040.0;
  p = p * r + 1.0 / 720.0;
  p = p * r + 1.0 / 120.0;
  p = p * r + 1.0 / 24.0;
  p = p * r + 1.0 / 6.0;
  p = p * r + 0.5;
  p = p * r * r + r;
  uint64_t bits;
  memcpy(&bits, &shifted, sizeof bits);
  bits = (bits + 1023u) << 52;
  double scale;
  memcpy(&scale, &bits, sizeof scale);
  double e = scale * p + (scale - 1.0);
  return copysign(e / (e + 2.0), x);
}

#define GROK_LOOP(one)                                                                                                 \
  for (size_t i = 0; i < count; i++) y[i] = one(x[i])

static void tanh_f32_portable(size_t count, const float *x, float *y) { GROK_LOOP(tanh_one_f32); }
static void tanh_f64_portable(size_t count, const double *x, double *y) { GROK_LOOP(tanh_one_f64); }
#if defined(__x86_64__)
GROK_AVX2 static void tanh_f32_avx2(size_t count, const float *x, float *y) { GROK_LOOP(tanh_one_f32); }
GROK_AVX2 static void tanh_f64_avx2(size_t count, const double *x, double *y) { GROK_LOOP(tanh_one_f64); }
#endif

void grok_tanh_f32(size_t count, const float *x, float *y) { GROK_DISPATCH(tanh_f32, count, x, y); }
void grok_tanh_f64(size_t count, const double *x, double *y) { GROK_DISPATCH(tanh_f64, count, x, y); }
