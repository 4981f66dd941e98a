import Foundation
import LinearAlgebra
import Stores
import Sweeps

/// Computes points again and compares them with what is stored.
struct Recomputation<Recipe: PointRecipe, Element: Scalar> {
  private let recipe: Recipe
  private let document: StudyDocument
  private let stored: [String: StoredVariable]
  private let known: (Int) -> (kernels: [String], parameters: PointArrayReference?)

  /// Comparisons with `stored`.
  ///
  /// - Parameter known: the kernels that a point's bits may be of, and its parameters, if the study stores them.
  init(
    _ recipe: Recipe, _ document: StudyDocument, stored: StoredGroup,
    known: @escaping (Int) -> (kernels: [String], parameters: PointArrayReference?)
  ) {
    self.recipe = recipe
    self.document = document
    self.stored = Dictionary(stored.variables.map { ($0.name, $0) }) { first, _ in first }
    self.known = known
  }

  /// Computes `sample` of `points` again, of those with bits of the kernels here first.
  func check(_ points: [Int], sample: Int, _ report: inout StudyVerification) throws {
    let isComparable = { (point: Int) in known(point).kernels == [kernelsHere] }
    let chosen = (points.filter(isComparable).shuffled() + points.filter { !isComparable($0) }.shuffled()).prefix(
      sample)
    let computation = PointComputation<Recipe, Element>(recipe, collection: try recipe.study.loadImages())
    var same: [Int] = [], near: [Int] = [], distance = 0.0
    for point in chosen {
      guard let again = try computation.result(of: point, isInterrupted: { Task.isCancelled }) else { return }
      let composed = recipe.compose([point: again.record], failed: [], document)
      guard isComparable(point) else {
        near.append(point)
        distance = max(distance, relativeDifference(composed, point))
        continue
      }
      var differing = composed.variables.filter { $0.name != "wall_time" && !isSame($0, point) }.map(\.name)
      if again.parameters != known(point).parameters { differing.append("parameters") }
      if differing.isEmpty { same.append(point) }
      report.note(
        differing.isEmpty, nil,
        "point \(point) has other bits when it is computed again, in \(differing.joined(separator: ", "))")
    }
    if !same.isEmpty {
      report.note(true, "computed again, these points have the same bits: \(Self.list(same))", "")
    }
    if !near.isEmpty {
      report.note(
        true,
        "computed again, points \(Self.list(near)) have the bits of other kernels than those here (\(kernelsHere)), so that no bits are promised: the training loss differs by at most \(NumberText.measured(distance)) of its value",
        "")
    }
  }

  private static func list(_ points: [Int]) -> String { points.sorted().map(String.init).joined(separator: ", ") }

  /// The elements of a variable that are a point's: they lie together where the variable is over the axes of points.
  private func part(_ variable: StoredVariable, _ point: Int) -> StoredValues {
    let count = variable.values.count / recipe.plan.count
    return variable.values.slice(point * count, count: count)
  }

  private func isSame(_ again: StoredVariable, _ point: Int) -> Bool {
    guard let stored = stored[again.name], stored.values.count == again.values.count else { return false }
    if again.values.count % recipe.plan.count == 0 { return part(stored, point) == part(again, point) }
    // Over some of the axes: what the point alone does not tell is NaN.
    guard let left = stored.values.numbers, let right = again.values.numbers else { return false }
    return zip(left, right).allSatisfy { $0 == $1 || $1.isNaN }
  }

  private func relativeDifference(_ composed: StoredGroup, _ point: Int) -> Double {
    guard let again = composed.variables.first(where: { $0.name == "train_loss" }), let stored = stored["train_loss"],
      stored.values.count == again.values.count, let left = part(stored, point).numbers,
      let right = part(again, point).numbers
    else { return .nan }
    return zip(left, right).map { abs($0 - $1) / max(abs($0), .leastNormalMagnitude) }.filter(\.isFinite).max() ?? 0
  }
}
