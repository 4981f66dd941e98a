// The products of all pairs of rows. Included by product_body.h.

// gram[i, j] += sum_k a[i, k] a[j, k] for first <= i < end and j <= i: one block of rows of the lower triangle.
//
// Strips of rows j are transposed into a panel as the forward product's are, and the strip on the diagonal begins at
// its own first row. Lanes beyond the last column are computed, and not added.
static TARGET void VARIANT(gram)(
    size_t first, size_t end, size_t depth, size_t stride, const T *a, double *gram, size_t gram_stride, T *workspace) {
  const size_t rows = end - first, width = TILE_VECTORS * LANES;
  T *panel = workspace, *left = panel + GROK_PANEL, *products = left + rows * GROK_BLOCK_DEPTH;
  memset(panel, 0, GROK_PANEL * sizeof(T));
  memset(products, 0, rows * (end + width) * sizeof(T));
  for (size_t k = 0; k < depth; k += GROK_BLOCK_DEPTH) {
    const size_t terms = depth - k < GROK_BLOCK_DEPTH ? depth - k : GROK_BLOCK_DEPTH;
    // Side by side, because rows a power of two apart fall on the same lines of a cache.
    for (size_t r = 0; r < rows; r++) memcpy(left + r * terms, a + (first + r) * stride + k, terms * sizeof(T));
    for (size_t column = 0; column < end; column += width) {
      const size_t columns = end - column < width ? end - column : width, skipped = column > first ? column - first : 0;
      const size_t vectors = (columns + LANES - 1) / LANES, b_row = vectors * LANES;
      VARIANT(transpose)(columns, terms, a + column * stride + k, stride, panel, b_row);
      T *c = products + column * rows + skipped * width;
      VARIANT(run_strip)(rows - skipped, vectors, &(struct VARIANT(strip)){
          .depth = terms,
          .a = left + skipped * terms, .a_row = terms, .a_depth = 1,
          .b = panel, .b_row = b_row, .b_last = b_row - LANES,
          .init = c, .init_row = width,
          .c = c, .c_row = width, .c_last = b_row - LANES,
      });
    }
  }
  for (size_t i = first; i < end; i++)
    for (size_t column = 0; column <= i; column += width) {
      const size_t columns = i + 1 - column < width ? i + 1 - column : width;
      const T *c = products + column * rows + (i - first) * width;
      for (size_t j = 0; j < columns; j++) gram[i * gram_stride + column + j] += (double)c[j];
    }
}
