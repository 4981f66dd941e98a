import LinearAlgebra
import Synchronization

/// A block of columns of all rows, from which the centre is subtracted.
///
/// The reference row is subtracted first and the mean of what remains afterwards, both in double precision, and the
/// result is rounded once: a large offset that all rows share costs no digits.
final class CentredBlock<Source: RowSource> {
  typealias Element = Source.Element
  /// Columns that one worker centres at a time.
  private static var strip: Int { 1024 }

  private let source: Source
  private let runs: [Range<Int>]
  private let centring: Centring
  private let workers: Int
  /// The rows whose mean is taken.
  private let counted: [Int]
  private let storage: Vector<Element>
  /// The columns that the block holds now.
  private(set) var columns = 0..<0
  /// What was subtracted from a row besides its reference, for every column met so far.
  private(set) var mean: [Double]
  /// The means of what remains of the columns beside the pivots; the second time they
  /// are not summed again.
  private var remainders: [Double]
  /// The columns that have been met: all before this one.
  private var metColumns = 0

  init(_ source: Source, runs: [Range<Int>], _ centring: Centring, width: Int, workers: Int) {
    self.source = source
    self.runs = runs
    self.centring = centring
    self.workers = workers
    let references = Set(runs.compactMap { centring.reference(of: $0) })
    counted = (0..<source.rows).filter { !references.contains($0) }
    storage = Vector(zeros: source.rows * width)
    mean = centring.removesMean ? [Double](repeating: 0, count: source.columns) : []
    remainders = mean
  }

  /// The rows of the matrix whose singular vectors are the components: all but the references, which are zero.
  var countedRows: [Int] { counted }

  /// The elements in columns `range`, counted from the first of the block, of row `row` on.
  func pointer(row: Int, column: Int) -> UnsafeMutablePointer<Element> {
    storage.ref.base + row * columns.count + column
  }

  /// Reads columns `range` of all rows and centres them.
  func load(columns range: Range<Int>) throws(ProjectionError) {
    columns = range
    // Rows in few pieces: a source may read one piece at a time, but converts and copies in parallel where it can.
    let parts = pieces(of: source.rows, length: max(1, (source.rows + workers - 1) / workers))
    let failure = Mutex<ProjectionError?>(nil)
    share(parts.count, among: workers) { number in
      let rows = parts[number]
      let buffer = UnsafeMutableBufferPointer(
        start: pointer(row: rows.lowerBound, column: 0), count: rows.count * range.count)
      do throws(ProjectionError) {
        try source.read(rows: rows, columns: range, into: buffer)
      } catch {
        failure.withLock { $0 = error }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    let strips = pieces(of: range.count, length: Self.strip)
    let isKnown = range.upperBound <= metColumns
    mean.withUnsafeMutableBufferPointer { mean in
      remainders.withUnsafeMutableBufferPointer { remainders in
        // Each strip writes its own part.
        nonisolated(unsafe) let (mean, remainders) = (mean, remainders)
        share(strips.count, among: workers) { number in centre(strips[number], mean, remainders, isKnown: isKnown) }
      }
    }
    if range.lowerBound <= metColumns { metColumns = max(metColumns, range.upperBound) }
  }

  private func centre(
    _ strip: Range<Int>, _ mean: UnsafeMutableBufferPointer<Double>, _ remainders: UnsafeMutableBufferPointer<Double>,
    isKnown: Bool
  ) {
    let start = columns.lowerBound + strip.lowerBound
    let pivots = Vector<Element>(zeros: strip.count)
    var sums = Vector<Double>(zeros: strip.count)
    if centring.removesMean, isKnown {
      for i in 0..<strip.count { sums[i] = remainders[start + i] }
    } else if centring.removesMean {
      for run in runs {
        // Without a reference the first of all rows serves, whose choice cancels.
        copyRow(centring.reference(of: run) ?? 0, strip, to: pivots)
        for row in run where centring.reference(of: run) != row {
          accumulate(
            strip.count, pointer(row: row, column: strip.lowerBound), minus: pivots.ref.base, into: sums.ref.base)
        }
      }
      sums.ref.buffer.indices.forEach { sums.ref[$0] /= Double(counted.count) }
    }
    if centring == .mean { copyRow(0, strip, to: pivots) }
    for run in runs {
      if let reference = centring.reference(of: run) { copyRow(reference, strip, to: pivots) }
      for row in run {
        subtract(strip.count, pivots.ref.base, sums.ref.base, from: pointer(row: row, column: strip.lowerBound))
      }
    }
    guard centring.removesMean, !isKnown else { return }
    for i in 0..<strip.count {
      let pivot = centring == .mean ? Double(pivots[i]) : 0
      remainders[start + i] = sums[i]
      mean[start + i] = pivot + sums[i]
    }
  }

  private func copyRow(_ row: Int, _ strip: Range<Int>, to target: borrowing Vector<Element>) {
    target.ref.base.update(from: pointer(row: row, column: strip.lowerBound), count: strip.count)
  }
}
