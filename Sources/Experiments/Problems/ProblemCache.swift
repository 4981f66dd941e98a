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
    case .images(_, let permuted):
      guard let collection else { preconditionFailure("images without a collection") }
      return .images(study, of: collection, permuted: permuted, seed: seed)
    }
  }
}

extension StudyConfiguration {
  /// The images that the study is about, if it is about images; checks that data and sizes agree.
  ///
  /// - Throws: `StudyError` that names the key to change, or the catalogue's error when the data are missing or damaged.
  func loadImages() throws -> ImageCollection? {
    let largest = trainingSetSizes.max() ?? 1
    switch problem.source {
    case .teacherStudent(_, let pool):
      guard largest <= pool else {
        throw StudyError(
          .badStudy, "Cannot train on n_train = \(largest) of \(pool) samples: raise 'problem.pool' or lower 'n_train'."
        )
      }
      return nil
    case .images(let data, _):
      let collection = try DatasetCatalogue.standard().load(data)
      guard largest <= collection.train.count else {
        throw StudyError(
          .badStudy,
          "Cannot train on n_train = \(largest) of the \(collection.train.count) images of \(data): lower 'n_train'.")
      }
      guard problem.testCount <= collection.test.count else {
        throw StudyError(
          .badStudy,
          "Cannot test on n_test = \(problem.testCount) of the \(collection.test.count) images of \(data): lower 'problem.n_test'."
        )
      }
      guard problem.widths.first == collection.train.pixelCount, problem.widths.last == collection.train.classCount
      else {
        throw StudyError(
          .badStudy,
          "Cannot feed the images of \(data) to 'problem.widths': the first must be \(collection.train.pixelCount), the last \(collection.train.classCount)."
        )
      }
      return collection
    }
  }
}
