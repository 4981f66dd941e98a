#pragma once

// Moments of parameters without a gradient, as those of dead rectifiers, decay into subnormal numbers, which processors
// handle several times slower. While a step of an optimiser runs, results that small become zero.

#if defined(__x86_64__)
#include <immintrin.h>
typedef unsigned int grok_rounding;
static inline grok_rounding grok_flush_subnormals(void) {
  grok_rounding before = _mm_getcsr();
  _mm_setcsr(before | 0x8040);  // flush results to zero, take operands as zero
  return before;
}
static inline void grok_restore_rounding(grok_rounding before) { _mm_setcsr(before); }
#elif defined(__aarch64__)
typedef unsigned long grok_rounding;
static inline grok_rounding grok_flush_subnormals(void) {
  grok_rounding before;
  __asm__ volatile("mrs %0, fpcr" : "=r"(before));
  __asm__ volatile("msr fpcr, %0" ::"r"(before | (1UL << 24)));
  return before;
}
static inline void grok_restore_rounding(grok_rounding before) { __asm__ volatile("msr fpcr, %0" ::"r"(before)); }
#else
typedef int grok_rounding;
static inline grok_rounding grok_flush_subnormals(void) { return 0; }
static inline void grok_restore_rounding(grok_rounding before) { (void)before; }
#endif
