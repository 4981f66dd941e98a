#include "include/CKernels.h"
#include "path.h"
#include "subnormal.h"
#include <math.h>

#define root_f32 sqrtf
#define root_f64 sqrt
#define GROK_BODY "update_body.h"
#include "variants.h"

#define GROK_UPDATE(T, suffix)                                                                                         \
  double grok_sum_of_squares_##suffix(size_t count, const T *x) {                                                      \
    return GROK_DISPATCH(sum_of_squares_##suffix, count, x);                                                           \
  }                                                                                                                    \
  double grok_adam_##suffix(size_t count, T *w, const T *g, T *m, T *v, const grok_adam *constants) {                  \
    grok_rounding before = grok_flush_subnormals();                                                                    \
    double sum = GROK_DISPATCH(adam_##suffix, count, w, g, m, v, constants);                                           \
    grok_restore_rounding(before);                                                                                     \
    return sum;                                                                                                        \
  }                                                                                                                    \
  double grok_momentum_##suffix(size_t count, T *w, const T *g, T *b, T coefficient, T look_ahead, T decay, T rate) {  \
    grok_rounding before = grok_flush_subnormals();                                                                    \
    double sum = GROK_DISPATCH(momentum_##suffix, count, w, g, b, coefficient, look_ahead, decay, rate);               \
    grok_restore_rounding(before);                                                                                     \
    return sum;                                                                                                        \
  }                                                                                                                    \
  double grok_descent_##suffix(size_t count, T *w, const T *g, T decay, T rate) {                                      \
    return GROK_DISPATCH(descent_##suffix, count, w, g, decay, rate);                                                  \
  }

GROK_UPDATE(float, f32)
GROK_UPDATE(double, f64)
