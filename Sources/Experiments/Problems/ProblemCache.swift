import Datasets
import LinearAlgebra
import Synchronization

/// Makes each seed's problem once, whichever worker asks first.
final class ProblemCache<Element: Scalar>: Sendable {
  private let study: StudyConfiguration
  private let collection: ImageCollection?
  private let problems = Mutex<[Int: Problem<Element>]>([:])

  /// Problems of `study`, on `collection` if it is about images.
  init(_ study: StudyConfiguration, collection: ImageCollection?) {
    self.study = study
    self.collection = collection
  }

  /// The problem of that seed.
  func problem(seed: Int) -> Problem<Element> {
    problems.withLock { problems in
      if let known = problems[seed] { return known }
      let made = make(seed: seed)
      if problems.count >= 4 { problems.removeAll() }
      problems[seed] = made
      return made
    }
  }

  private func make(seed: Int) -> Problem<Element> {
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
