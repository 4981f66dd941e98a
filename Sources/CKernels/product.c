#include "include/CKernels.h"
#include "path.h"
#include <string.h>

enum {
  // A strip of B, at most 48 columns wide, is kept in the nearest cache for so many rows of A and terms of the sums.
  GROK_BLOCK_ROWS = 256,
  GROK_BLOCK_DEPTH = GROK_GRAM_TERMS,
  GROK_PANEL = GROK_BLOCK_DEPTH * 48,
  GROK_MAXIMUM_LANES = 16,
  GROK_MAXIMUM_TILE_ROWS = 12,
};

#define GROK_BODY "product_body.h"
#include "variants.h"

size_t grok_product_workspace(size_t rows, size_t out, size_t in) {
  // Zeros to start from; the copy of a strip; then a narrow product's operands widened to one vector, or a narrow result
  // transposed.
  return (in > out ? in : out) + GROK_PANEL + GROK_MAXIMUM_LANES * (rows + out + in + GROK_MAXIMUM_LANES);
}

size_t grok_gram_workspace(size_t rows) {
  // The copies of a strip and of the rows, and the products of both.
  return GROK_PANEL + rows * (GROK_BLOCK_DEPTH + 48);
}

#define GROK_PRODUCTS(T, type)                                                                                         \
  void grok_forward_##type(size_t rows, size_t out, size_t in, const T *x, const T *w, const T *bias, T *z,            \
                           T *workspace) {                                                                             \
    GROK_CHOOSE(forward_##type)(rows, out, in, x, w, bias, z, workspace);                                                   \
  }                                                                                                                    \
  void grok_backward_weights_##type(size_t rows, size_t out, size_t in, const T *dz, const T *x, T *dw,                \
                                    T *workspace) {                                                                    \
    GROK_CHOOSE(backward_weights_##type)(rows, out, in, dz, x, dw, workspace);                                              \
  }                                                                                                                    \
  void grok_backward_input_##type(size_t rows, size_t out, size_t in, const T *dz, const T *w, T *dx, T *workspace) {  \
    GROK_CHOOSE(backward_input_##type)(rows, out, in, dz, w, dx, workspace);                                                \
  }

#define GROK_GRAM(T, type)                                                                                             \
  void grok_gram_##type(size_t first, size_t end, size_t depth, size_t stride, const T *a, double *gram,               \
                        size_t gram_stride, T *workspace) {                                                            \
    GROK_DISPATCH(gram_##type, first, end, depth, stride, a, gram, gram_stride, workspace);                            \
  }

GROK_GRAM(float, f32)
GROK_GRAM(double, f64)
GROK_PRODUCTS(float, f32)
GROK_PRODUCTS(double, f64)
