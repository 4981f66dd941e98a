import Foundation
import Landscapes

/// A reduced training loss in closed form, and the reduced dynamics on it by SciPy's DOP853 (`reduced_ode.json`).
///
/// The loss is A softplus((c0 + c1 m^2 - w) / h) + B (1 - cos k m) / (1 + w^2).
struct SoftplusLandscape: Decodable {
  struct Constants: Decodable {
    let A, c0, c1, h, B, k: Double
  }

  let constants: Constants
  let etaD, etaR, gamma: Double
  let start: [Double]
  let time, weightNorm, messiness: [Double]
  let levels, levelTimes: [Double]

  static func fixture() throws -> SoftplusLandscape { try Fixture.json("reduced_ode.json") }

  func loss(_ w: Double, _ m: Double) -> Double {
    let c = constants
    return c.A * log1p(exp((c.c0 + c.c1 * m * m - w) / c.h)) + c.B * (1 - cos(c.k * m)) / (1 + w * w)
  }

  func slopeW(_ w: Double, _ m: Double) -> Double {
    let c = constants
    return -c.A / c.h * sigmoid(w, m) - c.B * (1 - cos(c.k * m)) * 2 * w / pow(1 + w * w, 2)
  }

  func slopeM(_ w: Double, _ m: Double) -> Double {
    let c = constants
    return c.A * 2 * c.c1 * m / c.h * sigmoid(w, m) + c.B * c.k * sin(c.k * m) / (1 + w * w)
  }

  private func sigmoid(_ w: Double, _ m: Double) -> Double {
    1 / (1 + exp(-(constants.c0 + constants.c1 * m * m - w) / constants.h))
  }

  /// The landscape on `count` x `count` points over w from 0.5 to 7 and m from -0.2 to 1.2.
  func landscape(_ count: Int) throws -> ReducedLandscape {
    let w = (0..<count).map { 0.5 + 6.5 * Double($0) / Double(count - 1) }
    let m = (0..<count).map { -0.2 + 1.4 * Double($0) / Double(count - 1) }
    return try tabulated(w, m, loss, slopeW, slopeM)
  }
}

/// A landscape of a training loss with its gradient, tabulated; the test loss is the training loss.
func tabulated(
  _ w: [Double], _ m: [Double], _ loss: (Double, Double) -> Double, _ slopeW: (Double, Double) -> Double,
  _ slopeM: (Double, Double) -> Double
) throws -> ReducedLandscape {
  func table(_ f: (Double, Double) -> Double) -> [[Double]] { w.map { w in m.map { f(w, $0) } } }
  return try ReducedLandscape(
    weightNorms: w, messiness: m, trainLoss: table(loss), radialGradient: table(slopeW),
    messinessGradient: table(slopeM),
    testLoss: table(loss))
}

/// `count` numbers from `low` to `high`, closer to `low` the larger `bend` is.
func grid(_ low: Double, _ high: Double, _ count: Int, bend: Double = 0) -> [Double] {
  (0..<count).map { index in
    let part = Double(index) / Double(count - 1)
    return index == count - 1 ? high : low + (high - low) * part * (1 + bend * part) / (1 + bend)
  }
}
