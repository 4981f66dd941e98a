// The products of all pairs of rows. Included by product_body.h.

// gram[i, j] += sum_k a[i, k] a[j, k] for first <= i < end and j <= i: one block of rows of the lower triangle.
//
// Strips of rows j are transposed into a panel as the forward product's are, and the strip on the diagonal begins at
// its own first row. Lanes beyond the last column are computed, and not added.
static TARGET void VARIANT(gram)(
    size_t first, size_t end, size_t depth, size_t stride, const T *a, double *gram, size_t gram_stride, T *workspace) {
  const size_t width = TILE_VECTORS * LANES;
  T *panel = workspace, *left = panel + GROK_PANEL, *products = left + (end - first) * GROK_BLOCK_DEPTH;
  T zeros[TILE_VECTORS * LANES] = {0};
  memset(panel, 0, GROK_PANEL * sizeof(T));
  for (size_t k = 0; k < depth; k += GROK_BLOCK_DEPTH) {
    const size_t terms = depth - k < GROK_BLOCK_DEPTH ? depth - k : GROK_BLOCK_DEPTH;
    // Side by side, because rows a power of two apart fall on the same lines of a cache.
    for (size_t i = first; i < end; i++) memcpy(left + (i - first) * terms, a + i * stride + k, terms * sizeof(T));
    for (size_t column = 0; column < end; column += width) {
      const size_t columns = end - column < width ? end - column : width, row = column > first ? column : first;
      const size_t vectors = (columns + LANES - 1) / LANES, last = (vectors - 1) * LANES;
      VARIANT(transpose)(columns, terms, a + column * stride + k, stride, panel, vectors * LANES);
      VARIANT(run_strip)(end - row, vectors, &(struct VARIANT(strip)){
          .depth = terms,
          .a = left + (row - first) * terms, .a_row = terms, .a_depth = 1,
          .b = panel, .b_row = vectors * LANES, .b_last = last,
          .init = zeros, .init_row = 0,
          .c = products, .c_row = width, .c_last = last,
      });
      for (size_t i = row; i < end; i++) {
        const size_t count = i - column < columns ? i - column + 1 : columns;
        double *sums = gram + i * gram_stride + column;
        const T *c = products + (i - row) * width;
        size_t j = 0;
        for (; j + LANES <= count; j += LANES)
          for (size_t lane = 0; lane < LANES; lane++) sums[j + lane] += (double)c[j + lane];
        for (; j < count; j++) sums[j] += (double)c[j];
      }
    }
  }
}
