#include "include/CPeak.h"

// A multiply and an add become one instruction.
#pragma STDC FP_CONTRACT ON

// Independent chains: a multiply-add takes 4 cycles (5 on older cores) and two start in each, so that 8 (10) must be
// under way at any time to keep both units busy. 12 are, and with the two constants they fit 16 registers.
#define ACCUMULATORS 12

#if defined(__x86_64__)

#define TARGET __attribute__((target("avx2,fma")))
#define VECTOR_BYTES 32
#define VARIANT(name) name##_avx2
#include "peak_body.h"
#undef TARGET
#undef VECTOR_BYTES
#undef VARIANT

#define TARGET __attribute__((target("avx512f")))
#define VECTOR_BYTES 64
#define VARIANT(name) name##_avx512
#include "peak_body.h"

int peak_is_supported(peak_width width) {
  return width == PEAK_AVX512 ? __builtin_cpu_supports("avx512f")
                              : __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

double peak_run_f32(peak_width width, size_t operations) {
  return width == PEAK_AVX512 ? run_f32_avx512(operations) : run_f32_avx2(operations);
}

double peak_run_f64(peak_width width, size_t operations) {
  return width == PEAK_AVX512 ? run_f64_avx512(operations) : run_f64_avx2(operations);
}

#else

#define TARGET
#define VECTOR_BYTES 16
#define VARIANT(name) name##_baseline
#include "peak_body.h"

int peak_is_supported(peak_width width) { return width == PEAK_AVX2; }

double peak_run_f32(peak_width width, size_t operations) {
  (void)width;
  return run_f32_baseline(operations);
}

double peak_run_f64(peak_width width, size_t operations) {
  (void)width;
  return run_f64_baseline(operations);
}

#endif
