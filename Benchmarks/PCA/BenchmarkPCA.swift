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
    var clock: [(limit: Double, found: Double)] = [], processor = clock
    for _ in 0..<repeats {
      var before = Measurement.processorSeconds()
      let reading = try Measurement.secondsToRead(path)
      let readingBusy = Measurement.processorSeconds() - before
      let rate = Measurement.productRate(threads: workers)
      before = Measurement.processorSeconds()
      let found = try Measurement.seconds {
        let analysis = try TrajectoryAnalysis(path: path, memory: memory, workers: workers)
        try analysis.write(to: result)
      }
      let busy = Measurement.processorSeconds() - before
      clock.append((reading + operations / rate.byClock, found))
      processor.append((readingBusy + operations / rate.byProcessor, busy))
      print(
        "\(text(reading)) s to read, \(text(operations * 1e-9)) GFLOP at \(text(rate.byClock * 1e-9)) GFLOP/s, "
          + "\(text(rate.byProcessor * 1e-9)) a processor; pca \(text(found)) s, \(text(busy)) s of processors")
    }
    let ratio = report("by the clock", clock)
    _ = report("by processor time", processor)
    let peak = Measurement.peakMemory()
    print("allowed \(allowed) times by the clock; peak memory \(peak / 1_000_000) MB of \(memory / 1_000_000) MB")
    if ratio > allowed || peak > memory { throw ExitCode.failure }
  }

  /// Prints the fastest of each, and returns their ratio.
  private func report(_ name: String, _ times: [(limit: Double, found: Double)]) -> Double {
    let limit = times.map(\.limit).min() ?? 1, found = times.map(\.found).min() ?? 0
    print("\(name): \(text(found)) s over a limit of \(text(limit)) s: \(text(found / limit))")
    return found / limit
  }

  private var bytes: Int { checkpoints * parameters * MemoryLayout<Float>.size }

  /// T^2 P: one triangle of the products of all pairs of rows, a multiply-add counting as two.
  private var operations: Double { Double(checkpoints) * Double(checkpoints) * Double(parameters) }

  private func text(_ value: Double) -> String { String(format: "%.2f", value) }
}
