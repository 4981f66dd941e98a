import Foundation
import Landscapes

/// Files of kind "reduced_ode": a solution of Omnigrok's Eq. 6 on a training loss in closed form, and its table.
extension ReferenceFile {
  /// What the path may differ by on the file's own table.
  private static var tableBound: Double { 1e-4 }
  /// The same of the loss along the path, and of the times, which divide by the speed there.
  private static var derivedBound: Double { 1e-3 }
  /// The numbers of grid points on each axis, and what the path may differ by on such a grid over the table's ranges.
  private static var grids: [(count: Int, bound: Double)] { [(41, 2.5e-3), (81, 2.5e-4), (161, 2e-5)] }
  /// The least order of convergence over these grids.
  private static var leastOrder: Double { 3 }

  func compareReducedPath() throws(ReferenceError) -> Comparison {
    let loss = try SoftplusLoss(configuration)
    let flow = try Self.landscapes { () throws(LandscapeError) in
      try ReducedFlow(
        decoderRate: configuration.decoderRate ?? .nan,
        representationRate: .constant(configuration.representationRate ?? .nan),
        weightDecay: configuration.gamma ?? .nan)
    }
    let (w, m) = (try doubles("data/w"), try doubles("data/m"))
    var comparison = Comparison()
    try compare(\.losses, loss.table(w, m, loss.value), with: "data/loss", &comparison.errors)
    try compare(\.gradients, loss.table(w, m, loss.slopeW), with: "data/loss_dw", &comparison.errors)
    try compare(\.gradients, loss.table(w, m, loss.slopeM), with: "data/loss_dm", &comparison.errors)
    let own = try deviation(flow, loss, w, m)
    let errors = try Self.grids.map { grid throws(ReferenceError) in
      try deviation(flow, loss, Self.even(w, grid.count), Self.even(m, grid.count)).path
    }
    // From the coarsest grid to the finest, which has a quarter of its spacing.
    let order = log2(errors[0] / errors[errors.count - 1]) / Double(errors.count - 1)
    let fits =
      own.path <= Self.tableBound && max(own.loss, own.times) <= Self.derivedBound
      && zip(errors, Self.grids).allSatisfy { $0 <= $1.bound }
      && order >= Self.leastOrder
    let text = String(
      format: "path %.1e, loss %.1e, times %.1e on the table; path %@ on grids of %@, order %.1f", own.path, own.loss,
      own.times,
      errors.map { String(format: "%.1e", $0) }.joined(separator: ", "),
      Self.grids.map { "\($0.count)" }.joined(separator: ", "),
      order)
    if fits { comparison.remark = text } else { comparison.failure = text }
    return comparison
  }

  /// The largest differences between the path on a table and the file's solution: in w or m, in the loss along it, and
  /// in the times at which m falls to a level.
  private func deviation(
    _ flow: ReducedFlow, _ loss: SoftplusLoss, _ w: [Double], _ m: [Double]
  ) throws(ReferenceError) -> (path: Double, loss: Double, times: Double) {
    func rows(_ f: (Double, Double) -> Double) -> [[Double]] { w.map { w in m.map { f(w, $0) } } }
    let times = try doubles("analysis/t")
    let expected = try ["w", "m", "loss"].map { name throws(ReferenceError) in
      try doubles("analysis/\(name)", count: times.count)
    }
    let start = try Configuration.need(configuration.start, "start")
    guard start.count == 2 else { throw .unreadable("The path starts at \(start.count) numbers instead of (w, m).") }
    let levels = try doubles("analysis/levels")
    let levelTimes = try doubles("analysis/level_times", count: levels.count)
    return try Self.landscapes { () throws(LandscapeError) in
      let landscape = try ReducedLandscape(
        weightNorms: w, messiness: m, trainLoss: rows(loss.value), radialGradient: rows(loss.slopeW),
        messinessGradient: rows(loss.slopeM), testLoss: rows(loss.value))
      func path(_ tolerance: Double) throws(LandscapeError) -> ReducedPath {
        try ReducedPath(
          on: landscape, under: flow, from: ReducedPoint(start[0], start[1]),
          .init(
            duration: configuration.time ?? .nan, messinessTolerance: tolerance, sampling: .times(times)))
      }
      let points = try path(0).points
      guard points.count == times.count else { return (.infinity, .infinity, .infinity) }
      func worst(_ values: [Double], _ found: (ReducedPath.Point) -> Double) -> Double {
        zip(values, points).reduce(0) { max($0, abs($1.0 - found($1.1))) }
      }
      var late = 0.0
      for (level, time) in zip(levels, levelTimes) {
        late = max(late, abs((try path(level).first(.reachesSolution)?.time ?? .infinity) - time))
      }
      return (
        max(worst(expected[0]) { $0.place.weightNorm }, worst(expected[1]) { $0.place.messiness }),
        worst(expected[2]) { $0.trainLoss }, late
      )
    }
  }

  private static func even(_ axis: [Double], _ count: Int) -> [Double] {
    let (first, last) = (axis[0], axis[axis.count - 1])
    return (0..<count).map { $0 == count - 1 ? last : first + (last - first) * Double($0) / Double(count - 1) }
  }

  private static func landscapes<Value>(_ body: () throws(LandscapeError) -> Value) throws(ReferenceError) -> Value {
    do { return try body() } catch { throw .unreadable(error.description) }
  }
}

/// The training loss of these files.
private struct SoftplusLoss {
  static let formula = "l(w,m) = A*log(1+exp((c0 + c1*m^2 - w)/h)) + B*(1-cos(k*m))/(1+w^2)"
  let a, c0, c1, h, b, k: Double

  init(_ configuration: Configuration) throws(ReferenceError) {
    guard configuration.formula == Self.formula else {
      throw .unsupported("the formula '\(configuration.formula ?? "")' is not supported")
    }
    let constants = try Configuration.need(configuration.constants, "constants")
    func constant(_ name: String) throws(ReferenceError) -> Double {
      try Configuration.need(constants[name], "constants.\(name)")
    }
    a = try constant("A")
    c0 = try constant("c0")
    c1 = try constant("c1")
    h = try constant("h")
    b = try constant("B")
    k = try constant("k")
  }

  func table(_ w: [Double], _ m: [Double], _ f: (Double, Double) -> Double) -> [Double] {
    w.flatMap { w in m.map { f(w, $0) } }
  }

  func value(_ w: Double, _ m: Double) -> Double {
    let argument = (c0 + c1 * m * m - w) / h
    return a * (max(argument, 0) + log1p(exp(-abs(argument)))) + b * (1 - cos(k * m)) / (1 + w * w)
  }

  func slopeW(_ w: Double, _ m: Double) -> Double {
    -a / h * sigmoid(w, m) - b * (1 - cos(k * m)) * 2 * w / ((1 + w * w) * (1 + w * w))
  }

  func slopeM(_ w: Double, _ m: Double) -> Double {
    2 * a * c1 * m / h * sigmoid(w, m) + b * k * sin(k * m) / (1 + w * w)
  }

  private func sigmoid(_ w: Double, _ m: Double) -> Double { 1 / (1 + exp(-(c0 + c1 * m * m - w) / h)) }
}
