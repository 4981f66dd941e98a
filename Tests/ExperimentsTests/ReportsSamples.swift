import Foundation
import Stores

/// A new folder that is removed with all its content when the last reference to it goes.
final class ReportsFolder: Sendable {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "reports-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a group into the file `name` and returns its path.
  func write(_ group: StoredGroup, _ name: String = "result.h5") throws -> String {
    let file = "\(path)/\(name)"
    try group.write(to: file)
    return file
  }
}

/// A landscape of known shape: the reduced training loss is 4 / w^2, and the test loss is
/// 0.1 exp(2 (ln alpha - d)^2), whose logarithm is a parabola, with d = -0.1, 0, 0.1 for the three seeds.
///
/// With several training-set sizes the test loss is multiplied by 100 / N.
struct LandscapeSample {
  var seeds: [Int64] = [0, 1, 2]
  var sizes: [Int64] = [100]
  var messiness = [0.0]
  var alpha = (-6...6).map { exp2(Double($0) / 2) }
  var sweepsWeightNorm = false
  var hasAccuracy = false
  /// The status of every point that is not 1, by row-major index.
  var statuses: [Int: UInt8] = [:]

  static let initialNorms = [10.0, 20.0, 40.0]
  static let shifts = [-0.1, 0, 0.1]

  func group() -> StoredGroup {
    let axis = sweepsWeightNorm ? "weight_norm" : "alpha"
    let dimensions = ["seed", "n_train", "messiness", axis]
    var columns: [String: [Double]] = [:]
    for seed in seeds.indices {
      for size in sizes {
        for _ in messiness {
          for coordinate in alpha {
            let norm = Self.initialNorms[seed]
            // When w is swept, alpha of the sample is alpha of the seed whose norm is 20.
            let w = sweepsWeightNorm ? coordinate * 20 : coordinate * norm
            let position = sweepsWeightNorm ? log(coordinate) : log(coordinate) - Self.shifts[seed]
            let test = 0.1 * exp(2 * position * position) * 100 / Double(size)
            columns["train_loss", default: []].append(4 / (w * w))
            columns["test_loss", default: []].append(test)
            columns["test_accuracy", default: []].append(1 - test / 10)
            columns["weight_norm", default: []].append(w)
            columns["alpha", default: []].append(w / norm)
            columns["initial_weight_norm", default: []].append(norm)
            columns["tangent_gradient_norm", default: []].append(1e-6)
          }
        }
      }
    }
    if !hasAccuracy { columns["test_accuracy"] = nil }
    columns[axis] = nil
    let count = seeds.count * sizes.count * messiness.count * alpha.count
    let status = (0..<count).map { statuses[$0] ?? 1 }
    for index in statuses.keys { for name in columns.keys { columns[name]?[index] = 1e9 } }
    var variables = columns.keys.sorted().map { name in
      StoredVariable(name, over: dimensions, .double(columns[name] ?? []), units: "1", longName: name)
    }
    variables += [
      StoredVariable("status", over: dimensions, .uint8(status), units: "1", longName: "status"),
      StoredVariable(
        "stop_reason", over: dimensions, .uint8(status.map { $0 == 1 ? 2 : 0 }), units: "1", longName: "stop reason"),
      StoredVariable(
        "zero_predictor_loss", over: ["seed", "n_train"],
        .double(Array(repeating: 2, count: seeds.count * sizes.count)), units: "1", longName: "zero predictor"),
    ]
    return StoredGroup(
      attributes: reportAttributes(kind: "landscape"),
      dimensions: [
        StoredDimension("seed", .int64(seeds), units: "1", longName: "seed"),
        StoredDimension("n_train", .int64(sizes), units: "1", longName: "training-set size"),
        StoredDimension("messiness", .double(messiness), units: "1", longName: "messiness"),
        StoredDimension(
          axis, .double(sweepsWeightNorm ? alpha.map { $0 * 20 } : alpha), units: "1", longName: "weight norm"),
      ],
      variables: variables)
  }
}

/// Dynamics of known shape: t_train = 10 / gamma and t_test = 500 / gamma, later by 10 steps a seed; the predicted time
/// is 250 / gamma; runs without weight decay reach the level on the training set at step 7 and never on the test set.
struct DynamicsSample {
  var seeds: [Int64] = [0, 1, 2]
  var alpha = [1.0, 4.0]
  var weightDecays = [0.0, 0.01, 0.1, 1.0]
  var steps: [Int64] = [0, 10, 100]
  /// The runs, by row-major index over (seed, alpha, weight decay), of which nothing is stored.
  var absentRuns: Set<Int> = []

  func group() -> StoredGroup {
    let runs = ["seed", "alpha", "weight_decay"]
    var columns: [String: [Double]] = [:]
    var (losses, train, test): ([Double], [Double], [Double]) = ([], [], [])
    var statuses: [UInt8] = []
    for seed in seeds {
      for scale in alpha {
        for gamma in weightDecays {
          let isAbsent = absentRuns.contains(columns["time_to_test"]?.count ?? 0)
          statuses.append(isAbsent ? 0 : 1)
          let decays = gamma > 0 && !isAbsent
          let start = isAbsent ? Double.nan : 7
          columns["time_to_train", default: []].append(decays ? 10 / gamma : start)
          columns["time_to_test", default: []].append(decays ? 500 / gamma + 10 * Double(seed - 1) : .nan)
          columns["weight_norm_at_train", default: []].append(decays ? scale : .nan)
          columns["weight_norm_at_test", default: []].append(decays ? 3 : .nan)
          columns["predicted_time", default: []].append(decays ? 250 / gamma : .infinity)
          for (index, _) in steps.enumerated() {
            losses.append(isAbsent ? .nan : 1)
            train.append(isAbsent ? .nan : Double(index) / 4)
            test.append(isAbsent ? .nan : Double(index) / 8 + Double(seed) / 100 + scale / 1000)
          }
        }
      }
    }
    let history = runs + ["history_step"]
    let records = runs + ["threshold", "history_step"]
    var variables = columns.keys.sorted().map { name in
      StoredVariable(name, over: runs + ["threshold"], .double(columns[name] ?? []), units: "1", longName: name)
    }
    for name in ["train_loss", "test_loss", "weight_norm"] {
      variables.append(StoredVariable(name, over: history, .double(losses), units: "1", longName: name))
    }
    variables.append(StoredVariable("status", over: runs, .uint8(statuses), units: "1", longName: "status"))
    variables.append(StoredVariable("train_accuracy", over: records, .double(train), units: "1", longName: "train"))
    variables.append(StoredVariable("test_accuracy", over: records, .double(test), units: "1", longName: "test"))
    return StoredGroup(
      attributes: reportAttributes(kind: "dynamics") + [
        StoredAttribute("accuracy_level", .double(0.9)), StoredAttribute("learning_rate", .double(0.001)),
      ],
      dimensions: [
        StoredDimension("seed", .int64(seeds), units: "1", longName: "seed"),
        StoredDimension("alpha", .double(alpha), units: "1", longName: "alpha"),
        StoredDimension("weight_decay", .double(weightDecays), units: "1", longName: "weight decay"),
        StoredDimension("threshold", .double([0.5]), units: "1", longName: "threshold"),
        StoredDimension("history_step", .int64(steps), units: "1", longName: "step"),
      ],
      variables: variables)
  }
}

/// The attributes of a sample of some kind.
func reportAttributes(kind: String) -> [StoredAttribute] {
  [
    StoredAttribute("schema", .text("grokscape/1")), StoredAttribute("kind", .text(kind)),
    StoredAttribute("title", .text("A sample")), StoredAttribute("source", .text("tests")),
    StoredAttribute("study_sha256", .text("0123456789abcdef")), StoredAttribute("root_seed", .int64(7)),
  ]
}

/// Whether two numbers are equal to within rounding.
func isNear(_ left: Double, _ right: Double, _ tolerance: Double = 1e-12) -> Bool {
  abs(left - right) <= tolerance * max(abs(left), abs(right), 1e-300)
}
