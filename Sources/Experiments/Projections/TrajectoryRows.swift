import LinearAlgebra
import Projections
import Stores

/// The checkpoints of a trajectory.h5 as rows, run after run, read as numbers of type `Element`.
struct TrajectoryRows<Element: Scalar>: RowSource {
  private let file: TrajectoryReading
  private let runs: [Range<Int>]

  /// All checkpoints in `file`.
  init(_ file: TrajectoryReading) {
    self.file = file
    runs = file.runs
  }

  var rows: Int { runs.last?.upperBound ?? 0 }
  var columns: Int { file.dimension }

  func read(
    rows: Range<Int>, columns: Range<Int>, into buffer: UnsafeMutableBufferPointer<Element>
  ) throws(ProjectionError) {
    guard let base = buffer.baseAddress, !columns.isEmpty else { return }
    for (number, run) in runs.enumerated() {
      let part = run.clamped(to: rows)
      guard !part.isEmpty else { continue }
      let start = (part.lowerBound - rows.lowerBound) * columns.count
      let target = UnsafeMutableBufferPointer(start: base + start, count: part.count * columns.count)
      let checkpoints = (part.lowerBound - run.lowerBound)..<(part.upperBound - run.lowerBound)
      do throws(StoreError) {
        let box = [number..<(number + 1), checkpoints, columns]
        if let target = target as? UnsafeMutableBufferPointer<Float> {
          try file.store.read(box, of: "parameters", into: target)
        } else if let target = target as? UnsafeMutableBufferPointer<Double> {
          try file.store.read(box, of: "parameters", into: target)
        }
      } catch {
        throw ProjectionError(.badInput, error.description)
      }
    }
  }
}
