// Elementary functions of arrays, for the type T.

static TARGET void VARIANT(tanh)(size_t count, const T *x, T *y) {
  GROK_INDEPENDENT for (size_t i = 0; i < count; i++) y[i] = TYPED(tanh_one)(x[i]);
}

static TARGET void VARIANT(exp)(size_t count, const T *x, T *y) {
  GROK_INDEPENDENT for (size_t i = 0; i < count; i++) y[i] = TYPED(exp_one)(x[i]);
}
