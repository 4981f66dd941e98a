import Foundation
import Synchronization

/// What one process does in a run's folder: it leases points and records how they came out.
///
/// Records are written at once and synchronised in groups, every half second, by a thread of its own; a lease ends when
/// its point's record is synchronised. A power cut can lose the records of the last half second, and nothing else.
final class SweepSession: Sendable {
  /// What became of the wish to work on a point.
  enum Claim { case taken, held, recorded }

  private struct State {
    var index: SweepIndex
    var journal: Journal?
    /// Points whose records are written and not synchronised.
    var unsynchronised: [Int] = []
    var failure: JournalError?
    var isClosed = false
  }

  private let folder: RunFolder
  private let leases: Leases
  private let initiallyFailed: Set<Int>
  private let state: Mutex<State>
  /// Held while synchronising, so that none goes on after the end.
  private let synchronisation = Mutex<Void>(())

  /// A session in `folder`, of which `index` is known.
  ///
  /// - Throws: `JournalError` of kind `cannotWrite`.
  init(_ folder: RunFolder, index: SweepIndex) throws(JournalError) {
    self.folder = folder
    leases = try Leases(in: folder.path)
    initiallyFailed = Set(index.failed.keys)
    state = Mutex(State(index: index))
    Thread.detachNewThread { self.keepUp() }
  }

  /// How many of the selected points are known to be done.
  var doneCount: Int { state.withLock { $0.index.selectedCount } }

  /// Leases a point, unless another process works on it or it has been recorded; what failed before this session counts
  /// as not recorded.
  func claim(_ point: Int) throws(JournalError) -> Claim {
    try state.withLock { state throws(JournalError) in
      if let failure = state.failure { throw failure }
      guard try leases.take(point) else { return .held }
      do throws(JournalError) {
        // Who held the lease before has recorded the point before the lease ended.
        try state.index.update()
      } catch {
        leases.release(point)
        throw error
      }
      let hasFailed = state.index.failed[point] != nil && !initiallyFailed.contains(point)
      guard hasFailed || state.index.done[point] != nil else { return .taken }
      leases.release(point)
      return .recorded
    }
  }

  /// Gives a point back without a record.
  func release(_ point: Int) { leases.release(point) }

  /// Records a point, unless another process has done so meanwhile: then its result is compared with the first one.
  ///
  /// - Throws: `JournalError`, of kind `contradiction` if the results differ.
  func record(_ entry: SweepEntry, areSame: (Data, Data) -> Bool) throws(JournalError) {
    try state.withLock { state throws(JournalError) in
      if let failure = state.failure { throw failure }
      try leases.exclusively { () throws(JournalError) in
        try state.index.update()
        if state.index.done[entry.point] != nil {
          try compare(entry, areSame)
          leases.release(entry.point)
          return
        }
        let journal: Journal
        if let open = state.journal { journal = open } else { journal = try Journal(in: folder.path) }
        state.journal = journal
        try journal.append(entry.record)
        state.unsynchronised.append(entry.point)
        try state.index.update()
      }
    }
  }

  private func compare(_ late: SweepEntry, _ areSame: (Data, Data) -> Bool) throws(JournalError) {
    guard case .done(let result) = late.outcome else { return }
    for entry in try SweepEntry.all(in: folder) where entry.point == late.point {
      if case .done(let first) = entry.outcome, !areSame(first, result) {
        throw JournalError(contradicting: late.point, in: folder.path)
      }
    }
  }

  /// Synchronises what is written and ends all leases of this process.
  ///
  /// - Throws: `JournalError` of kind `cannotWrite`, also for what went wrong before in the background.
  func close() throws(JournalError) {
    synchronise()
    let failure = state.withLock { state in
      state.isClosed = true
      CheckpointFolder(of: folder).removeStale { state.index.done[$0] != nil }
      return state.failure
    }
    leases.close()
    if let failure { throw failure }
  }

  private func synchronise() {
    synchronisation.withLock { _ in
      let (journal, points) = state.withLock { state in
        defer { state.unsynchronised = [] }
        return (state.journal, state.unsynchronised)
      }
      guard let journal, !points.isEmpty else { return }
      do throws(JournalError) {
        try journal.synchronise()
        for point in points { CheckpointFolder(of: folder).remove(point) }
      } catch {
        state.withLock { $0.failure = error }
      }
      for point in points { leases.release(point) }
    }
  }

  /// Synchronises every half second and refreshes the leases every fifteen, until the session is closed.
  private func keepUp() {
    var count = 0
    while true {
      usleep(500_000)
      // Held, so that the files of the leases stay open while they are refreshed.
      let isClosed = state.withLock { state in
        if !state.isClosed, count.isMultiple(of: 30) { leases.refresh() }
        return state.isClosed
      }
      if isClosed { return }
      synchronise()
      count += 1
    }
  }
}
