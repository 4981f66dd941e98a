/// What is subtracted from the rows of a trajectory before their principal components are taken.
public enum Centring: String, Sendable, Codable, CaseIterable {
  /// The mean of all rows: principal components as statistics defines them.
  case mean
  /// The first row of the same run, theta_t - theta_0; the mean is not removed.
  case first
  /// The last row of the same run, as Li et al. (2018), Section 7, have it; the mean is not removed.
  case last
  /// The last row of the same run, and then the mean of the other rows: what a library's PCA makes of the rows of
  /// Li et al. Projections are relative to the last row nevertheless.
  case lastRecentred = "last-recentred"

  /// Whether a mean is removed.
  var removesMean: Bool { self == .mean || self == .lastRecentred }

  /// The row of `run` that is subtracted from its rows, or `nil` if none has that role.
  func reference(of run: Range<Int>) -> Int? {
    switch self {
    case .mean: nil
    case .first: run.lowerBound
    case .last, .lastRecentred: run.upperBound - 1
    }
  }
}
