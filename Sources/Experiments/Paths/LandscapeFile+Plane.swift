import Landscapes

extension LandscapeFile {
  /// A quantity over [messiness][weight norm] of one seed and training-set size, blurred over both if asked; NaN at points
  /// that are not done, nil if the task does not have it.
  func rows(
    of quantity: Quantity, seedIndex: Int, trainingSetSizeIndex: Int, blur: GaussianBlur?
  ) -> [[Double]]? {
    let rows = messiness.indices.compactMap {
      table(quantity, trainingSetSizeIndex: trainingSetSizeIndex, messinessIndex: $0)?[seedIndex]
    }
    return rows.isEmpty ? nil : blur?.blurred(rows) ?? rows
  }

  /// The reduced losses of one seed and training-set size over (w, m), to follow paths on.
  ///
  /// w is the norm that the constraint kept, alpha times that of the seed's initialisation; points that are not done are
  /// holes. With a blur, over cells of alpha and messiness, the losses' own slopes take the place of stored gradients.
  /// - Throws: `ReportError` of kind `badInput` if the file has no `messiness_gradient`, or too few points are done.
  func plane(
    seedIndex: Int, trainingSetSizeIndex: Int, blur: GaussianBlur? = nil
  ) throws(ReportError) -> ReducedLandscape {
    func plane(of quantity: Quantity) throws(ReportError) -> [[Double]] {
      let rows = rows(of: quantity, seedIndex: seedIndex, trainingSetSizeIndex: trainingSetSizeIndex, blur: blur)
      guard let rows else {
        throw ReportError(
          .badInput,
          "Cannot follow paths on '\(provenance.file)' because it lacks '\(quantity.rawValue)': "
            + "give the landscape of a study that sweeps alpha and messiness.")
      }
      return alpha.indices.map { norm in rows.map { $0[norm] } }
    }
    let (train, test) = (try plane(of: .trainLoss), try plane(of: .testLoss))
    let gradients = try blur == nil ? (plane(of: .radialGradient), plane(of: .messinessGradient)) : nil
    do throws(LandscapeError) {
      let norms = keptNorms[seedIndex]
      guard let (radial, messy) = gradients else {
        return try ReducedLandscape(
          weightNorms: norms, messiness: messiness, smoothedTrainLoss: train, smoothedTestLoss: test)
      }
      return try ReducedLandscape(
        weightNorms: norms, messiness: messiness, trainLoss: train, radialGradient: radial, messinessGradient: messy,
        testLoss: test)
    } catch {
      throw ReportError(
        .badInput,
        "Cannot use seed \(seeds[seedIndex]) and n_train \(trainingSetSizes[trainingSetSizeIndex]) of "
          + "'\(provenance.file)': \(error.description)")
    }
  }
}
