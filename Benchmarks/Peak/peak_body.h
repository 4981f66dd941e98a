// The loops of one width: VECTOR_BYTES, the attribute TARGET, and VARIANT(name) to name them.

typedef float VARIANT(vector_f32) __attribute__((vector_size(VECTOR_BYTES)));
typedef double VARIANT(vector_f64) __attribute__((vector_size(VECTOR_BYTES)));

// x <- 0.999 x + 0.001 stays between 0 and 1: neither overflow nor subnormal numbers, which would take longer.
#define PEAK_LOOP(name, T, vector)                                                                                     \
  TARGET static double name(size_t operations) {                                                                       \
    const size_t lanes = VECTOR_BYTES / sizeof(T);                                                                     \
    const size_t turns = operations / (2 * lanes * ACCUMULATORS) + 1;                                                  \
    const vector factor = (vector){} + (T)0.999, term = (vector){} + (T)0.001;                                         \
    vector x[ACCUMULATORS];                                                                                            \
    for (int k = 0; k < ACCUMULATORS; k++) x[k] = (vector){} + (T)k / ACCUMULATORS;                                    \
    _Pragma("clang loop unroll(disable)") for (size_t turn = 0; turn < turns; turn++) {                                \
      _Pragma("clang loop unroll(full)") for (int k = 0; k < ACCUMULATORS; k++) x[k] = x[k] * factor + term;           \
    }                                                                                                                  \
    double sum = 0;                                                                                                    \
    for (int k = 0; k < ACCUMULATORS; k++) {                                                                           \
      for (size_t lane = 0; lane < lanes; lane++) sum += x[k][lane];                                                   \
    }                                                                                                                  \
    return sum;                                                                                                        \
  }

PEAK_LOOP(VARIANT(run_f32), float, VARIANT(vector_f32))
PEAK_LOOP(VARIANT(run_f64), double, VARIANT(vector_f64))

#undef PEAK_LOOP
