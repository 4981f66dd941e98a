public import Foundation

/// A sweep over the points of a folder that any number of processes may share.
///
/// It does what is missing, and once more what failed before. Results may depend on the point alone.
public struct SharedSweep: Sendable {
  /// Where plan and journals are.
  public let folder: RunFolder
  /// How many points the plan has.
  public let count: Int
  /// The points to do.
  public let points: Range<Int>
  /// How many are done at a time.
  public let width: Int
  /// What identifies the configuration of a point: a word.
  public let key: @Sendable (Int) -> String
  /// Whether two results of one point are the same, times aside.
  public let areSame: @Sendable (Data, Data) -> Bool
  /// Whether all that a finished point's entry names is there; if not, the point is done again.
  public let isWhole: @Sendable (SweepEntry) -> Bool

  /// A sweep over `points` of a plan of `count` points.
  public init(
    _ folder: RunFolder, count: Int, points: Range<Int>, width: Int, key: @escaping @Sendable (Int) -> String,
    areSame: @escaping @Sendable (Data, Data) -> Bool,
    isWhole: @escaping @Sendable (SweepEntry) -> Bool = { _ in true }
  ) {
    self.folder = folder
    self.count = count
    self.points = points
    self.width = width
    self.key = key
    self.areSame = areSame
    self.isWhole = isWhole
  }

  /// Runs until all points are recorded, by this process or by others.
  ///
  /// - Parameters:
  ///   - isCancelled: asked before each point and while waiting for others.
  ///   - body: the result of a point, nil if it was interrupted, with the checkpoint that it may go on from and store to.
  ///     What it throws is recorded as the reason of the point's failure, but a `JournalError` ends the run.
  ///   - wait: told again and again while there is nothing to do but to wait for points that other processes work on:
  ///     how many these are, and how many of `points` are done.
  ///   - receive: sees each entry that this process has recorded, and how many of `points` are done then.
  /// - Returns: what is known of the folder at the end.
  /// - Throws: `JournalError`, of kind `contradiction` if the folder holds a point of another configuration; what was
  ///   recorded stays.
  public func run(
    isCancelled: @escaping @Sendable () -> Bool, body: @escaping @Sendable (Int, PointCheckpoint) throws -> Data?,
    wait: (Int, Int) -> Void = { _, _ in }, receive: (SweepEntry, Int) -> Void
  ) async throws -> SweepIndex {
    let index = try SweepIndex(
      folder, selection: points, { entry throws(JournalError) in try check(entry) }, isWhole: isWhole)
    var missing = points.filter { index.done[$0] == nil }
    if missing.isEmpty {
      Leases.removeVoid(in: folder.path)
      CheckpointFolder(of: folder).removeStale { index.done[$0] != nil }
      return index
    }
    let session = try SweepSession(folder, index: index)
    do {
      while !missing.isEmpty, !isCancelled() {
        var held: [Int] = []
        try await boundedRun(missing, width: width, isCancelled: isCancelled) { point in
          attempt(point, session, isCancelled, body)
        } receive: { point, result in
          switch try result.get() {
          case .recorded, .interrupted: return
          case .held: held.append(point)
          case .finished(let entry):
            try session.record(entry, areSame: areSame)
            receive(entry, session.doneCount)
          }
        }
        missing = held
        // Others work on the rest; should one of them die, this process takes its points over.
        if !missing.isEmpty {
          wait(missing.count, session.doneCount)
          try? await Task.sleep(for: .milliseconds(100))
        }
      }
    } catch {
      try? session.close()
      throw error
    }
    try session.close()
    let end = try SweepIndex(folder, isWhole: isWhole)
    // What killed processes left of points that others have finished.
    CheckpointFolder(of: folder).removeStale { end.done[$0] != nil }
    return end
  }

  /// Refuses an entry that is not of this plan.
  ///
  /// - Throws: `JournalError` of kind `contradiction`.
  public func check(_ entry: SweepEntry) throws(JournalError) {
    guard (0..<count).contains(entry.point), entry.key == key(entry.point) else {
      throw JournalError(foreign: entry.point, in: folder.path)
    }
  }

  private enum Attempt: Sendable {
    case recorded, held, interrupted
    case finished(SweepEntry)
  }

  private func attempt(
    _ point: Int, _ session: SweepSession, _ isCancelled: () -> Bool,
    _ body: (Int, PointCheckpoint) throws -> Data?
  ) -> Result<Attempt, JournalError> {
    do throws(JournalError) {
      switch try session.claim(point) {
      case .recorded: return .success(.recorded)
      case .held: return .success(.held)
      case .taken: break
      }
    } catch {
      return .failure(error)
    }
    let clock = ContinuousClock(), start = clock.now
    let checkpoint = PointCheckpoint(of: point, key: key(point), in: folder)
    let outcome: SweepEntry.Outcome
    do {
      guard let result = try body(point, checkpoint) else {
        checkpoint.removeUnnamedRows()
        session.release(point)
        return .success(.interrupted)
      }
      outcome = .done(result)
    } catch let error as JournalError {
      checkpoint.removeUnnamedRows()
      session.release(point)
      return .failure(error)
    } catch {
      outcome = .failed("\(error)")
    }
    let seconds = checkpoint.earlierSeconds + (clock.now - start) / .seconds(1)
    return .success(.finished(SweepEntry(point: point, key: key(point), seconds: seconds, outcome: outcome)))
  }
}
