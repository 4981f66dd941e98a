import Datasets
import LinearAlgebra
import Synchronization

/// Makes each seed's problem once, whichever worker asks first.
final class ProblemCache<Element: Scalar>: Sendable {
  private let study: StudyConfiguration
  private let collection: ImageCollection?
  private let problems = Mutex<[Int: Result<Problem<Element>, PointError>]>([:])

  /// Problems of `study`, on `collection` if it is about images.
  init(_ study: StudyConfiguration, collection: ImageCollection?) {
    self.study = study
    self.collection = collection
  }

  /// The problem of that seed.
  ///
  /// - Throws: `PointError` if its targets are not finite: nothing can be learned from them.
  func problem(seed: Int) throws(PointError) -> Problem<Element> {
    try problems.withLock { problems in
      if let known = problems[seed] { return known }
      let made = make(seed: seed)
      let targets = [made.trainTargets, made.testTargets]
      let isFinite = targets.allSatisfy { $0.view().elements.buffer.allSatisfy(\.isFinite) }
      if problems.count >= 4 { problems.removeAll() }
      let result: Result<Problem<Element>, PointError> =
        isFinite ? .success(made) : .failure(PointError(notFiniteIn: study, seed: seed))
      problems[seed] = result
      return result
    }.get()
  }

  private func make(seed: Int) -> Problem<Element> {
    switch study.problem.source {
    case .teacherStudent(let noise, let pool):
      return .teacherStudent(study, noise: noise, pool: pool, seed: seed)
    case .images(_, let permuted):
      guard let collection else { preconditionFailure("images without a collection") }
      return .images(study, of: collection, permuted: permuted, seed: seed)
    }
  }
}

extension StudyConfiguration {
  /// The images that the study is about, if it is about images; reading it has checked its sizes against theirs.
  ///
  /// - Throws: the catalogue's error when the data are missing or damaged.
  func loadImages() throws(DatasetError) -> ImageCollection? {
    guard case .images(let data, _) = problem.source else { return nil }
    return try DatasetCatalogue.standard().load(data)
  }
}
