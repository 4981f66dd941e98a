#include "elementary.h"
#include "include/CKernels.h"
#include "path.h"

#define GROK_BODY "elementary_body.h"
#include "variants.h"

#define GROK_ELEMENTARY(T, suffix)                                                                                     \
  void grok_tanh_##suffix(size_t count, const T *x, T *y) { GROK_DISPATCH(tanh_##suffix, count, x, y); }               \
  void grok_exp_##suffix(size_t count, const T *x, T *y) { GROK_DISPATCH(exp_##suffix, count, x, y); }

GROK_ELEMENTARY(float, f32)
GROK_ELEMENTARY(double, f64)
