#include "elementary.h"
#include "include/CKernels.h"
#include "path.h"
#include <math.h>

#define GROK_BODY "loss_body.h"
#include "variants.h"

#define GROK_LOSS(T, suffix)                                                                                           \
  double grok_squared_error_##suffix(size_t count, const T *y, const T *target, T scale, T *dy) {                      \
    return GROK_DISPATCH(squared_error_##suffix, count, y, target, scale, dy);                                         \
  }                                                                                                                    \
  double grok_softmax_cross_entropy_##suffix(size_t count, const T *z, size_t label, T scale, T *dz) {                 \
    return GROK_DISPATCH(softmax_cross_entropy_##suffix, count, z, label, scale, dz);                                  \
  }

GROK_LOSS(float, f32)
GROK_LOSS(double, f64)
