#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The boundary between high and low training loss: the line of a contour with the greatest extent in messiness.
///
/// Grokking is slow because the state drifts along it (Liu et al. 2023, Fig. 6f): weight decay shrinks ln w until the
/// boundary is met at D, and then the state moves along the boundary to its end E.
public struct ReducedBoundary: Sendable {
  /// The level of the training loss.
  public let level: Double
  /// The line from its point of lowest messiness to that of highest.
  public let line: [ReducedPoint]

  /// The boundary of a contour, nil if it has no line that rises in m.
  public init?(_ contour: Contour) {
    func extent(_ line: [ReducedPoint]) -> Double {
      let m = line.map(\.messiness)
      return (m.max() ?? 0) - (m.min() ?? 0)
    }
    guard let line = contour.lines.max(by: { extent($0) < extent($1) }), extent(line) > 0 else { return nil }
    let low = line.indices.min { line[$0].messiness < line[$1].messiness } ?? 0
    let high = line.indices.max { line[$0].messiness < line[$1].messiness } ?? 0
    level = contour.level
    self.line = low < high ? Array(line[low...high]) : line[high...low].reversed()
  }

  /// Its point of lowest messiness.
  public var lowest: ReducedPoint { line[0] }

  /// The point at messiness `m` of largest w, nil if the line does not pass there; straight in (ln w, m) between
  /// vertices.
  public func point(atMessiness m: Double) -> ReducedPoint? {
    let crossings = zip(line, line.dropFirst()).compactMap { a, b -> Double? in
      guard min(a.messiness, b.messiness) <= m, m <= max(a.messiness, b.messiness) else { return nil }
      let rise = b.messiness - a.messiness
      let part = rise == 0 ? 0 : (m - a.messiness) / rise
      return log(a.weightNorm) + part * log(b.weightNorm / a.weightNorm)
    }
    return crossings.max().map { ReducedPoint(exp($0), m) }
  }

  /// Whether it leads to `solution`: down to messiness `messiness`, and there to within `distance` of it in ln w.
  public func connects(to solution: ReducedPoint, messiness: Double, distance: Double) -> Bool {
    guard lowest.messiness <= messiness, let end = point(atMessiness: max(lowest.messiness, solution.messiness))
    else { return false }
    return abs(log(end.weightNorm / solution.weightNorm)) <= distance
  }
}

/// The triangle of the paper's time: from C, where low loss is entered, along ln w to D on the boundary, along the
/// boundary to its end E.
public struct BoundaryDrift: Sendable, Equatable {
  /// D, on the boundary at the messiness of C.
  public let meeting: ReducedPoint
  /// E, where the boundary has the messiness at which the solution counts as reached, or its lowest.
  public let end: ReducedPoint
  /// L = ln(w_C / w_E).
  public let length: Double
  /// h = m_C - m_E.
  public let height: Double
  /// theta, of the straight line from E to D against the axis of ln w, in radians from 0 to pi.
  public let angle: Double

  /// The triangle of a path that enters low loss at `entry`; nil if the boundary does not pass beside it, or only below
  /// `messiness`.
  public init?(along boundary: ReducedBoundary, from entry: ReducedPoint, messiness: Double) {
    let lowest = max(messiness, boundary.lowest.messiness)
    guard entry.messiness > lowest, let meeting = boundary.point(atMessiness: entry.messiness),
      let end = boundary.point(atMessiness: lowest)
    else { return nil }
    self.meeting = meeting
    self.end = end
    length = log(entry.weightNorm / end.weightNorm)
    height = entry.messiness - end.messiness
    angle = atan2(height, log(meeting.weightNorm / end.weightNorm))
  }

  /// rho = eta_D / (w^2 eta_R), averaged along the line from E to D; infinite where the representation does not move.
  public func rateRatio(_ flow: ReducedFlow) -> Double {
    guard case .constant(let rate) = flow.representationRate else { return 1 }
    let (near, far) = (1 / (end.weightNorm * end.weightNorm), 1 / (meeting.weightNorm * meeting.weightNorm))
    let width = log(meeting.weightNorm / end.weightNorm)
    // The mean of w^-2 over ln w.
    let mean = abs(width) < 1e-6 ? (near + far) / 2 : (near - far) / (2 * width)
    return flow.decoderRate * mean / rate
  }

  /// (L + rho h tan theta) / (eta_D gamma): the time from C to E; NaN where the boundary does not slope to smaller w.
  ///
  /// On the boundary the gradient balances the decay across the line, so that the speed along it is
  /// v / (cos theta + rho sin theta tan theta), v = eta_D gamma. The paper (section 5.1) has rho = 1, eta_R = eta_D / w^2.
  public func time(_ flow: ReducedFlow, rateRatio: Double) -> Double {
    guard angle < .pi / 2, flow.weightDecay > 0 else { return .nan }
    return (length + rateRatio * height * tan(angle)) / (flow.decoderRate * flow.weightDecay)
  }
}
