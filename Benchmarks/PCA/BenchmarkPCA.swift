import ArgumentParser
import Experiments
import Foundation
import LinearAlgebra
import Projections

/// `benchmark-pca`: the principal components of a trajectory that does not fit in the memory allowed, over one reading
/// of the file and the operations of its products.
@main
struct BenchmarkPCA: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark-pca",
    abstract: "Time `grokscape trajectory pca` on a generated trajectory against the least that it can take.",
    discussion: "Exits with 1 if the time or the memory is above what is allowed. See docs/benchmarks.md.")

  @Option(help: "The number of checkpoints.")
  var checkpoints = 2000

  @Option(help: "The number of parameters; by default those of the Grokfast transformer.")
  var parameters = 422_784

  @Option(help: ArgumentHelp("Where the trajectory is generated.", valueName: "folder"))
  var folder = NSTemporaryDirectory()

  @Option(help: "Threads.")
  var workers = 2

  @Option(help: ArgumentHelp("Bytes that are not to be exceeded.", valueName: "bytes"))
  var memory = 1_000_000_000

  @Option(help: "The times over the limit that are allowed.")
  var allowed = 1.3

  @Option(help: "How often to time; the fastest counts.")
  var repeats = 2

  @Flag(help: "Leave the generated file there.")
  var keep = false

  func validate() throws {
    guard checkpoints >= 3, parameters >= 1, workers >= 1, repeats >= 1, memory > 0 else {
      throw ValidationError("Every number must be positive, and --checkpoints at least 3.")
    }
  }

  func run() throws {
    let path = folder + "/benchmark-pca.h5", result = folder + "/benchmark-pca-result.h5"
    defer {
      if !keep { unlink(path) }
      unlink(result)
    }
    try GeneratedTrajectory(checkpoints: checkpoints, parameters: parameters).write(to: path)
    print("\(checkpoints) checkpoints x \(parameters) parameters, \(bytes / 1_000_000) MB, \(workers) workers")
    var limits: [Double] = [], seconds: [Double] = []
    for _ in 0..<repeats {
      let reading = try Measurement.secondsToRead(path)
      let rate = Measurement.productRate(threads: workers)
      limits.append(reading + operations / rate)
      print("limit  \(text(limits.last)) s: \(text(reading)) to read, \(text(operations * 1e-9)) GFLOP at \(text(rate * 1e-9)) GFLOP/s")
      let used = Measurement.processorSeconds()
      seconds.append(
        try Measurement.seconds {
          let analysis = try TrajectoryAnalysis(path: path, memory: memory, workers: workers)
          try analysis.write(to: result)
        })
      let busy = Measurement.processorSeconds() - used
      print("pca    \(text(seconds.last)) s (\(text(busy)) s of processors): \(text((seconds.last ?? 0) / (limits.last ?? 1))) times the limit")
    }
    let ratio = (seconds.min() ?? 0) / (limits.min() ?? 1), peak = Measurement.peakMemory()
    print("fastest \(text(seconds.min())) s over fastest limit \(text(limits.min())) s: \(text(ratio)); allowed \(allowed)")
    print("peak memory \(peak / 1_000_000) MB; allowed \(memory / 1_000_000) MB")
    if ratio > allowed || peak > memory { throw ExitCode.failure }
  }

  private var bytes: Int { checkpoints * parameters * MemoryLayout<Float>.size }

  /// T^2 P: one triangle of the products of all pairs of rows, a multiply-add counting as two.
  private var operations: Double { Double(checkpoints) * Double(checkpoints) * Double(parameters) }

  private func text(_ value: Double?) -> String { String(format: "%.2f", value ?? .nan) }
}
