/// Derivatives of a reduced training loss beside differences of neighbours, for people and programs.
public struct EnvelopeReport: Codable, Sendable, Equatable {
  /// A derivative, the central difference of its neighbours' minima, and the relative error.
  public struct Comparison: Codable, Sendable, Equatable {
    /// d l~/dw or d l~/dm, the difference in its place, and |derivative - difference| / |difference|.
    public let derivative: ReportNumber, difference: ReportNumber, relativeError: ReportNumber

    init(_ derivative: Double, _ difference: Double) {
      self.derivative = ReportNumber(derivative)
      self.difference = ReportNumber(difference)
      relativeError = ReportNumber(
        derivative == difference ? 0 : abs(derivative - difference) / abs(difference))
    }
  }

  /// One point of the landscape.
  public struct Point: Codable, Sendable, Equatable {
    /// Its number in the arrays of landscape.h5, seed and training-set size.
    public let point: Int, seed: Int, nTrain: Int
    /// The messiness, the swept value of the norm, and the training loss there.
    public let messiness: ReportNumber, sweptValue: ReportNumber, trainLoss: ReportNumber
    /// The tangential gradient's norm over the absolute radial derivative.
    public let stationarity: ReportNumber
    /// Whether that is small enough for the point to count.
    public let counts: Bool
    /// Along the norm, and along the messiness of problems that have a representation.
    public let alongNorm: Comparison, alongMessiness: Comparison?
    /// The most evaluations that a neighbour took.
    public let evaluations: Int
  }

  /// The median of the relative errors over the points that count, null if there is none.
  public struct Medians: Codable, Sendable, Equatable {
    /// Along the norm, and along the messiness.
    public let norm: ReportNumber, messiness: ReportNumber?
  }

  /// The study's title, and the key of its norms.
  public let title: String, swept: String
  /// The step, the bound on the medians, and the bound on the stationarity of points that count.
  public let step: Double, tolerance: Double, stationarityBound: Double
  /// The points that were compared.
  public let points: [Point]
  /// How many of them count, and which fraction.
  public let countingPoints: Int, countingFraction: ReportNumber
  /// The medians.
  public let medianRelativeError: Medians
  /// Whether both medians are within the tolerance; false if no point counts.
  public let agrees: Bool

  init(_ document: StudyDocument, _ compared: [(point: GridPoint, envelope: PointEnvelope)], _ request: EnvelopeRequest)
  {
    let study = document.configuration
    title = study.title
    swept = study.radii.isRelative ? "alpha" : "weight_norm"
    (step, tolerance, stationarityBound) = (request.step, request.tolerance, request.stationarity)
    points = compared.map { at, found in
      let minimum = found.minimum
      let stationarity = minimum.tangentGradientNorm / abs(minimum.radialGradient)
      return Point(
        point: at.number, seed: at.seed, nTrain: at.trainingSetSize,
        messiness: ReportNumber(at.configuration.messiness[0]),
        sweptValue: ReportNumber(study.radii.values[at.norm]), trainLoss: ReportNumber(minimum.trainLoss),
        stationarity: ReportNumber(stationarity), counts: stationarity <= request.stationarity,
        alongNorm: Comparison(minimum.radialGradient, found.radialDifference),
        alongMessiness: minimum.messinessGradient.flatMap { derivative in
          found.messinessDifference.map { Comparison(derivative, $0) }
        }, evaluations: found.evaluations)
    }
    let counting = points.filter(\.counts)
    countingPoints = counting.count
    countingFraction = ReportNumber(Double(counting.count) / Double(points.count))
    let along = counting.compactMap { $0.alongMessiness?.relativeError.value }
    let norm = Self.median(counting.map(\.alongNorm.relativeError.value))
    let messiness = along.isEmpty ? nil : Self.median(along)
    medianRelativeError = Medians(norm: ReportNumber(norm), messiness: messiness.map { ReportNumber($0) })
    agrees = norm <= tolerance && messiness ?? 0 <= tolerance
  }

  /// The median, for which a value that is no number is the worst; NaN of none.
  private static func median(_ values: [Double]) -> Double {
    OverSeeds.median(values.map { $0.isNaN ? .infinity : $0 })
  }
}
