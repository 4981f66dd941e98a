import ArgumentParser
import LinearAlgebra

/// `benchmark-steps cases`: what there is to time, for programs.
struct CasesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cases", abstract: "Print as JSON what there is to time, and on what.")

  private struct Listing: Encodable {
    let processor: String, kernels: String, cases: [Entry]
  }

  private struct Entry: Encodable {
    let name: String, network: String, precision: String, running: String
    let widths: [Int], activation: String, batch: Int, workers: Int, operationsPerStep: Int
  }

  func run() throws {
    let entries = BenchmarkCase.all.map {
      Entry(
        name: $0.name, network: $0.network.name, precision: $0.precision.rawValue, running: $0.running.rawValue,
        widths: $0.network.widths, activation: "\($0.network.activation)", batch: $0.network.batch, workers: $0.workers,
        operationsPerStep: $0.network.operationsPerStep)
    }
    show(
      try jsonText(
        Listing(processor: BenchmarkReport.processorName, kernels: OpenBLAS.kernelPath, cases: entries)))
  }
}
