#pragma once
#include <math.h>
#include <stdint.h>
#include <string.h>

// exp and tanh of one number, without branches, so that loops over them vectorise for any instruction set.
//
// With t = k ln 2 + r, |r| <= ln 2 / 2: e^t = 2^k (1 + expm1 r), and expm1 r by its Taylor polynomial, whose remainder is
// below half an ulp. tanh x = sign(x) e / (e + 2) with e = expm1(2|x|) = 2^k expm1 r + (2^k - 1).
// `shifted` below is t / ln 2 plus 1.5 times two to the width of the mantissa: the addition rounds, and leaves k in the low bits.

#define GROK_INLINE static inline __attribute__((always_inline))

/// 2^k, for the exponent range of normal numbers.
GROK_INLINE float power_of_two_f32(int32_t k) {
  uint32_t bits = (uint32_t)(k + 127) << 23;
  float result;
  memcpy(&result, &bits, sizeof result);
  return result;
}

GROK_INLINE double power_of_two_f64(int64_t k) {
  uint64_t bits = (uint64_t)(k + 1023) << 52;
  double result;
  memcpy(&result, &bits, sizeof result);
  return result;
}

/// t = k ln 2 + r: writes k, returns expm1 r.
GROK_INLINE float expm1_reduced_f32(float t, int32_t *k) {
  const float round_to_integer = 12582912.0f;  // 1.5 * 2^23
  float shifted = t * 1.44269504f + round_to_integer;
  float whole = shifted - round_to_integer;
  memcpy(k, &shifted, sizeof *k);
  *k -= 0x4b400000;                          // the bits of 1.5 * 2^23
  float r = t - whole * 0.693145752f;  // ln 2 in two parts: the first has 11 trailing zeros
  r = r - whole * 1.42860677e-6f;
  float p = 2.48015873e-5f;
  p = p * r + 1.98412698e-4f;
  p = p * r + 1.38888889e-3f;
  p = p * r + 8.33333333e-3f;
  p = p * r + 4.16666667e-2f;
  p = p * r + 1.66666667e-1f;
  p = p * r + 0.5f;
  return p * r * r + r;
}

GROK_INLINE double expm1_reduced_f64(double t, int64_t *k) {
  const double round_to_integer = 6755399441055744.0;  // 1.5 * 2^52
  double shifted = t * 1.4426950408889634 + round_to_integer;
  double whole = shifted - round_to_integer;
  memcpy(k, &shifted, sizeof *k);
  *k -= 0x4338000000000000;  // the bits of 1.5 * 2^52
  double r = t - whole * 6.93147180369123816490e-01;
  r = r - whole * 1.90821492927058770002e-10;
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
  return p * r * r + r;
}

GROK_INLINE float tanh_one_f32(float x) {
  const float saturated = 9.1f;  // tanh rounds to 1 from 9.02 on
  float a = fabsf(x);
  int32_t k;
  float p = expm1_reduced_f32(2.0f * (a > saturated ? saturated : a), &k);  // a NaN compares false and stays
  float scale = power_of_two_f32(k);
  float e = scale * p + (scale - 1.0f);
  return copysignf(e / (e + 2.0f), x);
}

GROK_INLINE double tanh_one_f64(double x) {
  const double saturated = 19.5;  // tanh rounds to 1 from 19.07 on
  double a = fabs(x);
  int64_t k;
  double p = expm1_reduced_f64(2.0 * (a > saturated ? saturated : a), &k);
  double scale = power_of_two_f64(k);
  double e = scale * p + (scale - 1.0);
  return copysign(e / (e + 2.0), x);
}

// 2^k in two factors, because k leaves the range of normal numbers before e^x does that of all numbers.

GROK_INLINE float exp_one_f32(float x) {
  x = x > 90.0f ? 90.0f : x;  // already infinite
  x = x < -105.0f ? -105.0f : x;  // already zero
  int32_t k;
  float p = expm1_reduced_f32(x, &k);
  return (1.0f + p) * power_of_two_f32(k >> 1) * power_of_two_f32(k - (k >> 1));
}

GROK_INLINE double exp_one_f64(double x) {
  x = x > 710.0 ? 710.0 : x;
  x = x < -746.0 ? -746.0 : x;
  int64_t k;
  double p = expm1_reduced_f64(x, &k);
  // The shift of a 64-bit integer to the right with its sign is no single instruction before AVX-512; (k + 4096) >> 1 is.
  int64_t half = (int64_t)((uint64_t)(k + 4096) >> 1) - 2048;
  return (1.0 + p) * power_of_two_f64(half) * power_of_two_f64(k - half);
}
