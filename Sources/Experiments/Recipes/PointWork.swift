import Foundation
import LinearAlgebra
import Optimization
import Sweeps

/// The work on a point, which may be left between any two steps and taken up again by another process.
///
/// A recipe does its work by `minimum` and `complete`. Taken up again, it runs as it did before: the parts that were
/// finished give what they gave, and the run that was left goes on where it was. Belongs to one thread.
final class PointWork {
  private let isInterrupted: @Sendable () -> Bool
  private let checkpoint: PointCheckpoint?
  private let interval: Double
  private let clock = ContinuousClock()
  /// Parts of the work that are finished, and how many of them the recipe has asked for.
  private var parts: [[UInt8]] = []
  private var asked = 0
  /// The state of the run that was left, until it goes on.
  private var left: StateArchive?
  /// The number of the step or evaluation that the run has reached, 0 between runs.
  private var step = 0
  /// The array that the work has begun.
  private var rows: PointRows?
  private var secondsBefore = 0.0
  private var start: ContinuousClock.Instant
  private var due: ContinuousClock.Instant

  /// Bits go on as they would have on the same kernels, by the same version of the program.
  private static let maker = "\(makerVersion)\(kernelsHere)"
  private static let makerVersion = "\(ProgramVersion.number) "

  /// Work from what `checkpoint` holds, or else from the beginning; it stores there every `interval` seconds, and when it
  /// is interrupted.
  ///
  /// - Parameter isAnew: whether it begins anew whatever the checkpoint holds.
  /// - Throws: `StateArchiveError` if the checkpoint holds something else.
  init(
    isInterrupted: @escaping @Sendable () -> Bool, checkpoint: PointCheckpoint? = nil,
    every interval: Double = .infinity, isAnew: Bool = false
  ) throws(StateArchiveError) {
    self.isInterrupted = isInterrupted
    self.checkpoint = checkpoint
    self.interval = interval
    start = clock.now
    due = start.advanced(by: .seconds(min(interval, 1e9)))
    checkpoint?.earlierSeconds = 0
    guard !isAnew, let checkpoint, let content = checkpoint.content(by: Self.maker) else { return }
    var archive = StateArchive(restoring: Array(content))
    try exchange(&checkpoint.earlierSeconds, with: &archive)
    if !archive.isAtEnd { left = archive }
  }

  /// The seconds that the work has taken up to here, in all processes.
  private(set) var seconds: Double {
    get { secondsBefore + (clock.now - start) / .seconds(1) }
    set {
      secondsBefore = newValue
      start = clock.now
    }
  }

  /// The array that the point has beside its record, of rows with so many bytes; written nowhere
  /// if nothing is stored.
  func rows(of rowBytes: Int) -> PointRows {
    let rows = checkpoint?.rows(of: rowBytes) ?? PointRows(of: rowBytes)
    self.rows = rows
    return rows
  }

  /// A part of the work: the minimum that `find` finds, or that it has found before; `nil` if interrupted.
  ///
  /// - Throws: `JournalError` if it was interrupted and cannot store what it has reached, `StateArchiveError`.
  func minimum<Element: Scalar>(
    _ find: () throws -> MeasuredMinimum<Element>?
  ) throws -> MeasuredMinimum<Element>? {
    var part = FinishedPart<Element>()
    if asked < parts.count {
      var archive = StateArchive(restoring: parts[asked])
      try part.exchange(with: &archive)
      try archive.end()
      asked += 1
      seconds = part.seconds
      guard let record = try? JSONDecoder.grokscape.decode(LandscapeRecord.self, from: Data(part.record)) else {
        throw StateArchiveError("a part of it is no record")
      }
      return MeasuredMinimum(record: record, parameters: part.parameters)
    }
    if isToPause {
      let isEnding = isInterrupted()
      // What was left and not taken up yet is still in the checkpoint.
      if left == nil, !parts.isEmpty { try save(isEnding: isEnding) { _ in } }
      if isEnding { return nil }
    }
    guard let minimum = try find() else { return nil }
    part.seconds = seconds
    part.record = try Array(JSONEncoder.grokscape.encode(minimum.record))
    part.parameters = minimum.parameters
    var archive = StateArchive()
    try part.exchange(with: &archive)
    parts.append(archive.bytes)
    asked += 1
    step = 0
    return minimum
  }

  /// Runs `run` to its end, from where it was left if it was; `nil` if interrupted.
  ///
  /// - Parameters:
  ///   - companion: exchanges what changes beside the run and the rule.
  ///   - proceed: runs until the rule says stop, or until it is to pause.
  /// - Throws: `JournalError` if rows cannot be written, or if it was interrupted and cannot store what it has reached;
  ///   `StateArchiveError`.
  func complete<Run: Resumable & ~Copyable, Rule: StoppingRule>(
    _ run: inout Run, until rule: Rule,
    with companion: (inout StateArchive) throws(StateArchiveError) -> Void = { _ in },
    _ proceed: (inout Run, inout Rule, _ isPaused: (Int) -> Bool) -> StopReason
  ) throws -> StopReason? {
    var rule = rule
    if var archive = left {
      try Self.exchange(&run, &rule, companion, with: &archive)
      try archive.end()
      seconds = checkpoint?.earlierSeconds ?? 0
      left = nil
    }
    while true {
      if let failure = rows?.failure { throw failure }
      // Not at every step, because looking at the clock costs as much as a small step.
      let reason = proceed(&run, &rule) {
        step = $0
        return $0.isMultiple(of: 64) && isToPause
      }
      if let failure = rows?.failure { throw failure }
      if reason != StopReason.none { return reason }
      let isEnding = isInterrupted()
      try save(isEnding: isEnding) { archive throws(StateArchiveError) in
        try Self.exchange(&run, &rule, companion, with: &archive)
      }
      if isEnding { return nil }
    }
  }

  /// How far the work is that a checkpoint holds: the step or evaluation of its run, and how many parts are finished;
  /// nil if it holds none of this version's.
  static func progress(in checkpoint: PointCheckpoint) -> (step: Int, parts: Int)? {
    guard let stored = checkpoint.stored, stored.maker.hasPrefix(makerVersion) else { return nil }
    var archive = StateArchive(restoring: Array(stored.content)), seconds = 0.0, step = 0, parts = 0
    do throws(StateArchiveError) {
      try archive.exchange(&seconds)
      try archive.exchange(&step)
      try archive.exchange(&parts)
      return (step, parts)
    } catch {
      return nil
    }
  }

  private var isToPause: Bool {
    isInterrupted() || rows?.failure != nil || checkpoint != nil && clock.now >= due
  }

  /// Stores what the work has reached; where that fails the work goes on, unless it `isEnding`.
  private func save(isEnding: Bool, _ run: (inout StateArchive) throws(StateArchiveError) -> Void) throws {
    guard let checkpoint else { return }
    var archive = StateArchive(), seconds = seconds
    try exchange(&seconds, with: &archive)
    try run(&archive)
    do throws(JournalError) {
      try rows?.synchronise()
      try checkpoint.store(Data(archive.bytes), by: Self.maker)
    } catch {
      if isEnding { throw error }
    }
    due = clock.now.advanced(by: .seconds(min(interval, 1e9)))
  }

  /// Exchanges what comes before the state of the run.
  private func exchange(_ seconds: inout Double, with archive: inout StateArchive) throws(StateArchiveError) {
    try archive.exchange(&seconds)
    try archive.exchange(&step)
    var count = parts.count
    try archive.exchange(&count)
    for k in 0..<count {
      if k == parts.count { parts.append([]) }
      try archive.exchange(&parts[k])
    }
  }

  private static func exchange<Run: Resumable & ~Copyable, Rule: StoppingRule>(
    _ run: inout Run, _ rule: inout Rule, _ companion: (inout StateArchive) throws(StateArchiveError) -> Void,
    with archive: inout StateArchive
  ) throws(StateArchiveError) {
    try run.exchange(with: &archive)
    try rule.exchange(with: &archive)
    try companion(&archive)
  }
}

/// A minimum that was found, and the seconds that the work had taken then.
private struct FinishedPart<Element: Scalar>: Resumable {
  var seconds = 0.0, record: [UInt8] = [], parameters: [Element] = []

  mutating func exchange(with archive: inout StateArchive) throws(StateArchiveError) {
    try archive.exchange(&seconds)
    try archive.exchange(&record)
    try archive.exchange(&parameters)
  }
}
