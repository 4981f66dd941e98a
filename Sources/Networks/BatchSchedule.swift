import RandomStreams

/// Which samples each training step sees.
public struct BatchSchedule: ~Copyable {
  private enum Kind {
    case full(Int)
    case shuffled(count: Int, size: Int, rootSeed: UInt64, seed: UInt64)
    case listed(starts: [Int])
  }

  private let kind: Kind
  private let indices: UnsafeMutableBufferPointer<Int32>
  private var epoch = -1
  /// The largest number of rows of a step.
  public let largestBatch: Int

  /// Whether every step sees all samples.
  public var isFull: Bool {
    if case .full = kind { return true }
    return false
  }

  /// Every step sees the first `count` samples.
  public static func full(_ count: Int) -> BatchSchedule {
    BatchSchedule(kind: .full(count), indices: .allocate(capacity: 0), largestBatch: count)
  }

  /// Every epoch shuffles the first `count` samples and cuts them into batches of `size`; the last one may be short.
  ///
  /// The order of epoch e depends on (root seed, seed, e) alone: the number of the step is all that a run needs to go on
  /// with the same batches, and checkpoints store nothing of a schedule.
  public static func shuffled(_ count: Int, size: Int, rootSeed: UInt64, seed: UInt64) -> BatchSchedule {
    precondition(count > 0 && size > 0)
    return BatchSchedule(
      kind: .shuffled(count: count, size: size, rootSeed: rootSeed, seed: seed), indices: .allocate(capacity: count),
      largestBatch: min(size, count))
  }

  /// Step k sees exactly the rows `batches[k]`, over again after the last.
  public static func listed(_ batches: [[Int32]]) -> BatchSchedule {
    let all = batches.flatMap { $0 }
    let indices = UnsafeMutableBufferPointer<Int32>.allocate(capacity: all.count)
    _ = indices.initialize(from: all)
    return BatchSchedule(
      kind: .listed(starts: batches.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }), indices: indices,
      largestBatch: batches.map(\.count).max() ?? 0)
  }

  private init(kind: Kind, indices: UnsafeMutableBufferPointer<Int32>, largestBatch: Int) {
    self.kind = kind
    self.indices = indices
    self.largestBatch = largestBatch
  }

  deinit { indices.deallocate() }

  /// The rows of step `step`; a view into the schedule.
  public mutating func rows(at step: Int) -> RowSelection {
    switch kind {
    case .full(let count):
      return RowSelection(first: count)
    case .shuffled(let count, let size, let rootSeed, let seed):
      let batches = (count + size - 1) / size
      if step / batches != epoch {
        epoch = step / batches
        var stream = PhiloxStream(rootSeed: rootSeed, seed: seed, purpose: .batches(epoch: epoch))
        stream.fillPermutation(indices)
      }
      let start = step % batches * size
      return view(start, min(size, count - start))
    case .listed(let starts):
      let k = step % (starts.count - 1)
      return view(starts[k], starts[k + 1] - starts[k])
    }
  }

  private func view(_ start: Int, _ count: Int) -> RowSelection {
    guard let base = indices.baseAddress else { return RowSelection(first: 0) }
    return RowSelection(base + start, count: count)
  }
}

// Uniquely owned: whoever holds it is the only one who does.
extension BatchSchedule: @unchecked Sendable {}
