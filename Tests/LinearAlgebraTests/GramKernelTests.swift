import LinearAlgebra
import Testing

/// The products of all pairs of rows against sums in double precision; on the path that this process has chosen.
@Suite struct GramKernelTests {
  struct Block: Sendable, CustomTestStringConvertible {
    let rows: Range<Int>, depth: Int
    var testDescription: String { "rows \(rows), \(depth) columns" }
  }

  /// Fewer rows than lanes, parts of strips of 48, of the tiles on the diagonal and of blocks 200 deep.
  private static let blocks = [
    (0..<1, 1), (0..<2, 3), (1..<2, 5), (0..<7, 200), (0..<16, 17), (3..<20, 201), (0..<48, 199), (0..<49, 200),
    (17..<49, 33), (40..<97, 64), (96..<101, 400), (47..<150, 7), (100..<144, 450), (0..<131, 233),
  ].map(Block.init)

  @Test(arguments: blocks) func floatProductsAreTheSums(_ block: Block) { check(block, Float.self) }

  @Test(arguments: blocks) func doubleProductsAreTheSums(_ block: Block) { check(block, Double.self) }

  private func check<Element: Scalar>(_ block: Block, _: Element.Type) {
    let (rows, depth) = (block.rows, block.depth)
    // What lies between the rows, and after the last, is not read.
    let stride = depth + 3, gramStride = rows.upperBound + 2
    var elements = [Element](repeating: .nan, count: rows.upperBound * stride)
    for (i, x) in (numbers(rows.upperBound * depth) as [Element]).enumerated() {
      elements[i / depth * stride + i % depth] = x
    }
    let a = Vector(elements), before: [Double] = numbers(rows.upperBound * gramStride, seed: 2)
    let gram = Vector(before), workspace = Vector<Element>(zeros: Element._gramWorkspace(rows.count))
    Element._gram(rows, depth, a.ref.base, stride, gram.ref.base, gramStride, workspace.ref.base)
    // A sum of n products below 1 in magnitude errs by at most n times the rounding of each, n / 2 ulp(n) in all; adding
    // it is rounded once more.
    let bound = Double(depth * depth) * Double(Element.ulpOfOne) + Double(depth).ulp
    for i in 0..<rows.upperBound {
      for j in 0..<gramStride {
        let place = i * gramStride + j
        guard rows.contains(i), j <= i else {
          #expect(gram[place] == before[place], "element \(i), \(j) is none of the block's, \(Element.self)")
          continue
        }
        let sum = (0..<depth).reduce(before[place]) { $0 + Double(a[i * stride + $1]) * Double(a[j * stride + $1]) }
        #expect(abs(gram[place] - sum) <= bound, "element \(i), \(j), \(Element.self)")
      }
    }
  }

  /// Of the sums in blocks of rows that meet, none depends on where they meet.
  @Test(arguments: [1, 5, 48, 60]) func blocksDoNotMatter(_ length: Int) {
    let rows = 110, depth = 210
    let a = Vector<Float>(numbers(rows * depth)), workspace = Vector<Float>(zeros: Float._gramWorkspace(rows))
    let whole = Vector<Double>(zeros: rows * rows), parts = Vector<Double>(zeros: rows * rows)
    Float._gram(0..<rows, depth, a.ref.base, depth, whole.ref.base, rows, workspace.ref.base)
    for first in stride(from: 0, to: rows, by: length) {
      Float._gram(
        first..<min(first + length, rows), depth, a.ref.base, depth, parts.ref.base, rows, workspace.ref.base)
    }
    #expect(parts.array == whole.array)
  }

  @Test func notANumberReachesItsOwnProductsAlone() {
    let a = Vector<Float>((0..<60).map { $0 == 25 ? .nan : 1 }), gram = Vector<Double>(zeros: 400)
    let workspace = Vector<Float>(zeros: Float._gramWorkspace(20))
    Float._gram(0..<20, 3, a.ref.base, 3, gram.ref.base, 20, workspace.ref.base)
    for i in 0..<20 { for j in 0...i { #expect(gram[i * 20 + j].isNaN == (i == 8 || j == 8)) } }
  }
}
