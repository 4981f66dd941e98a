import Sweeps

/// A key of a study that takes several values though it is no axis by nature: one more axis.
public struct SweptKey: Sendable, Codable, Hashable {
  /// The key with the tables that it is in: `optimizer.rate`.
  public let name: String
  /// The values as a study would give each alone; a number always in the same form.
  public let values: [String]

  /// The values as numbers, nil if some are words.
  public var numbers: [Double]? {
    let numbers = values.compactMap(Double.init)
    return numbers.count == values.count ? numbers : nil
  }
}

/// The further axes of a study, and what is needed to read the study at any of their values.
public struct SweptKeys: Sendable, Codable {
  /// The axes in the order in which the study has them.
  public let keys: [SweptKey]
  /// All settings of the study, as it gives them.
  let settings: Setting
}

extension SweptKeys: Hashable {
  /// Whether the axes are the same; the study's other settings are compared as its configuration has them.
  public static func == (left: SweptKeys, right: SweptKeys) -> Bool { left.keys == right.keys }

  /// Hashes the axes.
  public func hash(into hasher: inout Hasher) { hasher.combine(keys) }
}

extension StudyConfiguration {
  /// The study at every combination of the values of its swept keys, the last key varying fastest; alone if there are
  /// none.
  ///
  /// - Throws: `StudyError` if a stored study has been changed so that it cannot be read.
  func variants() throws(StudyError) -> [StudyConfiguration] {
    guard let swept else { return [self] }
    let axes = swept.keys.map { key in
      SweptAxis(key: key, settings: key.values.map { .scalar($0, at: "the stored study") })
    }
    return try Self.variants(of: swept.settings, axes).map { variant in
      var variant = variant
      (variant.name, variant.title, variant.question, variant.preset) = (name, title, question, preset)
      return variant
    }
  }

  /// Reads a study strictly, and once for each combination of the values of its swept keys.
  ///
  /// - Throws: `StudyError` that names file, line and key of what is wrong at any of the values.
  init(sweeping study: Setting) throws(StudyError) {
    let axes = try SweptAxis.all(in: study)
    let combinations = axes.reduce(1) { $0 * Double($1.settings.count) }
    guard combinations <= Double(Limits.combinations) else {
      throw StudyError(
        .badStudy,
        "Cannot run the study (\(study.place)): \(axes.map { "'\($0.key.name)'" }.joined(separator: ", ")) make "
          + "\(axes.map { "\($0.settings.count)" }.joined(separator: " x ")) combinations; give at most \(Limits.combinations)."
      )
    }
    let variants = try Self.variants(of: study, axes)
    self = variants[0]
    guard !axes.isEmpty else { return }
    let points = combinations * Double(plan.count)
    guard points <= Double(Limits.points) else {
      throw StudyError(
        .badStudy,
        "Cannot run the study (\(study.place)): \(variants.count) combinations of the values of "
          + "\(axes.map { "'\($0.key.name)'" }.joined(separator: ", ")) make \(Int(points)) points; "
          + "give at most \(Limits.points).")
    }
    // Texts go with the configuration, and have no part in how points are read.
    swept = SweptKeys(keys: axes.map(\.key), settings: study.removing(["title", "question", "preset"]))
  }

  private static func variants(of study: Setting, _ axes: [SweptAxis]) throws(StudyError) -> [StudyConfiguration] {
    var studies = [study]
    for axis in axes {
      let path = axis.key.name.split(separator: ".").map(String.init)[...]
      studies = studies.flatMap { study in axis.settings.map { study.replacing(path, by: $0) } }
    }
    return try studies.map { study throws(StudyError) in try StudyConfiguration(study) }
  }
}
