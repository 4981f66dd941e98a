// Steps of optimisers, for the type T: everything about an element in one pass over memory.

/// How many elements are updated before their squares are summed, while they are still in the nearest cache.
enum { VARIANT(block) = 1024, VARIANT(sum_lanes) = 8 };

/// sum_i x[i]^2 in double precision.
static TARGET double VARIANT(sum_of_squares)(size_t count, const T *x) {
  double sums[VARIANT(sum_lanes)] = {0};
  size_t i = 0;
  for (; i + VARIANT(sum_lanes) <= count; i += VARIANT(sum_lanes))
    for (size_t lane = 0; lane < VARIANT(sum_lanes); lane++) sums[lane] += (double)x[i + lane] * (double)x[i + lane];
  double sum = 0;
  for (; i < count; i++) sum += (double)x[i] * (double)x[i];
  for (size_t lane = 0; lane < VARIANT(sum_lanes); lane++) sum += sums[lane];
  return sum;
}

static TARGET void VARIANT(adam_block)(
    size_t count, T *restrict w, const T *restrict g, T *restrict m, T *restrict v, const grok_adam *constants) {
  const T decay1 = (T)constants->beta1, decay2 = (T)constants->beta2;
  const T gain1 = (T)(1 - constants->beta1), gain2 = (T)(1 - constants->beta2), epsilon = (T)constants->epsilon;
  const T scale1 = (T)constants->correction1, scale2 = (T)constants->correction2;
  const T coupled = (T)constants->coupled_decay, decoupled = (T)constants->decoupled_decay, rate = (T)constants->rate;
  for (size_t i = 0; i < count; i++) {
    T gradient = g[i] + coupled * w[i];
    m[i] = decay1 * m[i] + gain1 * gradient;
    v[i] = decay2 * v[i] + gain2 * gradient * gradient;
    T direction = scale1 * m[i] / ((T)TYPED(root)(scale2 * v[i]) + epsilon);
    w[i] -= rate * (direction + decoupled * w[i]);
  }
}

static TARGET double VARIANT(adam)(size_t count, T *w, const T *g, T *m, T *v, const grok_adam *constants) {
  double sum = 0;
  for (size_t start = 0; start < count; start += VARIANT(block)) {
    size_t length = count - start < VARIANT(block) ? count - start : VARIANT(block);
    VARIANT(adam_block)(length, w + start, g + start, m + start, v + start, constants);
    sum += VARIANT(sum_of_squares)(length, w + start);
  }
  return sum;
}

/// `look_ahead` is 0 for heavy-ball momentum and 1 for Nesterov's.
static TARGET double VARIANT(momentum)(
    size_t count, T *w, const T *g, T *b, T coefficient, T look_ahead, T decay, T rate) {
  double sum = 0;
  const T own = look_ahead, velocity = look_ahead * coefficient + (1 - look_ahead);
  for (size_t start = 0; start < count; start += VARIANT(block)) {
    size_t end = count - start < VARIANT(block) ? count : start + VARIANT(block);
    for (size_t i = start; i < end; i++) {
      T gradient = g[i] + decay * w[i];
      b[i] = coefficient * b[i] + gradient;
      w[i] -= rate * (own * gradient + velocity * b[i]);
    }
    sum += VARIANT(sum_of_squares)(end - start, w + start);
  }
  return sum;
}

static TARGET double VARIANT(descent)(size_t count, T *w, const T *g, T decay, T rate) {
  double sum = 0;
  for (size_t start = 0; start < count; start += VARIANT(block)) {
    size_t end = count - start < VARIANT(block) ? count : start + VARIANT(block);
    for (size_t i = start; i < end; i++) w[i] -= rate * (g[i] + decay * w[i]);
    sum += VARIANT(sum_of_squares)(end - start, w + start);
  }
  return sum;
}
