import ArgumentParser
import LinearAlgebra

/// `benchmark-steps measure`: the table.
struct MeasureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure",
    abstract: "Time all cases and print a table.",
    discussion: "Exits with 1 if a case takes more than the limits file allows. See docs/benchmarks.md.")

  @Flag(help: "Print JSON instead of a table.")
  var json = false

  @Option(help: ArgumentHelp("A JSON file with the ratio that each case may have.", valueName: "file"))
  var limits: String?

  @Option(help: ArgumentHelp("Only the cases whose names contain this.", valueName: "text"))
  var only: String?

  @Option(help: ArgumentHelp("How many pairs to time.", valueName: "count"))
  var pairs = 41

  @Option(help: ArgumentHelp("How long the steps of a pair take.", valueName: "milliseconds"))
  var slice = 20.0

  func validate() throws {
    guard pairs > 0 else { throw ValidationError("--pairs must be at least 1.") }
    guard slice > 0, slice <= 10_000 else { throw ValidationError("--slice must be above 0 and at most 10000.") }
  }

  func run() throws {
    try reporting {
      let processors = try usableProcessors()
      let allowed = try limits.map { try AllowedRatios(readingFrom: $0, kernels: OpenBLAS.kernelPath) }
      let chosen = BenchmarkCase.all.filter { only.map($0.name.contains) ?? true }
      guard !chosen.isEmpty else {
        throw BenchmarkError.arguments("No case has \"\(only ?? "")\" in its name: `benchmark-steps cases` lists them.")
      }
      var report = BenchmarkReport(on: processors)
      if !json { show(report.heading) }
      for benchmark in chosen {
        guard benchmark.workers <= processors.count else {
          complain("\(benchmark.name) is left out, because this process may use one processor only.")
          continue
        }
        let measured = PairedMeasurement(benchmark, on: processors, pairs: pairs, slice: slice * 1e-3)
        let row = report.append(measured, pairs: pairs, allowed: allowed?[benchmark])
        if !json { show(report.line(row)) }
      }
      if json { show(try jsonText(report)) } else if let scaling = report.scaling { show(scaling) }
      let complaints = report.cases.compactMap(\.complaint)
      for complaint in complaints { complain(complaint) }
      if !complaints.isEmpty { throw ExitCode.failure }
    }
  }
}
