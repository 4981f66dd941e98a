#include "elementary.h"
#include "include/CKernels.h"
#include "path.h"

#define GROK_MAP(T, name, one)                                                                                         \
  static void name##_portable(size_t count, const T *x, T *y) {                                                        \
    GROK_INDEPENDENT for (size_t i = 0; i < count; i++) y[i] = one(x[i]);                                              \
  }                                                                                                                    \
  GROK_ON_AVX2(static void name##_avx2(size_t count, const T *x, T *y) {                                               \
    GROK_INDEPENDENT for (size_t i = 0; i < count; i++) y[i] = one(x[i]);                                              \
  })                                                                                                                   \
  void grok_##name(size_t count, const T *x, T *y) { GROK_DISPATCH(name, count, x, y); }

GROK_MAP(float, tanh_f32, tanh_one_f32)
GROK_MAP(double, tanh_f64, tanh_one_f64)
GROK_MAP(float, exp_f32, exp_one_f32)
GROK_MAP(double, exp_f64, exp_one_f64)
