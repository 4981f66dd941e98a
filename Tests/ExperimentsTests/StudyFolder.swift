import Experiments
import Foundation
import Stores
import Testing

/// A new folder with a study in it, removed with all its content when the last reference to it goes.
final class StudyFolder: Sendable {
  let path: String

  /// A folder with `text` as its study.yaml.
  init(_ text: String = StudyText.landscape) throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "studies-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
    try write(Data(text.utf8), "study.yaml")
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var study: String { file("study.yaml") }

  /// The path of a file in it.
  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// The names of all files in a folder in it, hidden ones too; none if it is not there.
  func names(in folder: String = "results") -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: file(folder))) ?? []).sorted()
  }

  /// Writes a file, and makes the folders above it.
  func write(_ data: Data, _ name: String) throws {
    let url = URL(fileURLWithPath: file(name))
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
  }

  /// The study with what the command line may change.
  func document(quick: Bool = false, _ assignments: [String] = []) throws(StudyError) -> StudyDocument {
    try StudyDocument(path: study, quick: quick, assignments: assignments)
  }

  /// Runs the study into the folder `name` and reads the result.
  @discardableResult
  func run(
    _ assignments: [String] = [], into name: String = "results", workers: Int = 1,
    isInterrupted: @escaping @Sendable () -> Bool = { false },
    report: @escaping (StudyRunner.Progress) -> Void = { _ in }
  ) async throws -> ResultBits {
    let path = try await StudyRunner(try document(assignments), folder: file(name), workers: workers)
      .run(isInterrupted: isInterrupted, report: report)
    return try ResultBits(path: #require(path))
  }
}

/// The texts of small studies: a fraction of a second each.
enum StudyText {
  /// Six points; the lines are those that tests of messages name.
  static let landscape = """
    study: tiny
    kind: landscape
    seed: [0, 1]
    n_train: 10
    alpha: [0.5, 1, 2]
    problem:
      name: teacher-student
      widths: [2, 4, 1]
      activation: tanh
      n_test: 10
      pool: 10
    optimizer: {name: adam, rate: 1.0e-2}
    steps: 20
    quick: {steps: 5}
    presets:
      short: {steps: 3}
      long: {steps: 50, seed: [7], optimizer: {rate: 0.1}}

    """

  /// Four runs.
  static let dynamics = """
    study: tiny
    kind: dynamics
    n_train: 10
    alpha: [1, 2]
    weight_decay: [0, 0.1]
    problem: {name: teacher-student, widths: [2, 4, 1], activation: tanh, n_test: 10}
    optimizer: {name: adamw, rate: 1.0e-2}
    accuracy_thresholds: [0.1, 0.01]
    steps: 60
    history_every: 10

    """

  /// Twelve points, over messiness; three digits have six pairs.
  static let addition = """
    study: tiny
    kind: landscape
    n_train: [3, 5]
    messiness: [0, 0.5, 1]
    alpha: [0.5, 2]
    problem:
      name: toy-addition
      digits: 3
      widths: [2, 6, 3]
      activation: leaky_relu_0.2
    optimizer: {name: adam, rate: 1.0e-2}
    steps: 20

    """
  /// One run of a decoder and a half messy representation; three digits in five of six pairs.
  static let representation = """
    study: tiny
    kind: dynamics
    n_train: 5
    messiness: 0.5
    alpha: 1
    weight_decay: 0.1
    problem: {name: toy-addition, digits: 3, widths: [2, 6, 3], activation: tanh}
    precision: double
    optimizer: {name: adamw, rate: 1.0e-2}
    representation_rate: 1.0e-2
    steps: 60
    history_every: 10

    """

  /// On images that no test needs to have.
  static let images = """
    study: tiny
    kind: landscape
    n_train: 10
    alpha: 1
    problem:
      name: images
      data: mnist
      widths: [784, 4, 10]
      activation: relu
      n_test: 10
    optimizer: {name: adam, rate: 1.0e-2}
    steps: 20

    """
}

/// All values of a result file, to be compared bit by bit.
struct ResultBits: Equatable {
  /// The bits of every variable but `wall_time`, which is the clock's, and of every coordinate.
  let variables: [String: [UInt64]]
  /// The values behind them.
  let values: [String: [Double]]
  /// The names of the axes of every variable.
  let axes: [String: [String]]

  init(path: String) throws {
    let group = try StoredGroup(contentsOf: path)
    var values: [String: [Double]] = [:], axes: [String: [String]] = [:]
    for dimension in group.dimensions {
      if case .text(let words) = dimension.coordinates {
        values[dimension.name] = words.map { $0.utf8.reduce(0) { 256 * $0 + Double($1) } }
      } else {
        values[dimension.name] = dimension.coordinates?.numbers
      }
      axes[dimension.name] = [dimension.name]
    }
    for variable in group.variables where variable.name != "wall_time" {
      values[variable.name] = variable.values.numbers
      axes[variable.name] = variable.dimensions
    }
    self.values = values
    self.axes = axes
    variables = values.mapValues { $0.map(\.bitPattern) }
  }

  /// Every element of every variable that is no coordinate, by the variable's name and its coordinates.
  var elements: [[String]: UInt64] {
    var elements: [[String]: UInt64] = [:]
    for (name, bits) in variables where axes[name] != [name] {
      let dimensions = axes[name] ?? []
      for (i, element) in bits.enumerated() {
        var rest = i
        var place: [String] = []
        for dimension in dimensions.reversed() {
          let coordinates = values[dimension] ?? []
          place.append("\(dimension)=\(coordinates[rest % coordinates.count])")
          rest /= coordinates.count
        }
        elements[[name] + place] = element
      }
    }
    return elements
  }

  static func == (left: ResultBits, right: ResultBits) -> Bool {
    left.variables == right.variables && left.axes == right.axes
  }
}

/// Expects one sentence on one line with these parts, and none of the names by which programmers know errors.
func expectSentence(_ text: String, _ parts: [String], sourceLocation: SourceLocation = #_sourceLocation) {
  #expect(!text.isEmpty && !text.contains("\n"), "\(text)", sourceLocation: sourceLocation)
  for part in parts { #expect(text.contains(part), "\(text)", sourceLocation: sourceLocation) }
  for name in ["Domain", "Optional(", "Error(", "Experiments.", "Yam", "Foundation"] {
    #expect(!text.contains(name), "\(text)", sourceLocation: sourceLocation)
  }
}
