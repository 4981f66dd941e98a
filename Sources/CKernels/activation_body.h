// The formulas of the activations, for the type T: values, and below them first and second derivatives.

#define EACH_BY_LIBRARY for (size_t i = 0; i < count; i++)
#define EACH GROK_INDEPENDENT EACH_BY_LIBRARY

GROK_INLINE T VARIANT(power)(T x, T exponent) {
  if (exponent == 1) return x;
  if (exponent == 2) return x * x;
  if (exponent == 3) return x * x * x;
  return (T)pow((double)x, (double)exponent);
}

// erfc(-z / sqrt 2) / 2 is the normal distribution without the cancellation of 1 + erf for negative z.
GROK_INLINE T VARIANT(normal_distribution)(T z) { return (T)(0.5 * erfc(-0.70710678118654752440 * (double)z)); }

static TARGET void VARIANT(activate)(grok_activation kind, T parameter, size_t count, const T *z, T *y) {
  switch (kind) {
  case GROK_IDENTITY: if (z != y) memcpy(y, z, count * sizeof(T)); break;
  case GROK_RELU: EACH y[i] = z[i] < 0 ? 0 : z[i]; break;  // a NaN compares false and stays
  case GROK_RELU_POWER: EACH y[i] = z[i] < 0 ? 0 : VARIANT(power)(z[i], parameter); break;
  case GROK_LEAKY_RELU: EACH y[i] = z[i] > 0 ? z[i] : parameter * z[i]; break;
  case GROK_TANH: EACH y[i] = TYPED(tanh_one)(z[i]); break;
  case GROK_GELU: EACH_BY_LIBRARY y[i] = z[i] * VARIANT(normal_distribution)(z[i]); break;
  case GROK_SILU: EACH y[i] = z[i] / (1 + TYPED(exp_one)(-z[i])); break;
  case GROK_SIGMOID: EACH y[i] = 1 / (1 + TYPED(exp_one)(-z[i])); break;
  }
}

/// dy[i] *= phi'(z[i]), from the input or from the output y = phi(z), whichever is cheaper.
static TARGET void VARIANT(multiply_by_derivative)(
    grok_activation kind, T parameter, size_t count, const T *z, const T *y, T *dy) {
  switch (kind) {
  case GROK_IDENTITY: break;
  case GROK_RELU: EACH dy[i] *= y[i] > 0 ? 1 : 0; break;
  case GROK_RELU_POWER: EACH dy[i] *= z[i] > 0 ? parameter * VARIANT(power)(z[i], parameter - 1) : 0; break;
  case GROK_LEAKY_RELU: EACH dy[i] *= y[i] > 0 ? 1 : parameter; break;
  case GROK_TANH: EACH dy[i] *= 1 - y[i] * y[i]; break;
  case GROK_GELU:
    EACH_BY_LIBRARY dy[i] *= VARIANT(normal_distribution)(z[i]) +
                  z[i] * TYPED(exp_one)(-z[i] * z[i] / 2) * (T)0.39894228040143267794;  // 1 / sqrt(2 pi)
    break;
  case GROK_SILU:
    EACH {
      T s = 1 / (1 + TYPED(exp_one)(-z[i]));
      dy[i] *= s * (1 + z[i] * (1 - s));
    }
    break;
  case GROK_SIGMOID: EACH dy[i] *= y[i] * (1 - y[i]); break;
  }
}

/// A row at a time, so that what one loop wrote is in the nearest cache for the next.
static TARGET void VARIANT(activate_backward)(
    grok_activation kind, T parameter, size_t rows, size_t columns, const T *z, const T *y, T *dy, T *bias_gradient) {
  memset(bias_gradient, 0, columns * sizeof(T));
  for (size_t row = 0; row < rows; row++, z += columns, y += columns, dy += columns) {
    VARIANT(multiply_by_derivative)(kind, parameter, columns, z, y, dy);
    for (size_t j = 0; j < columns; j++) bias_gradient[j] += dy[j];
  }
}

/// second[i] = phi''(z[i]), from the input or from the output y = phi(z), as multiply_by_derivative.
static TARGET void VARIANT(second_derivative)(
    grok_activation kind, T parameter, size_t count, const T *z, const T *y, T *second) {
  switch (kind) {
  case GROK_IDENTITY:
  case GROK_RELU:
  case GROK_LEAKY_RELU: memset(second, 0, count * sizeof(T)); break;
  case GROK_RELU_POWER:
    EACH_BY_LIBRARY second[i] = z[i] > 0 && parameter != 1
                  ? parameter * (parameter - 1) * VARIANT(power)(z[i], parameter - 2) : 0;
    break;
  case GROK_TANH: EACH second[i] = -2 * y[i] * (1 - y[i] * y[i]); break;
  case GROK_GELU:
    EACH_BY_LIBRARY {
      T density = TYPED(exp_one)(-z[i] * z[i] / 2) * (T)0.39894228040143267794;  // 1 / sqrt(2 pi)
      second[i] = density == 0 ? 0 : density * (2 - z[i] * z[i]);  // 0 times infinity is no limit here
    }
    break;
  case GROK_SILU:
    EACH {
      T s = 1 / (1 + TYPED(exp_one)(-z[i]));
      second[i] = s * (1 - s) * (2 + z[i] * (1 - 2 * s));
    }
    break;
  case GROK_SIGMOID: EACH second[i] = y[i] * (1 - y[i]) * (1 - 2 * y[i]); break;
  }
}

static TARGET void VARIANT(activate_derivatives)(
    grok_activation kind, T parameter, size_t count, const T *z, const T *y, T *first, T *second) {
  for (size_t i = 0; i < count; i++) first[i] = 1;
  VARIANT(multiply_by_derivative)(kind, parameter, count, z, y, first);
  VARIANT(second_derivative)(kind, parameter, count, z, y, second);
}

#undef EACH
#undef EACH_BY_LIBRARY
