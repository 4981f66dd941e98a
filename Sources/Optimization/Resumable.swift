/// What carries state from step to step, such that a run can be left and taken up again by another process.
public protocol Resumable: ~Copyable {
  /// Saves to, or restores from, `archive` everything that steps have changed and later steps need; what a configuration
  /// determines stays out of it.
  ///
  /// One traversal serves both directions, so that they cannot diverge. It is required even of what has no state: a
  /// forgotten one would go on with other bits.
  ///
  /// - Throws: `StateArchiveError` when restoring from what was saved by something else; the state is undefined then.
  mutating func exchange(with archive: inout StateArchive) throws(StateArchiveError)
}
