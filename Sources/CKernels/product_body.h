// The blocked product and, on it, the three products of a dense layer.

#include "product_tile.h"
#include "product_transpose.h"
#include "product_gram.h"

/// C = init + A B, with A (rows, depth), B (depth, columns), stored transposed if b_transposed, and C (rows, columns),
/// contiguous. The distance from row to row of A is a_row, from column to column a_depth; `init` may be C, and its
/// distance from row to row may be zero.
struct VARIANT(operands) {
  size_t rows, columns, depth;
  const T *a;
  size_t a_row, a_depth;
  const T *b;
  size_t b_row;
  int b_transposed;
  const T *init;
  size_t init_row;
  T *c;
};

// A strip of B stays in the nearest cache while all rows of A in the block pass it. Columns are split evenly, wider
// strips last: the last then has two vectors unless it is the only one, and its overlap stays within one tile.
// At least LANES columns.
static TARGET void VARIANT(wide_product)(const struct VARIANT(operands) *p, T *panel) {
  const size_t vectors = (p->columns + LANES - 1) / LANES, strips = (vectors + TILE_VECTORS - 1) / TILE_VECTORS;
  for (size_t row = 0; row < p->rows; row += GROK_BLOCK_ROWS) {
    const size_t rows = p->rows - row < GROK_BLOCK_ROWS ? p->rows - row : GROK_BLOCK_ROWS;
    for (size_t k = 0; k < p->depth; k += GROK_BLOCK_DEPTH) {
      const size_t depth = p->depth - k < GROK_BLOCK_DEPTH ? p->depth - k : GROK_BLOCK_DEPTH;
      for (size_t s = 0, column = 0, width; s < strips; s++, column += width * LANES) {
        width = vectors / strips + (s + vectors % strips >= strips);
        const size_t last = s + 1 < strips ? (width - 1) * LANES : p->columns - LANES - column;
        T *c = p->c + row * p->columns;
        struct VARIANT(strip) strip = {
            .depth = depth,
            .a = p->a + row * p->a_row + k * p->a_depth, .a_row = p->a_row, .a_depth = p->a_depth,
            .b = p->b + k * p->b_row + column, .b_row = p->b_row, .b_last = last,
            .init = (k ? c : p->init + row * p->init_row) + column, .init_row = k ? p->columns : p->init_row,
            .c = c + column, .c_row = p->columns, .c_last = last,
        };
        if (p->b_transposed) {
          strip.b = panel;
          strip.b_row = width * LANES;
          strip.b_last = (width - 1) * LANES;
          for (size_t v = 0; v < width; v++) {
            const size_t first = column + (v + 1 < width ? v * LANES : last);
            VARIANT(transpose)(LANES, depth, p->b + first * p->b_row + k, p->b_row, panel + v * LANES, strip.b_row);
          }
        }
        VARIANT(run_strip)(rows, width, &strip);
      }
    }
  }
}

// Fewer columns than lanes are widened to one vector, in the workspace.
static TARGET void VARIANT(product)(struct VARIANT(operands) p, T *workspace) {
  if (p.columns >= LANES) {
    VARIANT(wide_product)(&p, workspace);
    return;
  }
  const size_t columns = p.columns;
  T *b = workspace + GROK_PANEL, *c = b + p.depth * LANES, *narrow = p.c;
  memset(b, 0, (p.depth + p.rows) * LANES * sizeof(T));
  if (p.b_transposed) VARIANT(transpose)(columns, p.depth, p.b, p.b_row, b, LANES);
  else
    for (size_t k = 0; k < p.depth; k++)
      for (size_t j = 0; j < columns; j++) b[k * LANES + j] = p.b[k * p.b_row + j];
  for (size_t r = 0; r < p.rows; r++)
    for (size_t j = 0; j < columns; j++) c[r * LANES + j] = p.init[r * p.init_row + j];
  p.columns = p.b_row = p.init_row = LANES;
  p.b = b;
  p.b_transposed = 0;
  p.init = p.c = c;
  VARIANT(wide_product)(&p, workspace);
  for (size_t r = 0; r < p.rows; r++)
    for (size_t j = 0; j < columns; j++) narrow[r * columns + j] = c[r * LANES + j];
}

/// z = x W^T + b, or z^T = W x^T + b: with few columns, the longer side fills the vectors, at the price of transposing
/// x instead of W.
static TARGET void VARIANT(forward)(
    size_t rows, size_t out, size_t in, const T *x, const T *w, const T *bias, T *z, T *workspace) {
  if (3 * out >= 2 * LANES || rows < LANES) {
    VARIANT(product)((struct VARIANT(operands)){
        .rows = rows, .columns = out, .depth = in, .a = x, .a_row = in, .a_depth = 1,
        .b = w, .b_row = in, .b_transposed = 1, .init = bias, .init_row = 0, .c = z}, workspace);
    return;
  }
  T *swapped = workspace + GROK_PANEL;
  for (size_t j = 0; j < out; j++)
    for (size_t r = 0; r < rows; r++) swapped[j * rows + r] = bias[j];
  VARIANT(product)((struct VARIANT(operands)){
      .rows = out, .columns = rows, .depth = in, .a = w, .a_row = in, .a_depth = 1,
      .b = x, .b_row = in, .b_transposed = 1, .init = swapped, .init_row = rows, .c = swapped}, workspace);
  VARIANT(transpose)(out, rows, swapped, rows, z, out);
}

/// dw = dz^T x, or dw^T = x^T dz.
static TARGET void VARIANT(backward_weights)(
    size_t rows, size_t out, size_t in, const T *dz, const T *x, T *dw, T *workspace) {
  const size_t longest = in > out ? in : out;
  memset(workspace, 0, longest * sizeof(T));
  const T *zeros = workspace;
  workspace += longest;
  if (in >= LANES || out < LANES) {
    VARIANT(product)((struct VARIANT(operands)){
        .rows = out, .columns = in, .depth = rows, .a = dz, .a_row = 1, .a_depth = out,
        .b = x, .b_row = in, .init = zeros, .init_row = 0, .c = dw}, workspace);
    return;
  }
  T *swapped = workspace + GROK_PANEL;
  VARIANT(product)((struct VARIANT(operands)){
      .rows = in, .columns = out, .depth = rows, .a = x, .a_row = 1, .a_depth = in,
      .b = dz, .b_row = out, .init = zeros, .init_row = 0, .c = swapped}, workspace);
  VARIANT(transpose)(in, out, swapped, out, dw, in);
}

/// dx = dz W.
static TARGET void VARIANT(backward_input)(
    size_t rows, size_t out, size_t in, const T *dz, const T *w, T *dx, T *workspace) {
  memset(workspace, 0, in * sizeof(T));
  VARIANT(product)((struct VARIANT(operands)){
      .rows = rows, .columns = in, .depth = out, .a = dz, .a_row = out, .a_depth = 1,
      .b = w, .b_row = in, .init = workspace, .init_row = 0, .c = dx}, workspace + in);
}

#undef TILE_VECTORS
#undef TILE_SUMS
