import Foundation
import LinearAlgebra
import Projections

/// Principal components by NumPy; `Tests/Fixtures/projections/make.py` made the file.
struct Fixture: Decodable {
  struct Analysis: Decodable {
    let singularValues, explainedVarianceRatio, components, projections, residuals: [Double]
  }

  struct Case: Decodable {
    let rows, columns: Int
    let runs: [Int]
    let table: [Double]
    let centrings: [String: Analysis]

    var ranges: [Range<Int>] {
      runs.indices.map { i in
        let start = runs[..<i].reduce(0, +)
        return start..<(start + runs[i])
      }
    }

    func source<Element: Scalar>(_: Element.Type) -> RowsInMemory<Element> {
      RowsInMemory(SharedMatrix(rows: rows, columns: columns, table.map { Element($0) }))
    }
  }

  let keep: Int
  let cases: [Case]

  static func load() throws -> Fixture {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/projections/pca.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Fixture.self, from: Data(contentsOf: url))
  }
}

/// The largest difference between two lists of equal length.
func difference(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
}

/// A random walk in all its columns, each with its own size of steps, from a fixed linear congruential generator.
func walk<Element: Scalar>(rows: Int, columns: Int, offset: Double = 0) -> SharedMatrix<Element> {
  var state: UInt64 = 88_172_645_463_325_252
  var place = [Double](repeating: 0, count: columns)
  return SharedMatrix(rows: rows, columns: columns) { values in
    for i in values.indices {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      place[i % columns] += (Double(state >> 40) / Double(1 << 24) - 0.5) / Double(1 + i % columns % 17)
      values[i] = Element(place[i % columns] + offset)
    }
  }
}
