import Sweeps

extension StudyConfiguration {
  /// The points of the study: swept keys in its order, then the axes that all studies have.
  ///
  /// With a warm start all norms are one point.
  var plan: SweepPlan {
    let keys = (swept?.keys ?? []).map { SweepAxis($0.name, count: $0.values.count) }
    return SweepPlan(
      keys + [
        SweepAxis("seed", count: seeds.count), SweepAxis("n_train", count: trainingSetSizes.count),
        SweepAxis("messiness", count: messiness.count), SweepAxis("norm", count: isWarm ? 1 : radii.values.count),
        SweepAxis("weight_decay", count: weightDecays.count),
      ])
  }

  /// Whether norms start from their neighbours' minima.
  var isWarm: Bool { solver == .riemannian(.alpha) }
}

/// The points of a study, each with a configuration of its own.
struct StudyGrid: Sendable {
  let study: StudyConfiguration
  /// The study at every combination of the values of its swept keys.
  let variants: [StudyConfiguration]
  let plan: SweepPlan
  private let keys: PointKeys

  /// The points of `study`.
  ///
  /// - Throws: `StudyError` if a stored study has been changed so that it cannot be read.
  init(_ study: StudyConfiguration) throws(StudyError) {
    self.study = study
    variants = try study.variants()
    plan = study.plan
    keys = PointKeys(variants)
  }

  /// The variant that a point belongs to; swept keys vary slowest.
  func variant(of point: Int) -> Int { point / (plan.count / variants.count) }

  /// The study with the values of a point alone on its axes.
  func configuration(of point: Int) -> StudyConfiguration {
    let at = plan.coordinates(of: point).suffix(5).map { $0 }
    var one = variants[variant(of: point)]
    one.seeds = [one.seeds[at[0]]]
    one.trainingSetSizes = [one.trainingSetSizes[at[1]]]
    one.messiness = [one.messiness[at[2]]]
    if !one.isWarm { one.radii = one.radii.only(at[3]) }
    one.weightDecays = [one.weightDecays[at[4]]]
    return one
  }

  /// What identifies the configuration of a point.
  func key(of point: Int) -> String { keys.key(of: configuration(of: point), variant: variant(of: point)) }
}
