import Foundation
import Landscapes
import Testing

@Suite struct ReducedPathTests {
  // MARK: - Against an independent solver

  private func deviation(_ count: Int) throws -> Double {
    let reference = try SoftplusLandscape.fixture()
    let flow = try ReducedFlow(
      decoderRate: reference.etaD, representationRate: .constant(reference.etaR), weightDecay: reference.gamma)
    let path = try ReducedPath(
      on: reference.landscape(count), under: flow, from: ReducedPoint(reference.start[0], reference.start[1]),
      .init(duration: 40, sampling: .times(reference.time)))
    #expect(path.points.map(\.time) == reference.time)
    return zip(path.points, zip(reference.weightNorm, reference.messiness)).reduce(0) {
      max($0, abs($1.0.place.weightNorm - $1.1.0), abs($1.0.place.messiness - $1.1.1))
    }
  }

  @Test func thePathConvergesToSciPysOnTheAnalyticField() throws {
    let errors = try [41, 81, 161].map(deviation)
    #expect(errors[0] < 2.5e-3 && errors[1] < 2.5e-4 && errors[2] < 2e-5, "\(errors)")
    for (coarse, fine) in zip(errors, errors.dropFirst()) { #expect(log2(coarse / fine) >= 3, "\(errors)") }
  }

  @Test func levelsOfMessinessAreReachedWhenSciPySays() throws {
    let reference = try SoftplusLandscape.fixture()
    let flow = try ReducedFlow(
      decoderRate: reference.etaD, representationRate: .constant(reference.etaR), weightDecay: reference.gamma)
    for (level, time) in zip(reference.levels, reference.levelTimes) {
      let path = try ReducedPath(
        on: reference.landscape(161), under: flow, from: ReducedPoint(6, 0.9),
        .init(duration: 40, messinessTolerance: level))
      let event = try #require(path.first(.reachesSolution))
      #expect(abs(event.time - time) < 2e-4)
      #expect(abs(event.place.messiness - level) < 1e-9)
    }
  }

  // MARK: - Closed forms

  /// l = a (w - 2)^2 / 2 + b m^2 / 2: both equations are linear.
  private func bowl(_ a: Double, _ b: Double) throws -> ReducedLandscape {
    try tabulated(
      grid(0.5, 6, 12, bend: 0.5), grid(-0.1, 1, 9), { a * ($0 - 2) * ($0 - 2) / 2 + b * $1 * $1 / 2 },
      { w, _ in a * (w - 2) }, { _, m in b * m })
  }

  @Test func aBowlIsFollowedExactly() throws {
    let (a, b, etaD, etaR, gamma) = (0.7, 0.2, 0.5, 2.0, 0.3)
    let flow = try ReducedFlow(decoderRate: etaD, representationRate: .constant(etaR), weightDecay: gamma)
    let path = try ReducedPath(
      on: bowl(a, b), under: flow, from: ReducedPoint(5, 0.8),
      .init(duration: 12, levels: [0.05], messinessTolerance: 0.1, sampling: .times(grid(0, 12, 49))))
    let rest = 2 * a / (a + gamma)
    func w(_ t: Double) -> Double { rest + (5 - rest) * exp(-etaD * (a + gamma) * t) }
    func m(_ t: Double) -> Double { 0.8 * exp(-etaR * b * t) }
    #expect(path.points.count == 49 && path.end == .timeLimit && path.last.time == 12)
    for point in path.points {
      #expect(agrees(point.place.weightNorm, w(point.time), within: 1e-7))
      #expect(agrees(point.place.messiness, m(point.time), within: 1e-7))
      let loss = a * pow(w(point.time) - 2, 2) / 2 + b * pow(m(point.time), 2) / 2
      #expect(agrees(point.trainLoss, loss, within: 1e-7))
    }
    #expect(abs(try #require(path.first(.reachesSolution)).time - log(8) / (etaR * b)) < 1e-6)
    // The loss passes 0.05 downwards, and upwards again because decay settles at w = 1.4, beyond the minimum.
    for event in path.events where event.occurrence != .reachesSolution {
      let loss = a * pow(event.place.weightNorm - 2, 2) / 2 + b * pow(event.place.messiness, 2) / 2
      #expect(abs(loss - 0.05) < 1e-9)
    }
    #expect(path.events.map(\.occurrence).contains(.leavesLowLoss(0)))
    #expect(path.events.map(\.time) == path.events.map(\.time).sorted())
  }

  @Test func withoutRatesOnlyDecayMoves() throws {
    let landscape = try tabulated([0.5, 1, 4, 9], [0, 1], { _, _ in 0.1 }, { _, _ in 0 }, { _, _ in 0 })
    let flow = try ReducedFlow(decoderRate: 2, representationRate: .overSquaredNorm, weightDecay: 0.1)
    let path = try ReducedPath(on: landscape, under: flow, from: ReducedPoint(8, 0.5), .init(duration: 100))
    #expect(path.end == .leftGrid)
    #expect(abs(path.last.time - log(8 / 0.5) / 0.2) < 1e-6 && abs(path.last.place.weightNorm - 0.5) < 1e-7)
    #expect(path.last.place.messiness == 0.5 && path.points.count == 400 && path.points.last == path.last)
    #expect(path.events.isEmpty)
  }

  /// From the grid's upper edge, with a slope that moves m out of it 1e8 times more slowly than decay moves w.
  @Test func aPathThatLeavesAlongTheEdgeEnds() throws {
    let landscape = try tabulated(
      grid(0.5, 6, 12), grid(0, 0.1, 5), { _, m in 1e-9 * (0.1 - m) }, { _, _ in 0 }, { _, _ in -1e-9 })
    let flow = try ReducedFlow(decoderRate: 1, representationRate: .constant(1), weightDecay: 0.1)
    let path = try ReducedPath(on: landscape, under: flow, from: ReducedPoint(5, 0.1), .init(duration: 200))
    #expect(path.end == .leftGrid && path.last.time < 1)
  }

  @Test func restEndsAPath() throws {
    let flow = try ReducedFlow(decoderRate: 1, representationRate: .constant(1), weightDecay: 0.05)
    let path = try ReducedPath(on: bowl(1, 1), under: flow, from: ReducedPoint(5, 0.8), .init(duration: 1e6))
    #expect(path.end == .atRest && path.last.time < 100)
    #expect(abs(path.last.place.weightNorm - 2 / 1.05) < 1e-6 && abs(path.last.place.messiness) < 1e-6)
  }

  /// Where the curvature is 1e5, the errors of steps at a minimum are speeds of 1e-4, and rest is 1e-9.
  @Test func steepPocketsEndAPathToo() throws {
    let flow = try ReducedFlow(decoderRate: 1, representationRate: .constant(1), weightDecay: 1e-3)
    let path = try ReducedPath(
      on: bowl(1e5, 1e5), under: flow, from: ReducedPoint(2.5, 0.3), .init(duration: 2e4, stepLimit: 2_000_000))
    #expect(path.end == .atRest && path.last.time < 200)
    #expect(abs(path.last.place.weightNorm - 2) < 1e-6 && abs(path.last.place.messiness) < 1e-6)
  }

  @Test func samplesResolveFastAndSlowParts() throws {
    let flow = try ReducedFlow(decoderRate: 1, representationRate: .constant(1), weightDecay: 0.01)
    let path = try ReducedPath(
      on: bowl(50, 0.01), under: flow, from: ReducedPoint(5, 0.8), .init(duration: 300, sampling: .even(201)))
    #expect(path.points.count == 201 && path.points[0].time == 0)
    let times = path.points.map(\.time)
    #expect(times == times.sorted() && zip(times, times.dropFirst()).allSatisfy { $1 - $0 < 3.1 })
    #expect(path.points.count { $0.place.weightNorm > 2.1 } > 20, "the fall to the valley takes 0.1 of 300")
  }

  // MARK: - The paper's time

  /// A wall in (ln w, m), exp(-(distance to a straight line of the given angle) / width), without gradient far from it:
  /// what the paper's estimate assumes.
  ///
  /// Its height on the line is about that at which its slope balances the decays of these tests, so that the line is
  /// where paths drift: a tenfold decay moves them by 2.3 widths only.
  private static let height = 3e-4

  private func wall(_ angle: Double) throws -> ReducedLandscape {
    let width = 0.02
    func wall(_ w: Double, _ m: Double) -> Double {
      Self.height * exp(-((log(w) - 0.7) * sin(angle) - m * cos(angle)) / width)
    }
    return try tabulated(
      (0...200).map { 1.6 * exp(1.5 * Double($0) / 200) }, grid(-0.05, 0.7, 101), wall,
      { w, m in -wall(w, m) * sin(angle) / (w * width) }, { w, m in wall(w, m) * cos(angle) / width })
  }

  @Test(arguments: [
    (0.7, ReducedFlow.RepresentationRate.overSquaredNorm), (1.1, .overSquaredNorm), (0.9, .constant(0.05)),
    (0.9, .constant(0.02)),
  ])
  func thePapersTimeIsTheIntegratedOne(_ angle: Double, _ rate: ReducedFlow.RepresentationRate) throws {
    let landscape = try wall(angle)
    let boundary = try #require(ReducedBoundary(Contour(of: landscape, level: Self.height, division: 1)))
    var times: [Double] = []
    let decays = [1e-3, 3e-3, 1e-2]
    for gamma in decays {
      let flow = try ReducedFlow(decoderRate: 1, representationRate: rate, weightDecay: gamma)
      let path = try ReducedPath(
        on: landscape, under: flow, from: ReducedPoint(6.5, 0.5), .init(duration: 200 / gamma, levels: [Self.height]))
      let entry = try #require(path.first(.entersLowLoss(0))), end = try #require(path.first(.reachesSolution))
      #expect(entry.time == 0 && entry.place == ReducedPoint(6.5, 0.5))
      let drift = try #require(BoundaryDrift(along: boundary, from: entry.place, messiness: 0.01))
      #expect(abs(drift.angle - angle) < 1e-3 && abs(drift.height - 0.49) < 1e-12)
      let ratio = drift.rateRatio(flow)
      let predicted = drift.time(flow, rateRatio: ratio)
      // Drifting 1.2 widths beside the line changes ln w by 0.03, and w^-2 in the ratio of rates by 6 %.
      #expect(abs(end.time / predicted - 1) < 0.08, "\(end.time) for \(predicted)")
      if rate == .overSquaredNorm { #expect(ratio == 1) }
      if case .constant(let rate) = rate {
        // Between the ratios at the two ends of the boundary.
        let ends = [drift.meeting, drift.end].map { 1 / ($0.weightNorm * $0.weightNorm * rate) }
        #expect(ends[0] < ratio && ratio < ends[1])
        #expect(abs(end.time / drift.time(flow, rateRatio: 1) - 1) > 0.1, "the paper's own formula is for rho = 1")
      }
      times.append(end.time)
    }
    let slope = try #require(PowerLawFit(x: decays, y: times)).slope.mean
    #expect(abs(slope + 1) < 0.05)
  }

  @Test func eventsDoNotDependOnTheDecay() throws {
    // Without weight decay on one and with it on the other: entering low loss is defined by the landscape alone.
    let landscape = try SoftplusLandscape.fixture().landscape(81)
    for gamma in [0, 1e-3, 1e-1] {
      let flow = try ReducedFlow(decoderRate: 1, representationRate: .constant(1), weightDecay: gamma)
      let path = try ReducedPath(
        on: landscape, under: flow, from: ReducedPoint(2, 0.9), .init(duration: 60, levels: [1e-1, 1e-2]))
      let entries = path.events.filter { $0.occurrence == .entersLowLoss(0) || $0.occurrence == .entersLowLoss(1) }
      #expect(!entries.isEmpty)
      for event in path.events where event.occurrence != .reachesSolution {
        let place = event.place
        let loss = try #require(landscape.trainLoss.sample(x: place.weightNorm, y: place.messiness)).value
        let level = [.entersLowLoss(0), .leavesLowLoss(0)].contains(event.occurrence) ? 1e-1 : 1e-2
        #expect(abs(loss - level) < 1e-9, "the training loss without the decay's term")
      }
    }
  }

  // MARK: - Outside

  @Test func aPathThatStartsOutwardsAtAnEdgeLeavesTheGrid() throws {
    let landscape = try tabulated([0.5, 1, 4, 9], [0, 0.5, 1], { _, m in -m }, { _, _ in 0 }, { _, _ in -1 })
    let flow = try ReducedFlow(decoderRate: 1, representationRate: .constant(0.1), weightDecay: 0.01)
    let path = try ReducedPath(on: landscape, under: flow, from: ReducedPoint(8, 1), .init(duration: 2000))
    #expect(path.end == .leftGrid && path.last.time < 1e-6 && abs(path.last.place.messiness - 1) < 1e-8)
  }

  @Test func aPathEndsAtAMissingPoint() throws {
    func table(_ f: (Double, Double) -> Double) -> [[Double]] {
      [0.5, 1, 2, 4, 8].map { w in [0, 0.5, 1].map { f(w, $0) } }
    }
    var losses = table { _, _ in 0.1 }
    losses[1][1] = .nan
    let zero = table { _, _ in 0 }
    let landscape = try ReducedLandscape(
      weightNorms: [0.5, 1, 2, 4, 8], messiness: [0, 0.5, 1], trainLoss: losses, radialGradient: zero,
      messinessGradient: zero, testLoss: losses)
    let flow = try ReducedFlow(decoderRate: 1, representationRate: .constant(1), weightDecay: 1)
    let path = try ReducedPath(on: landscape, under: flow, from: ReducedPoint(7, 0.5), .init(duration: 100))
    #expect(path.end == .leftGrid && abs(path.last.place.weightNorm - 2) < 1e-9)
    let inHole = try #require(throws: LandscapeError.self) {
      try ReducedPath(on: landscape, under: flow, from: ReducedPoint(0.7, 0.2), .init(duration: 1))
    }
    #expect(inHole.description.contains("missing"))
    let outside = try #require(throws: LandscapeError.self) {
      try ReducedPath(on: landscape, under: flow, from: ReducedPoint(9, 0.2), .init(duration: 1))
    }
    #expect(outside.description.contains("outside the grid of w from 0.5 to 8.0"))
    #expect(throws: LandscapeError.self) {
      try ReducedPath(on: landscape, under: flow, from: ReducedPoint(7, 0.2), .init(duration: 0))
    }
    let nothing = table { _, _ in .nan }
    #expect(throws: LandscapeError.self) {
      try ReducedLandscape(
        weightNorms: [0.5, 1, 2, 4, 8], messiness: [0, 0.5, 1], trainLoss: losses, radialGradient: zero,
        messinessGradient: nothing, testLoss: losses)
    }
  }

  @Test(arguments: [(0, 1, 0), (.nan, 1, 0), (1, -1, 0), (1, .infinity, 0), (1, 1, -1), (1, 1, .nan)])
  func ratesOutOfRangeAreRefused(_ etaD: Double, _ etaR: Double, _ gamma: Double) {
    #expect(throws: LandscapeError.self) {
      try ReducedFlow(decoderRate: etaD, representationRate: .constant(etaR), weightDecay: gamma)
    }
  }
}
