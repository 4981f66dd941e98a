#pragma once
#include <stddef.h>

#pragma clang assume_nonnull begin

/// The vectors that the loops below are compiled for.
typedef enum peak_width {
  /// 32 bytes: AVX2 and FMA on x86-64. On other processors 16 bytes, which all of those have.
  PEAK_AVX2,
  /// 64 bytes: AVX-512 on x86-64, on no other processor.
  PEAK_AVX512,
} peak_width;

/// Whether this processor has the instructions for such vectors.
int peak_is_supported(peak_width width);

/// Runs `operations` floating-point operations, rounded up to a turn of the loop, as fused multiply-adds on registers
/// alone: the most that a core can do with such vectors. A multiply-add counts as two.
///
/// Returns a number that depends on all of them, so that none can be left out.
double peak_run_f32(peak_width width, size_t operations);
double peak_run_f64(peak_width width, size_t operations);

/// Writes the numbers of the processors that this process may use, at most `capacity`, and returns how many there are.
size_t peak_allowed_processors(size_t capacity, int *processors);
/// Keeps this thread on one processor; returns 0 if it will.
int peak_pin_thread(int processor);

#pragma clang assume_nonnull end
