// Products of a few long rows with vectors, for the type T: each row is read once, in blocks that fit the nearest cache
// together with what they are multiplied by.

enum { VARIANT(row_block) = 1024, VARIANT(row_lanes) = 4 * LANES };

static TARGET double VARIANT(dot_block)(size_t count, const T *restrict a, const T *restrict x) {
  T sums[VARIANT(row_lanes)] = {0};
  size_t i = 0;
  for (; i + VARIANT(row_lanes) <= count; i += VARIANT(row_lanes))
    for (size_t lane = 0; lane < VARIANT(row_lanes); lane++) sums[lane] += a[i + lane] * x[i + lane];
  double sum = 0;
  for (; i < count; i++) sum += (double)a[i] * (double)x[i];
  for (size_t half = VARIANT(row_lanes) / 2; half > 0; half /= 2)
    for (size_t lane = 0; lane < half; lane++) sums[lane] += sums[lane + half];
  return sum + (double)sums[0];
}

static TARGET void VARIANT(row_products)(
    size_t rows, size_t count, size_t stride, const T *a, const T *x, const T *y, double *ax, double *ay) {
  for (size_t row = 0; row < rows; row++) ax[row] = ay[row] = 0;
  for (size_t start = 0; start < count; start += VARIANT(row_block)) {
    const size_t length = count - start < VARIANT(row_block) ? count - start : VARIANT(row_block);
    for (size_t row = 0; row < rows; row++) {
      ax[row] += VARIANT(dot_block)(length, a + row * stride + start, x + start);
      ay[row] += VARIANT(dot_block)(length, a + row * stride + start, y + start);
    }
  }
}

static TARGET void VARIANT(row_combination)(
    size_t rows, size_t count, size_t stride, const T *restrict a, const double *coefficients, T scale,
    const T *x, T *y) {
  for (size_t start = 0; start < count; start += VARIANT(row_block)) {
    const size_t end = count - start < VARIANT(row_block) ? count : start + VARIANT(row_block);
    GROK_INDEPENDENT for (size_t i = start; i < end; i++) y[i] = scale * x[i];
    size_t row = 0;
    for (; row + 4 <= rows; row += 4) {
      const T c0 = (T)coefficients[row], c1 = (T)coefficients[row + 1], c2 = (T)coefficients[row + 2],
              c3 = (T)coefficients[row + 3];
      const T *r0 = a + row * stride, *r1 = r0 + stride, *r2 = r1 + stride, *r3 = r2 + stride;
      for (size_t i = start; i < end; i++) y[i] += c0 * r0[i] + c1 * r1[i] + c2 * r2[i] + c3 * r3[i];
    }
    for (; row < rows; row++) {
      const T c = (T)coefficients[row];
      for (size_t i = start; i < end; i++) y[i] += c * a[row * stride + i];
    }
  }
}
