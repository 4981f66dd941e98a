import Foundation
import LinearAlgebra

/// What was measured, as a table for people or as JSON for programs.
struct BenchmarkReport: Encodable {
  struct Row: Encodable {
    let name: String
    let precision: BenchmarkCase.Precision
    let workers: Int
    let microsecondsPerStep: Spread
    let gigaflops: Double
    let limitGigaflops: Double
    let allocationsPerStep: Double
    let ratio: Spread
    let allowedRatio: Double?
    let pairs: Int
    let stepsPerSlice: Int

    /// The sentence for a ratio above the allowed one.
    var complaint: String? {
      guard let allowedRatio, ratio.median > allowedRatio else { return nil }
      return String(
        format: "%@ takes %.2f times the limit, and at most %.2f is allowed: look for what made its steps slower.",
        name,
        ratio.median, allowedRatio)
    }
  }

  let processor: String
  let processorCount: Int
  let kernels: String
  let openblas: String
  let peaks: [Peak]
  private(set) var cases: [Row] = []

  /// A report without cases, on these `processors` of this machine.
  init(on processors: [Int32]) {
    processor = Self.processorName
    processorCount = processors.count
    peaks = BenchmarkCase.Precision.allCases.map { Peak($0, on: processors[0]) }
    kernels = OpenBLAS.kernelPath
    openblas = OpenBLAS.configuration.trimmingCharacters(in: .whitespaces)
  }

  /// Adds a case and returns it.
  @discardableResult
  mutating func append(_ measured: PairedMeasurement, pairs: Int, allowed: Double?) -> Row {
    let row = Row(
      name: measured.benchmark.name, precision: measured.benchmark.precision, workers: measured.benchmark.workers,
      microsecondsPerStep: measured.secondsPerStep.scaled(by: 1e6),
      gigaflops: measured.gigaflops(measured.secondsPerStep.median),
      limitGigaflops: measured.gigaflops(measured.limitSecondsPerStep.median),
      allocationsPerStep: measured.allocationsPerStep, ratio: measured.ratio, allowedRatio: allowed, pairs: pairs,
      stepsPerSlice: measured.steps)
    cases.append(row)
    return row
  }

  /// How many times the steps of one worker two take together, relative to two loops of the limit; a line below the table.
  var scaling: String? {
    let pairs = cases.compactMap { one -> String? in
      let suffix = "/full-batch"
      guard one.name.hasSuffix(suffix),
        let two = cases.first(where: { $0.name == one.name.dropLast(suffix.count) + "/two-workers" })
      else { return nil }
      return String(
        format: "%@ %.2f", String(one.name.dropLast(suffix.count)), 2 * one.ratio.median / two.ratio.median)
    }
    return pairs.isEmpty ? nil : "\ntwo workers over one, relative to the limit: " + pairs.joined(separator: ", ")
  }

  /// The lines above the table.
  var heading: String {
    """
    \(processor), \(processorCount) processor\(processorCount == 1 ? "" : "s"); kernels \(kernels); \(openblas)
    limit, multiply-adds on 12 registers of one core: \(peaks.map(\.text).joined(separator: ", "))

    case                                 us/step  GFLOP/s  allocs/step  ours/limit (least .. greatest)  allowed
    """
  }

  /// A line of the table.
  func line(_ row: Row) -> String {
    let name = row.name.padding(toLength: 34, withPad: " ", startingAt: 0)
    let numbers = String(
      format: "%10.1f %8.1f %12g  %10.2f  (%.2f .. %.2f)", row.microsecondsPerStep.median, row.gigaflops,
      row.allocationsPerStep, row.ratio.median, row.ratio.minimum, row.ratio.maximum)
    guard let allowed = row.allowedRatio else { return name + numbers }
    return name + numbers.padding(toLength: 66, withPad: " ", startingAt: 0)
      + String(format: "%8.2f%@", allowed, row.complaint == nil ? "" : "  exceeded")
  }

  /// The name that the processor gives itself.
  static var processorName: String {
    let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let model = lines.split(separator: "\n").first { $0.hasPrefix("model name") }
    return model?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces) ?? "unknown processor"
  }
}
