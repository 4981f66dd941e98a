import Datasets
import Foundation

/// What identifies the configurations of a study's points: 16 hexadecimal digits of SHA-256.
///
/// Everything that determines a point's numbers goes into its key: the values of the axes at the point, and what the
/// points have in common; how many values an axis has does not, nor do names, title and question.
struct PointKeys: Sendable {
  private let common: [String]

  /// The keys of the points of these studies.
  init(_ variants: [StudyConfiguration]) { common = variants.map(Self.common) }

  private static func common(_ study: StudyConfiguration) -> String {
    var study = study
    (study.name, study.title, study.question, study.preset) = ("", "", "", nil)
    (study.seeds, study.trainingSetSizes, study.messiness, study.weightDecays) = ([], [], [], [])
    study.radii = .alpha([])
    let json = (try? JSONEncoder.grokscape.encode(study)) ?? Data()
    return Checksum.sha256(of: Array(json))
  }

  /// The key of a point of one of the studies, by the configuration of the point.
  func key(of point: StudyConfiguration, variant: Int) -> String {
    let axes =
      "\(point.seeds) \(point.trainingSetSizes) \(point.messiness) \(point.radii.isRelative) \(point.radii.values) "
      + "\(point.weightDecays)"
    return String(Checksum.sha256(of: Array("\(common[variant]) \(axes)".utf8)).prefix(16))
  }
}
