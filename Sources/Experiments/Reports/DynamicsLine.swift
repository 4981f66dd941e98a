/// Runs along one axis of a dynamics file, at one place of all others but the seeds, alpha and thresholds.
struct DynamicsLine {
  /// The runs of one value.
  struct Stop {
    let value: Double
    let file: DynamicsFile, trainingSet: Int, weightDecay: Int
  }

  /// The key that varies along it.
  let key: String
  /// The place along the others that have several values.
  let at: [Coordinate]
  private(set) var stops: [Stop]

  /// The error that there are more lines than a command shows.
  static func tooMany(_ lines: [DynamicsLine], most: Int) -> ReportError {
    let keys = (lines.first?.at ?? []).map(\.key).joined(separator: ", ")
    return ReportError(
      .badRequest,
      "Cannot show '\(lines.first?.stops.first?.file.provenance.file ?? "")' at \(lines.count) places at once, at most "
        + "\(most): choose values of \(keys) with --at.")
  }

  /// All lines along `key` through slices of one file; along the weight decay if that has several values, else
  /// `n_train`, else the first of the further axes.
  ///
  /// - Throws: `ReportError` of kind `badRequest` if the file has no such axis of numbers.
  static func all(_ files: [DynamicsFile], along wanted: String?) throws(ReportError) -> [DynamicsLine] {
    let further = files[0].at.filter { place in files.contains { $0.at != files[0].at && !$0.at.contains(place) } }
    let numbers = further.filter { !$0.value.number.isNaN }.map(\.key)
    let own =
      (files[0].weightDecays.count > 1 ? ["weight_decay"] : [])
      + (files[0].trainingSetSizes.count > 1 ? ["n_train"] : [])
    let key = wanted ?? (own + numbers).first ?? "weight_decay"
    let keys = own.contains("weight_decay") ? own + numbers : ["weight_decay"] + own + numbers
    guard keys.contains(key) else {
      throw ReportError(
        .badRequest,
        "Cannot follow times in '\(files[0].provenance.file)' along '\(key)', which is no axis of numbers with several "
          + "values there: choose from \(keys.joined(separator: ", ")).")
    }
    var lines: [DynamicsLine] = [], known: [[Coordinate]: Int] = [:]
    for file in files {
      for size in file.trainingSetSizes.indices {
        for decay in file.weightDecays.indices {
          let all =
            file.at.filter { further.map(\.key).contains($0.key) }
            + (own.contains("n_train")
              ? [Coordinate(key: "n_train", value: .number(Double(file.trainingSetSizes[size])))] : [])
            + [Coordinate(key: "weight_decay", value: .number(file.weightDecays[decay]))]
          let rest = all.filter { $0.key != key && ($0.key != "weight_decay" || own.contains("weight_decay")) }
          let value = all.first { $0.key == key }?.value.number ?? .nan
          let stop = Stop(value: value, file: file, trainingSet: size, weightDecay: decay)
          if let index = known[rest] {
            lines[index].stops.append(stop)
          } else {
            known[rest] = lines.count
            lines.append(DynamicsLine(key: key, at: rest, stops: [stop]))
          }
        }
      }
    }
    return lines
  }
}
