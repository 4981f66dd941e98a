import Landscapes

extension LandscapeFile {
  /// The reduced losses of one seed and training-set size over (w, m), to follow paths on.
  ///
  /// w is the norm that the constraint kept, alpha times that of the seed's initialisation; points that are not done are
  /// holes.
  /// - Throws: `ReportError` of kind `badInput` if the file has no `messiness_gradient`, or too few points are done.
  func plane(seedIndex: Int, trainingSetSizeIndex: Int) throws(ReportError) -> ReducedLandscape {
    func plane(of quantity: Quantity) throws(ReportError) -> [[Double]] {
      let rows = try messiness.indices.map { mess throws(ReportError) in
        let rows = table(quantity, trainingSetSizeIndex: trainingSetSizeIndex, messinessIndex: mess)
        guard let rows else {
          throw ReportError(
            .badInput,
            "Cannot follow paths on '\(provenance.file)' because it lacks '\(quantity.rawValue)': "
              + "give the landscape of a study that sweeps alpha and messiness.")
        }
        return rows[seedIndex]
      }
      return alpha.indices.map { norm in rows.map { $0[norm] } }
    }
    let (train, radial) = (try plane(of: .trainLoss), try plane(of: .radialGradient))
    let (messy, test) = (try plane(of: .messinessGradient), try plane(of: .testLoss))
    do throws(LandscapeError) {
      return try ReducedLandscape(
        weightNorms: keptNorms[seedIndex], messiness: messiness, trainLoss: train, radialGradient: radial,
        messinessGradient: messy, testLoss: test)
    } catch {
      throw ReportError(
        .badInput,
        "Cannot use seed \(seeds[seedIndex]) and n_train \(trainingSetSizes[trainingSetSizeIndex]) of "
          + "'\(provenance.file)': \(error.description)")
    }
  }
}
