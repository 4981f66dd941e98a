import Foundation

/// How many times the limit each case may take on one path of the kernels, as kept in `Benchmarks/limits.json`.
struct AllowedRatios {
  private let ratios: [String: Double]

  /// Reads the file at `path`: an object for each path of the kernels that has limits, in it a number for each case.
  init(readingFrom path: String, kernels: String) throws(BenchmarkError) {
    let file: [String: [String: Double]]
    do {
      file = try JSONDecoder().decode(
        [String: [String: Double]].self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw .limits(
        "Cannot read the allowed ratios in \(path): it must be JSON, numbers by case by path of the kernels.")
    }
    let names = BenchmarkCase.all.map(\.name)
    for (kernels, ratios) in file.sorted(by: { $0.key < $1.key }) {
      if let unknown = ratios.keys.sorted().first(where: { !names.contains($0) }) {
        throw .limits("Cannot use \(path), because there is no case \"\(unknown)\": remove it from \"\(kernels)\".")
      }
      if let absent = names.first(where: { ratios[$0] == nil }) {
        throw .limits(
          "Cannot use \(path), because \"\(absent)\" is not in \"\(kernels)\": add the ratio that it may have.")
      }
    }
    ratios = file[kernels] ?? [:]
  }

  /// The ratio that `benchmark` may have; `nil` if there are no limits for these kernels.
  subscript(benchmark: BenchmarkCase) -> Double? { ratios[benchmark.name] }
}

/// Why nothing could be measured; one sentence.
enum BenchmarkError: Error, CustomStringConvertible {
  case limits(String)
  case processor(String)
  case arguments(String)

  var description: String {
    switch self {
    case .limits(let sentence), .processor(let sentence), .arguments(let sentence): sentence
    }
  }

  /// What the program exits with.
  var exitCode: Int32 {
    switch self {
    case .limits: 65
    case .processor: 69
    case .arguments: 64
    }
  }
}
