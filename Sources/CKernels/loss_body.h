// Losses of a block of outputs and their gradients, for the type T.

/// Lanes of a sum that is added up in double precision: enough for the compiler to vectorise without reordering.
enum { VARIANT(lanes) = 8 };

static TARGET double VARIANT(squared_error)(size_t count, const T *y, const T *target, T scale, T *dy) {
  double sums[VARIANT(lanes)] = {0};
  size_t i = 0;
  for (; i + VARIANT(lanes) <= count; i += VARIANT(lanes)) {
    for (size_t lane = 0; lane < VARIANT(lanes); lane++) {
      T difference = y[i + lane] - target[i + lane];
      dy[i + lane] = scale * difference;
      sums[lane] += (double)difference * (double)difference;
    }
  }
  double sum = 0;
  for (; i < count; i++) {
    T difference = y[i] - target[i];
    dy[i] = scale * difference;
    sum += (double)difference * (double)difference;
  }
  for (size_t lane = 0; lane < VARIANT(lanes); lane++) sum += sums[lane];
  return sum;
}

static TARGET double VARIANT(softmax_cross_entropy)(size_t count, const T *z, size_t label, T scale, T *dz) {
  T largest = z[0];
  for (size_t j = 1; j < count; j++) largest = z[j] > largest ? z[j] : largest;
  double sum = 0;
  for (size_t j = 0; j < count; j++) dz[j] = TYPED(exp_one)(z[j] - largest);
  for (size_t j = 0; j < count; j++) sum += (double)dz[j];
  T share = (T)((double)scale / sum);
  for (size_t j = 0; j < count; j++) dz[j] *= share;
  dz[label] -= scale;
  return log(sum) - (double)(z[label] - largest);
}
