import LinearAlgebra
import Objectives
import Projections
import RandomStreams
import Testing

@Suite struct DirectionTests {
  private var layout: ParameterLayout {
    var layout = ParameterLayout()
    layout.append("weight", shape: [3, 4])
    layout.append("bias", shape: [3])
    layout.append("kernel", shape: [2, 2, 2])
    return layout
  }

  /// A direction as drawn.
  private var raw: [Double] { normals(seed: 2) }
  /// What it leads away from.
  private var centre: [Double] { normals(seed: 3) }

  private func normals(seed: UInt64) -> [Double] {
    var stream = PhiloxStream(rootSeed: 1, seed: seed, purpose: .direction)
    return stream.normals(layout.count)
  }

  private func norm(_ values: ArraySlice<Double>) -> Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }

  @Test func filtersGetTheNormsOfTheParameters() {
    let raw = raw, parameters = Vector(centre)
    var direction = Vector(raw)
    DirectionNormalisation.filter.apply(to: &direction, like: parameters, layout: layout)
    for filter in [0..<4, 4..<8, 8..<12, 15..<19, 19..<23] {
      #expect(abs(norm(direction.array[filter]) - norm(parameters.array[filter])) < 1e-14)
      // The same direction, only longer or shorter.
      let factor = direction[filter.lowerBound] / raw[filter.lowerBound]
      #expect(factor > 0 && filter.allSatisfy { abs(direction[$0] - factor * raw[$0]) < 1e-14 })
    }
    #expect(direction.array[12..<15].allSatisfy { $0 == 0 })
  }

  @Test func layersGetTheNormsOfTheParameters() {
    let raw = raw, parameters = Vector(centre)
    var direction = Vector(raw)
    DirectionNormalisation.layer.apply(to: &direction, like: parameters, layout: layout)
    for tensor in [0..<12, 15..<23] {
      #expect(abs(norm(direction.array[tensor]) - norm(parameters.array[tensor])) < 1e-14)
    }
    #expect(direction.array[12..<15].allSatisfy { $0 == 0 })
  }

  @Test func withoutNormalisationNothingChanges() {
    let raw = raw, parameters = Vector(centre)
    var direction = Vector(raw)
    DirectionNormalisation.none.apply(to: &direction, like: parameters, layout: layout)
    #expect(direction.array == raw)
  }

  /// A filter that is zero in the direction has none to be scaled to.
  @Test func zeroFiltersStayZero() {
    let parameters = Vector([Double](repeating: 1, count: layout.count))
    var direction = Vector<Double>(zeros: layout.count)
    DirectionNormalisation.filter.apply(to: &direction, like: parameters, layout: layout)
    #expect(direction.array.allSatisfy { $0 == 0 })
  }

  @Test func directionsOfOneStreamDiffer() {
    let parameters = Vector(centre)
    var stream = PhiloxStream(rootSeed: 0, seed: 0, purpose: .direction)
    let first = Vector.randomDirection(.filter, like: parameters, layout: layout, using: &stream)
    let second = Vector.randomDirection(.filter, like: parameters, layout: layout, using: &stream)
    let cosine = first.dot(second) / (first.norm * second.norm)
    #expect(abs(cosine) < 0.9)
  }
}
