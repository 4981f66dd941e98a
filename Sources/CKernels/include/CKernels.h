#pragma once
#include <stddef.h>

#pragma clang assume_nonnull begin

// Every kernel comes for float (_f32) and double (_f64). Results are the same bits on the same path.

/// The instruction set that the kernels below run on, chosen once for this processor: "avx512", "avx2" (with FMA) or
/// "portable" (the compiler's baseline).
///
/// GROKSCAPE_KERNELS=avx2 or portable in the environment pins a lesser one than the best.
const char *grok_kernel_path(void);

// Elementary functions (elementary.c): x and y may be the same array, NaN stays NaN.

/// y[i] = tanh(x[i]), at most 3 ulp from the correctly rounded result (tested).
void grok_tanh_f32(size_t count, const float *x, float *y);
void grok_tanh_f64(size_t count, const double *x, double *y);
/// y[i] = e^x[i], at most 2 ulp from the correctly rounded result (tested), zero and infinity beyond the range.
void grok_exp_f32(size_t count, const float *x, float *y);
void grok_exp_f64(size_t count, const double *x, double *y);

// Activations (activation.c). `parameter` is the exponent of GROK_RELU_POWER and the slope of GROK_LEAKY_RELU.

typedef enum grok_activation {
  GROK_IDENTITY,
  GROK_RELU,
  GROK_RELU_POWER,
  GROK_LEAKY_RELU,
  GROK_TANH,
  GROK_GELU,
  GROK_SILU,
  GROK_SIGMOID,
} grok_activation;

/// y[i] = phi(z[i]); z and y may be the same array.
void grok_activate_f32(grok_activation kind, float parameter, size_t count, const float *z, float *y);
void grok_activate_f64(grok_activation kind, double parameter, size_t count, const double *z, double *y);
/// dy[i][j] *= phi'(z[i][j]) and bias_gradient[j] = sum_i dy[i][j], for y = phi(z) of shape (rows, columns).
void grok_activate_backward_f32(grok_activation kind, float parameter, size_t rows, size_t columns, const float *z,
                                const float *y, float *dy, float *bias_gradient);
void grok_activate_backward_f64(grok_activation kind, double parameter, size_t rows, size_t columns, const double *z,
                                const double *y, double *dy, double *bias_gradient);
/// first[i] = phi'(z[i]) and second[i] = phi''(z[i]), for y = phi(z); at a kink both are the limits from the left.
void grok_activate_derivatives_f32(grok_activation kind, float parameter, size_t count, const float *z, const float *y,
                                   float *first, float *second);
void grok_activate_derivatives_f64(grok_activation kind, double parameter, size_t count, const double *z,
                                   const double *y, double *first, double *second);

// The three products of a dense layer z = x W^T + b (product.c), for any sizes >= 1. All matrices are row-major and
// contiguous: x (rows, in), W (out, in), b (out), z (rows, out), and dz, dx, dw like z, x, W. `workspace` holds
// grok_product_workspace(rows, out, in) elements; nothing is allocated.
//
// Each element of a result is one chain of multiply-adds in the order of the summed index, whatever the tiling: its
// bits depend neither on alignment, nor on the number of rows, nor on the vector width. NaN and infinity propagate.

/// Elements of the workspace that every product below needs for a layer of these sizes.
size_t grok_product_workspace(size_t rows, size_t out, size_t in);

/// z = x W^T + b.
void grok_forward_f32(size_t rows, size_t out, size_t in, const float *x, const float *w, const float *bias, float *z,
                      float *workspace);
void grok_forward_f64(size_t rows, size_t out, size_t in, const double *x, const double *w, const double *bias,
                      double *z, double *workspace);
/// dw = dz^T x.
void grok_backward_weights_f32(size_t rows, size_t out, size_t in, const float *dz, const float *x, float *dw,
                               float *workspace);
void grok_backward_weights_f64(size_t rows, size_t out, size_t in, const double *dz, const double *x, double *dw,
                               double *workspace);
/// dx = dz W.
void grok_backward_input_f32(size_t rows, size_t out, size_t in, const float *dz, const float *w, float *dx,
                             float *workspace);
void grok_backward_input_f64(size_t rows, size_t out, size_t in, const double *dz, const double *w, double *dx,
                             double *workspace);

/// The products of all pairs of rows are summed in the precision of the rows over so many columns, and in double
/// precision beyond: the sums are the same bits if columns are added in several calls that meet at multiples of it.
enum { GROK_GRAM_TERMS = 200 };
/// Elements of the workspace that grok_gram needs for so many rows, end - first.
size_t grok_gram_workspace(size_t rows);
/// gram[i][j] += sum_k a[i][k] a[j][k] for rows first <= i < end and j <= i of a matrix of `depth` columns, whose rows
/// are `stride` elements apart, those of gram `gram_stride`.
void grok_gram_f32(size_t first, size_t end, size_t depth, size_t stride, const float *a, double *gram,
                   size_t gram_stride, float *workspace);
void grok_gram_f64(size_t first, size_t end, size_t depth, size_t stride, const double *a, double *gram,
                   size_t gram_stride, double *workspace);

// Losses (loss.c).

/// dy[i] = scale (y[i] - target[i]); returns sum_i (y[i] - target[i])^2, summed in double precision.
double grok_squared_error_f32(size_t count, const float *y, const float *target, float scale, float *dy);
double grok_squared_error_f64(size_t count, const double *y, const double *target, double scale, double *dy);
/// dz[j] = scale (softmax(z)[j] - [j = label]); returns log sum_j e^z[j] - z[label].
double grok_softmax_cross_entropy_f32(size_t count, const float *z, size_t label, float scale, float *dz);
double grok_softmax_cross_entropy_f64(size_t count, const double *z, size_t label, double scale, double *dz);

// Steps of optimisers (update.c): w are parameters, g their gradient. All return sum_i w[i]^2 after the step, summed in
// double precision, so that a constraint on the norm need not read the parameters again.

/// The constants of one step of Adam; correction_k = 1 / (1 - beta_k^t) at step t (from 1).
typedef struct grok_adam {
  double beta1, beta2, epsilon, correction1, correction2, coupled_decay, decoupled_decay, rate;
} grok_adam;

/// g' = g + coupled w; m = beta1 m + (1 - beta1) g'; v = beta2 v + (1 - beta2) g'^2;
/// w -= rate (correction1 m / (sqrt(correction2 v) + epsilon) + decoupled w).
double grok_adam_f32(size_t count, float *w, const float *g, float *m, float *v, const grok_adam *constants);
double grok_adam_f64(size_t count, double *w, const double *g, double *m, double *v, const grok_adam *constants);
/// g' = g + decay w; b = coefficient b + g'; w -= rate b, or rate (g' + coefficient b) if look_ahead is 1 rather than 0.
double grok_momentum_f32(size_t count, float *w, const float *g, float *b, float coefficient, float look_ahead,
                         float decay, float rate);
double grok_momentum_f64(size_t count, double *w, const double *g, double *b, double coefficient, double look_ahead,
                         double decay, double rate);
/// w -= rate (g + decay w).
double grok_descent_f32(size_t count, float *w, const float *g, float decay, float rate);
double grok_descent_f64(size_t count, double *w, const double *g, double decay, double rate);
/// sum_i x[i]^2, summed in double precision.
double grok_sum_of_squares_f32(size_t count, const float *x);
double grok_sum_of_squares_f64(size_t count, const double *x);

// A few long rows (rows.c): a has `rows` rows of `count` elements, `stride` elements apart.

/// ax[j] = sum_i a[j][i] x[i] and ay[j] = sum_i a[j][i] y[i], in one pass over a.
void grok_row_products_f32(size_t rows, size_t count, size_t stride, const float *a, const float *x, const float *y,
                           double *ax, double *ay);
void grok_row_products_f64(size_t rows, size_t count, size_t stride, const double *a, const double *x, const double *y,
                           double *ax, double *ay);
/// y[i] = scale x[i] + sum_j coefficients[j] a[j][i], in one pass over a; x and y may be the same array.
void grok_row_combination_f32(size_t rows, size_t count, size_t stride, const float *a, const double *coefficients,
                              float scale, const float *x, float *y);
void grok_row_combination_f64(size_t rows, size_t count, size_t stride, const double *a, const double *coefficients,
                              double scale, const double *x, double *y);

#pragma clang assume_nonnull end
