#include "elementary.h"
#include "include/CKernels.h"
#include "path.h"
#include <math.h>

#define GROK_BODY "activation_body.h"
#include "variants.h"

#define GROK_ACTIVATION(T, suffix)                                                                                     \
  void grok_activate_##suffix(grok_activation kind, T parameter, size_t count, const T *z, T *y) {                     \
    GROK_DISPATCH(activate_##suffix, kind, parameter, count, z, y);                                                    \
  }                                                                                                                    \
  void grok_activate_backward_##suffix(grok_activation kind, T parameter, size_t rows, size_t columns, const T *z,     \
                                       const T *y, T *dy, T *bias_gradient) {                                          \
    GROK_DISPATCH(activate_backward_##suffix, kind, parameter, rows, columns, z, y, dy, bias_gradient);                \
  }                                                                                                                    \
  void grok_activate_derivatives_##suffix(grok_activation kind, T parameter, size_t count, const T *z, const T *y,     \
                                          T *first, T *second) {                                                       \
    GROK_DISPATCH(activate_derivatives_##suffix, kind, parameter, count, z, y, first, second);                         \
  }

GROK_ACTIVATION(float, f32)
GROK_ACTIVATION(double, f64)
