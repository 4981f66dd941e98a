import Objectives

/// The checkpoints of one run that is imported, in the order of their steps.
struct ImportedRun: Sendable {
  struct Checkpoint: Sendable {
    var step: Int
    let location: CheckpointLocation
  }

  let checkpoints: [Checkpoint]

  /// Finds the checkpoints of `run` and looks at their headers; the first one ever sets `selection`.
  ///
  /// - Throws: `ReportError` of kind `badInput`.
  init(
    _ run: TrajectoryImport.Run, _ request: TrajectoryImport.Request, _ selection: inout ArraySelection?
  ) throws(ReportError) {
    var locations: [CheckpointLocation] = []
    for pattern in run.patterns { locations += try CheckpointLocation.matching(pattern) }
    guard let first = locations.first else {
      throw ReportError(.badRequest, "Cannot import the run '\(run.name)' without checkpoints: name some.")
    }
    guard !request.isStacked || locations.count == 1 else {
      throw .importing(
        locations[1].path, "a stacked run is one file, and '\(run.name)' has \(locations.count)",
        "give each file a --run of its own, or leave --stacked out")
    }
    var stated: [[Int]?] = []
    var length = locations.count
    for location in locations {
      let arrays = try CheckpointArrays(location, group: request.group)
      if selection == nil { selection = try ArraySelection(arrays, request) }
      try selection?.check(arrays, request)
      if request.isStacked { length = try Self.length(arrays, selection) }
      stated.append(request.steps == .automatic || request.steps == .metadata ? try arrays.steps() : nil)
    }
    let steps = try Self.steps(run, request, locations, stated, length)
    checkpoints = steps.indices.map { index in
      Checkpoint(step: steps[index], location: request.isStacked ? first : locations[index])
    }.sorted { $0.step < $1.step }
    // Rows of a stacked file are read in their order.
    guard !request.isStacked || zip(steps, steps.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw .importing(first.path, "its steps do not ascend", "sort its checkpoints")
    }
    if let twice = zip(checkpoints, checkpoints.dropFirst()).first(where: { $0.step == $1.step }) {
      throw .importing(
        twice.1.location.path, "it is of step \(twice.0.step) like '\(twice.0.location.path)'",
        "give the steps with --steps, or leave one of the files out")
    }
  }

  /// The length of the axis of checkpoints, the same for all arrays.
  private static func length(_ arrays: CheckpointArrays, _ selection: ArraySelection?) throws(ReportError) -> Int {
    let chosen = arrays.arrays.filter { selection?.layout[$0.name] != nil }
    let lengths = Set(chosen.compactMap(\.shape.first))
    guard let length = lengths.first, lengths.count == 1, length > 0 else {
      throw .importing(
        arrays.path, "the first axes of its arrays have the lengths \(lengths.sorted())",
        "leave arrays without an axis of checkpoints out with --pattern")
    }
    return length
  }

  private static func steps(
    _ run: TrajectoryImport.Run, _ request: TrajectoryImport.Request, _ locations: [CheckpointLocation],
    _ stated: [[Int]?], _ length: Int
  ) throws(ReportError) -> [Int] {
    let advice = "give them with --steps 0,10,20"
    if case .list(let steps) = request.steps {
      guard steps.count == length else {
        throw ReportError(
          .badRequest,
          "Cannot give the \(length) checkpoints of the run '\(run.name)' their steps: --steps lists \(steps.count).")
      }
      return steps
    }
    let path = locations.first?.path ?? run.name
    let known = request.isStacked ? stated.first ?? nil : flat(stated)
    if let known, request.steps != .names {
      guard known.count == length else {
        throw .importing(path, "it states \(known.count) steps for \(length) checkpoints", advice)
      }
      return known
    }
    if request.steps == .metadata || request.isStacked {
      throw .importing(path, "not all its checkpoints state their steps in an array or metadata 'step'", advice)
    }
    var steps: [Int] = []
    for location in locations {
      guard let step = location.numberInName else {
        throw .importing(location.path, "its name has no number that could be its step", advice)
      }
      steps.append(step)
    }
    return steps
  }

  /// The steps of checkpoints that state one each, or nil.
  private static func flat(_ stated: [[Int]?]) -> [Int]? {
    let steps = stated.compactMap { $0?.count == 1 ? $0?.first : nil }
    return steps.count == stated.count ? steps : nil
  }
}
