import CPeak

/// The seconds that `operations` floating-point operations take on this thread as multiply-adds on registers.
func secondsOfMultiplyAdds(
  _ operations: Int, in precision: BenchmarkCase.Precision, _ width: peak_width = PEAK_AVX2
) -> Double {
  let clock = ContinuousClock(), start = clock.now
  switch precision {
  case .float: keep(peak_run_f32(width, operations))
  case .double: keep(peak_run_f64(width, operations))
  }
  return (clock.now - start) / .seconds(1)
}

/// A use of a result, so that its computation is not left out.
@inline(never) private func keep(_: Double) {}

/// The multiply-adds of one core in one precision, in 10^9 operations a second.
struct Peak: Sendable, Encodable {
  let precision: BenchmarkCase.Precision
  /// With the vectors of the limit: AVX2, where there is such a thing.
  let limit: Double
  /// With AVX-512, on processors that have it; to judge kernels by that use it.
  let avx512: Double?

  /// Measures both in turn on `processor`; the best of many short runs.
  init(_ precision: BenchmarkCase.Precision, on processor: Int32) {
    let operations = 200_000_000, hasAVX512 = peak_is_supported(PEAK_AVX512) != 0
    let seconds = onThreads(pinnedTo: [processor]) { _ in
      (0..<41).map { _ in
        (
          limit: secondsOfMultiplyAdds(operations, in: precision),
          avx512: hasAVX512 ? secondsOfMultiplyAdds(operations, in: precision, PEAK_AVX512) : nil
        )
      }
    }.joined()
    func rate(_ seconds: [Double]) -> Double? {
      seconds.isEmpty ? nil : Double(operations) / Spread(seconds).minimum * 1e-9
    }
    self.precision = precision
    limit = rate(seconds.map(\.limit)) ?? 0
    avx512 = rate(seconds.compactMap(\.avx512))
  }

  /// "float 121.0 GFLOP/s (243.1 with AVX-512)".
  var text: String {
    let wider = avx512.map { " (\(rounded($0)) with AVX-512)" } ?? ""
    return "\(precision.rawValue) \(rounded(limit)) GFLOP/s\(wider)"
  }

  private func rounded(_ rate: Double) -> Double { (rate * 10).rounded() / 10 }
}
