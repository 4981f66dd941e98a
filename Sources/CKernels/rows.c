#include "include/CKernels.h"
#include "path.h"

#define GROK_BODY "rows_body.h"
#include "variants.h"

#define GROK_ROWS(T, suffix)                                                                                           \
  void grok_row_products_##suffix(size_t rows, size_t count, size_t stride, const T *a, const T *x, const T *y,        \
                                  double *ax, double *ay) {                                                            \
    GROK_DISPATCH(row_products_##suffix, rows, count, stride, a, x, y, ax, ay);                                        \
  }                                                                                                                    \
  void grok_row_combination_##suffix(size_t rows, size_t count, size_t stride, const T *a,                             \
                                     const double *coefficients, T scale, const T *x, T *y) {                          \
    GROK_DISPATCH(row_combination_##suffix, rows, count, stride, a, coefficients, scale, x, y);                        \
  }

GROK_ROWS(float, f32)
GROK_ROWS(double, f64)
