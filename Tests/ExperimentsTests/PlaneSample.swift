import Foundation
import Stores

/// A landscape over (alpha, messiness) of known shape: low training loss to the right of a straight boundary in
/// (ln alpha, m), of which the angle is the smaller the more data there are.
///
/// l_train = 0.02 log2(1 + exp(-x / 0.04)), x = ln alpha - u_N - m cot theta_N the distance from the boundary in ln
/// alpha, so that the loss is 0.02 on it. Boundaries of 45 and 55 samples end at alpha = 1, m = 0; those of fewer end
/// elsewhere. The test loss is least there too.
struct PlaneSample {
  var seeds: [Int64] = [0, 1]
  var sizes: [Int64] = [25, 35, 45, 55]
  var messiness = (0...20).map { Double($0) / 40 }
  var alpha = (0...60).map { 0.5 * pow(8, Double($0) / 60) }
  /// The points that are missing, by row-major index.
  var missing: Set<Int> = []
  /// Whether the constraint counted the first weight matrix twice, which makes its norm 1.2 times the true one.
  var keepsOtherNorm = false

  static let initialNorms = [8.0, 9.0]
  static let width = 0.04
  /// Where the boundary meets m = 0, as ln alpha.
  static func foot(_ size: Int64) -> Double { size < 30 ? -0.4 : size < 40 ? -0.2 : 0 }
  /// cot theta.
  static func cotangent(_ size: Int64) -> Double { Double(size) / 50 }

  func group() -> StoredGroup {
    let dimensions = ["seed", "n_train", "messiness", "alpha"]
    var columns: [String: [Double]] = [:]
    for norm in Self.initialNorms.prefix(seeds.count) {
      for size in sizes {
        for m in messiness {
          for alpha in alpha {
            let x = (log(alpha) - Self.foot(size) - m * Self.cotangent(size)) / Self.width
            let slope = -0.02 / Self.width / log(2) / (1 + exp(x))
            let train = 0.02 / log(2) * (max(-x, 0) + log1p(exp(-abs(x))))
            let kept = alpha * norm * (keepsOtherNorm ? 1.2 : 1)
            columns["train_loss", default: []].append(train)
            columns["test_loss", default: []].append(
              train + 0.3 * (1 - exp(-m * m / 0.02)) + 0.05 * pow(log(alpha), 2) + 0.01)
            columns["radial_gradient", default: []].append(slope / kept)
            columns["messiness_gradient", default: []].append(-slope * Self.cotangent(size))
            columns["weight_norm", default: []].append(alpha * norm)
            columns["initial_weight_norm", default: []].append(norm)
            columns["tangent_gradient_norm", default: []].append(1e-6)
            if keepsOtherNorm { columns["constraint_norm", default: []].append(kept) }
          }
        }
      }
    }
    let count = columns["train_loss"]?.count ?? 0
    let status = (0..<count).map { UInt8(missing.contains($0) ? 0 : 1) }
    var variables = columns.keys.sorted().map { name in
      StoredVariable(name, over: dimensions, .double(columns[name] ?? []), units: "1", longName: name)
    }
    variables += [
      StoredVariable("status", over: dimensions, .uint8(status), units: "1", longName: "status"),
      StoredVariable("stop_reason", over: dimensions, .uint8(status), units: "1", longName: "stop reason"),
      StoredVariable(
        "zero_predictor_loss", over: ["seed", "n_train"],
        .double(Array(repeating: 1, count: seeds.count * sizes.count)), units: "1", longName: "zero predictor"),
    ]
    return StoredGroup(
      attributes: reportAttributes(kind: "landscape") + [StoredAttribute("study_yaml", .text("study: sample\n"))],
      dimensions: [
        StoredDimension("seed", .int64(seeds), units: "1", longName: "seed"),
        StoredDimension("n_train", .int64(sizes), units: "1", longName: "training-set size"),
        StoredDimension("messiness", .double(messiness), units: "1", longName: "messiness"),
        StoredDimension("alpha", .double(alpha), units: "1", longName: "alpha"),
      ],
      variables: variables)
  }
}
