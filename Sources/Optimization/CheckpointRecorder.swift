public import LinearAlgebra

/// Where a recorder's checkpoints go: the parameters of each are a row.
public protocol CheckpointRows<Element>: Resumable {
  /// The type of the parameters.
  associatedtype Element: Scalar
  /// The number of rows.
  var count: Int { get }
  /// Keeps a row behind the others.
  mutating func append(_ row: borrowing Vector<Element>)
  /// Leaves the first row, the third and so on.
  mutating func keepEverySecond()
}

/// The parameters that a run keeps by a schedule, under a limit of bytes.
///
/// A schedule whose steps are known is thinned beforehand. One that waits for a movement keeps every second checkpoint
/// when there is no room for another, and waits for twice the movement from then on: what is kept spans the whole run.
public struct CheckpointRecorder<Rows: CheckpointRows> {
  /// The type of the parameters.
  public typealias Element = Rows.Element
  /// The steps of the checkpoints, ascending.
  public private(set) var steps: [Int] = []
  /// The parameters of the checkpoints, one after another.
  public private(set) var rows: Rows

  private let parameterCount: Int
  private let limit: Int
  /// The steps at which parameters are kept; nil if their movement decides.
  private let planned: [Int]?
  private var next = 0
  private var fraction: Double
  /// The parameters kept last and the square of their norm, if their movement decides.
  private var last: [Element] = []
  private var squaredNorm = 0.0

  /// A recorder into `rows`, which are none yet, of a run of at most `lastStep` steps that keeps at most `byteBudget`
  /// bytes, or two checkpoints if they are more.
  public init(
    _ schedule: CheckpointSchedule, lastStep: Int, parameterCount: Int, byteBudget: Int, into rows: Rows
  ) {
    self.rows = rows
    self.parameterCount = parameterCount
    limit = max(2, byteBudget / max(1, parameterCount * MemoryLayout<Element>.size))
    planned = schedule.steps(upTo: lastStep, atMost: limit)
    fraction = if case .moved(let fraction) = schedule { fraction } else { 0 }
  }

  /// Keeps the parameters before step `step` if it is time; steps ascend.
  ///
  /// - Complexity: O(1) where the steps are known, else O(parameters).
  public mutating func observe(step: Int, _ parameters: borrowing Vector<Element>) {
    if let planned {
      guard next < planned.count, step >= planned[next] else { return }
      while next < planned.count, planned[next] <= step { next += 1 }
    } else {
      guard steps.isEmpty || squaredDistance(parameters) > fraction * fraction * squaredNorm else { return }
      // The last place is for the end of the run.
      if steps.count == limit - 1 { thin() }
    }
    keep(step, parameters)
  }

  /// Keeps the parameters at the end of the run, if they are not kept yet.
  public mutating func finish(step: Int, _ parameters: borrowing Vector<Element>) {
    if steps.last != step { keep(step, parameters) }
  }

  private mutating func keep(_ step: Int, _ parameters: borrowing Vector<Element>) {
    precondition(parameters.count == parameterCount)
    steps.append(step)
    rows.append(parameters)
    guard planned == nil else { return }
    last = Array(UnsafeBufferPointer(start: parameters.ref.base, count: parameterCount))
    squaredNorm = parameters.doublePrecisionDot(parameters)
  }

  /// Leaves every second checkpoint.
  private mutating func thin() {
    steps = stride(from: 0, to: steps.count, by: 2).map { steps[$0] }
    rows.keepEverySecond()
    fraction *= 2
  }

  /// The square of the distance from the parameters kept last, in four sums that vectorise.
  private func squaredDistance(_ parameters: borrowing Vector<Element>) -> Double {
    let base = parameters.ref.base, count = parameterCount
    return last.withUnsafeBufferPointer { last in
      var sums = SIMD4<Double>(repeating: 0)
      var index = 0
      while index + 4 <= count {
        let difference = SIMD4(
          Double(base[index] - last[index]), Double(base[index + 1] - last[index + 1]),
          Double(base[index + 2] - last[index + 2]), Double(base[index + 3] - last[index + 3]))
        sums += difference * difference
        index += 4
      }
      for index in index..<count {
        let difference = Double(base[index] - last[index])
        sums[0] += difference * difference
      }
      return sums.sum()
    }
  }
}

extension CheckpointRecorder: Resumable {
  /// Exchanges what has been kept, and what decides when the next is.
  public mutating func exchange(with archive: inout StateArchive) throws(StateArchiveError) {
    try archive.exchange(&steps)
    try rows.exchange(with: &archive)
    try archive.exchange(&next, in: 0...(planned?.count ?? 0))
    try archive.exchange(&fraction)
    try archive.exchange(&last)
    try archive.exchange(&squaredNorm)
    guard steps.count <= limit, rows.count == steps.count,
      last.count == (planned == nil && !steps.isEmpty ? parameterCount : 0)
    else { throw StateArchiveError("its checkpoints are of another run") }
  }
}
