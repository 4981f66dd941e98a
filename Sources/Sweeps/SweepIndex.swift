/// Which points of a folder are done and which have failed, as its journals tell; results are not kept in memory.
public struct SweepIndex: Sendable {
  /// The seconds that the finished points took, by their numbers.
  public private(set) var done: [Int: Double] = [:]
  /// Why points failed that have not been done since, by their numbers.
  public private(set) var failed: [Int: String] = [:]
  /// Lines that do not agree with their checksums, or hold no entry.
  public var damagedCount: Int { reader.damagedCount + foreignCount }
  private var reader: JournalReader
  private var foreignCount = 0
  private let isWhole: @Sendable (SweepEntry) -> Bool

  private let selection: Range<Int>
  /// How many points of the selection are done.
  public private(set) var selectedCount = 0

  /// The state of `folder` now; of the finished points, those in `selection` are counted.
  ///
  /// - Parameters:
  ///   - visit: sees each entry.
  ///   - isWhole: whether all that a finished point's entry names is there; if not, the point counts as not done.
  /// - Throws: `JournalError` of kind `cannotRead`, and what `visit` throws.
  public init(
    _ folder: RunFolder, selection: Range<Int> = 0..<Int.max,
    _ visit: (SweepEntry) throws(JournalError) -> Void = { _ in },
    isWhole: @escaping @Sendable (SweepEntry) -> Bool = { _ in true }
  ) throws(JournalError) {
    reader = JournalReader(folder.path)
    self.selection = selection
    self.isWhole = isWhole
    try update(visit)
  }

  /// Reads what has come since.
  ///
  /// - Parameter visit: sees each new entry.
  /// - Throws: `JournalError` of kind `cannotRead`, and what `visit` throws.
  mutating func update(_ visit: (SweepEntry) throws(JournalError) -> Void = { _ in }) throws(JournalError) {
    for record in try reader.newRecords() {
      guard let entry = SweepEntry(record: record) else {
        foreignCount += 1
        continue
      }
      try visit(entry)
      switch entry.outcome {
      case .done:
        guard isWhole(entry) else { continue }
        failed[entry.point] = nil
        if done[entry.point] == nil {
          done[entry.point] = entry.seconds
          selectedCount += selection.contains(entry.point) ? 1 : 0
        }
      case .failed(let reason):
        if done[entry.point] == nil { failed[entry.point] = reason }
      }
    }
  }
}
