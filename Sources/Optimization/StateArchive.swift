public import LinearAlgebra

/// An archive that does not hold the state of what is to be restored from it.
public struct StateArchiveError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One sentence for the person who asked.
  public let description: String

  /// The failure for `reason`, a clause.
  public init(_ reason: String) { description = "Cannot restore the state of a run: \(reason); start the run anew." }
}

/// The state of a run as bytes: values in the order in which they are exchanged.
///
/// Saving copies values into the archive, restoring copies them back, bit by bit. Lengths are stored and checked.
/// Nothing else tells one value from another: what saved and what restores must be the same program with the same
/// configuration. Numbers lie there as in memory, for the same kind of machine.
public struct StateArchive: Sendable {
  /// What was saved so far, or what is restored from.
  public private(set) var bytes: [UInt8]
  /// Whether values are restored.
  public let isRestoring: Bool
  private var position = 0

  /// An empty archive to save to.
  public init() {
    bytes = []
    isRestoring = false
  }

  /// An archive to restore from.
  public init(restoring bytes: [UInt8]) {
    self.bytes = bytes
    isRestoring = true
  }

  /// Exchanges an integer, which must be in `range` when it is restored.
  ///
  /// - Throws: `StateArchiveError`.
  public mutating func exchange(
    _ value: inout Int, in range: ClosedRange<Int> = 0...Int.max
  ) throws(StateArchiveError) {
    var word = Int64(value)
    try exchangeWord(&word)
    guard range.contains(Int(word)) else { throw StateArchiveError("it holds a number that cannot be") }
    value = Int(word)
  }

  /// Exchanges the bits of a number.
  ///
  /// - Throws: `StateArchiveError`.
  public mutating func exchange(_ value: inout Double) throws(StateArchiveError) {
    var word = Int64(bitPattern: value.bitPattern)
    try exchangeWord(&word)
    value = Double(bitPattern: UInt64(bitPattern: word))
  }

  /// Exchanges a truth value.
  ///
  /// - Throws: `StateArchiveError`.
  public mutating func exchange(_ value: inout Bool) throws(StateArchiveError) {
    var number = value ? 1 : 0
    try exchange(&number, in: 0...1)
    value = number == 1
  }

  /// Exchanges all elements of a vector, whose length must be the same.
  ///
  /// - Throws: `StateArchiveError`.
  public mutating func exchange<Element: Scalar>(_ vector: inout Vector<Element>) throws(StateArchiveError) {
    try exchange(vector.ref)
  }

  /// Exchanges the elements that a view shows, whose number must be the same.
  ///
  /// - Throws: `StateArchiveError`.
  public mutating func exchange<Element: Scalar>(_ view: VectorRef<Element>) throws(StateArchiveError) {
    var count = view.count
    try exchange(&count, in: isRestoring ? view.count...view.count : 0...Int.max)
    try exchange(UnsafeMutableRawBufferPointer(view.buffer))
  }

  /// Exchanges an array; restoring, one of any length, or of the length that it has where that `isFixed`.
  ///
  /// - Throws: `StateArchiveError`.
  public mutating func exchange<Element: BitwiseCopyable & AdditiveArithmetic>(
    _ array: inout [Element], isFixed: Bool = false
  ) throws(StateArchiveError) {
    var count = array.count
    // No more elements than there are bytes for: damage must not ask for memory.
    let largest = (bytes.count - position) / MemoryLayout<Element>.stride
    try exchange(&count, in: !isRestoring ? 0...Int.max : isFixed ? count...count : 0...largest)
    if count != array.count { array = Array(repeating: .zero, count: count) }
    try array.withUnsafeMutableBufferPointer { buffer throws(StateArchiveError) in
      try exchange(UnsafeMutableRawBufferPointer(buffer))
    }
  }

  /// Whether everything in it was restored.
  public var isAtEnd: Bool { position == bytes.count }

  /// Checks that everything was restored.
  ///
  /// - Throws: `StateArchiveError`.
  public func end() throws(StateArchiveError) {
    guard isAtEnd else { throw StateArchiveError("it holds more than that") }
  }

  private mutating func exchangeWord(_ word: inout Int64) throws(StateArchiveError) {
    try withUnsafeMutableBytes(of: &word) { buffer throws(StateArchiveError) in try exchange(buffer) }
  }

  private mutating func exchange(_ memory: UnsafeMutableRawBufferPointer) throws(StateArchiveError) {
    guard isRestoring else {
      bytes.append(contentsOf: memory)
      return
    }
    guard memory.count <= bytes.count - position else { throw StateArchiveError("it ends too early") }
    bytes.withUnsafeBytes {
      memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position...].prefix(memory.count)))
    }
    position += memory.count
  }
}
