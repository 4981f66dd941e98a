import Datasets
import LinearAlgebra
import Synchronization

/// Makes the problem of each seed once, whichever worker asks first.
final class ProblemCache<Element: Scalar>: Sendable {
  private let study: StudyConfiguration
  private let collection: ImageCollection?
  private let problems = Mutex<[Identity: Result<Problem<Element>, PointError>]>([:])

  /// What a problem depends on, of what differs between points.
  private struct Identity: Hashable {
    let problem: ProblemConfiguration, streams: StudyConfiguration.Streams, seed: Int
  }

  /// Problems of `study`, on `collection` if it is about images.
  init(_ study: StudyConfiguration, collection: ImageCollection?) {
    self.study = study
    self.collection = collection
  }

  /// The problem of a point, by the configuration of the point.
  ///
  /// - Throws: `PointError` if its targets are not finite: nothing can be learned from them.
  func problem(of point: StudyConfiguration) throws(PointError) -> Problem<Element> {
    let identity = Identity(problem: point.problem, streams: point.streams, seed: point.seeds[0])
    return try problems.withLock { problems in
      if let known = problems[identity] { return known }
      var all = point
      all.trainingSetSizes = study.trainingSetSizes
      let made = make(all, seed: identity.seed)
      let targets = [made.trainTargets, made.testTargets]
      let isFinite = targets.allSatisfy { $0.view().elements.buffer.allSatisfy(\.isFinite) }
      if problems.count >= 4 { problems.removeAll() }
      let result: Result<Problem<Element>, PointError> =
        isFinite ? .success(made) : .failure(PointError(notFiniteIn: point, seed: identity.seed))
      problems[identity] = result
      return result
    }.get()
  }

  private func make(_ study: StudyConfiguration, seed: Int) -> Problem<Element> {
    switch study.problem.source {
    case .teacherStudent(let noise, let pool):
      return .teacherStudent(study, noise: noise, pool: pool, seed: seed)
    case .toyAddition(let table, let representation):
      return .toyAddition(study, table: table, representation: representation, seed: seed)
    case .images(_, let permuted, let template):
      guard let collection else { preconditionFailure("images without a collection") }
      return .images(study, of: collection, permuted: permuted, template: template, seed: seed)
    }
  }
}

extension StudyConfiguration {
  /// The images that the study is about, if it is about images; reading it has checked its sizes against theirs.
  ///
  /// - Throws: the catalogue's error when the data are missing or damaged.
  func loadImages() throws(DatasetError) -> ImageCollection? {
    guard case .images(let data, _, _) = problem.source else { return nil }
    return try DatasetCatalogue.standard().load(data)
  }
}
