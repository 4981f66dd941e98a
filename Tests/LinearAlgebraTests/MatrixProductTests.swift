import LinearAlgebra
import Testing

@Suite struct MatrixProductTests {
  struct Shape: Sendable, CustomTestStringConvertible {
    let m: Int, n: Int, k: Int
    var testDescription: String { "\(m) x \(k) times \(k) x \(n)" }
  }

  @Test(
    arguments: [Shape(m: 1, n: 1, k: 1), Shape(m: 3, n: 5, k: 4), Shape(m: 17, n: 2, k: 33), Shape(m: 64, n: 1, k: 7)],
    [(false, false), (true, false), (false, true), (true, true)])
  func equalsTheTripleLoop(_ shape: Shape, _ transposed: (Bool, Bool)) {
    check(shape, transposed, tolerance: 1e-14, as: Double.self)
    check(shape, transposed, tolerance: 1e-5, as: Float.self)
  }

  private func check<Element: Scalar>(
    _ shape: Shape, _ transposed: (Bool, Bool), tolerance: Element, as _: Element.Type
  ) {
    let (m, n, k) = (shape.m, shape.n, shape.k)
    let a = Vector<Element>(numbers(m * k, seed: 1)), b = Vector<Element>(numbers(k * n, seed: 2))
    let start: [Element] = numbers(m * n, seed: 3)
    // A transposed operand lies in memory as its transpose.
    let left = transposed.0 ? a.ref.matrix(at: 0, k, m).transposed : a.ref.matrix(at: 0, m, k)
    let right = transposed.1 ? b.ref.matrix(at: 0, n, k).transposed : b.ref.matrix(at: 0, k, n)
    #expect(left.rows == m && left.columns == k && right.rows == k && right.columns == n)
    for (alpha, beta) in [(1, 0), (1, 1), (0.5, -2)] as [(Element, Element)] {
      let c = Vector(start)
      gemm(left, right, alpha: alpha, beta: beta, into: c.ref.matrix(at: 0, m, n))
      for i in 0..<m {
        for j in 0..<n {
          var sum: Element = 0
          for l in 0..<k {
            sum += (transposed.0 ? a[l * m + i] : a[i * k + l]) * (transposed.1 ? b[j * k + l] : b[l * n + j])
          }
          let expected = alpha * sum + beta * start[i * n + j]
          #expect(abs(c[i * n + j] - expected) <= tolerance * Element(k))
        }
      }
    }
  }

  @Test func betaZeroOverwritesNotANumber() {
    let a = Vector([2.0]), c = Vector([Double.nan])
    gemm(a.ref.matrix(at: 0, 1, 1), a.ref.matrix(at: 0, 1, 1), into: c.ref.matrix(at: 0, 1, 1))
    #expect(c[0] == 4)
  }

  @Test func viewsShareMemory() {
    let x = Vector((0..<12).map { Double($0) })
    let matrix = x.ref.matrix(at: 2, 3, 3)
    #expect(matrix.row(1).buffer.elementsEqual([5, 6, 7]))
    #expect(matrix.rows(from: 1, 2).elements.buffer.elementsEqual([5, 6, 7, 8, 9, 10]))
    #expect(matrix.transposed.transposed.row(2)[0] == 8)
    x.ref.slice(5, 1)[0] = -1
    #expect(matrix.row(1)[0] == -1 && x[5] == -1)
  }

  @Test func sharedMatrixKeepsItsRows() {
    let matrix = SharedMatrix<Float>(rows: 3, columns: 2, [1, 2, 3, 4, 5, 6])
    #expect(matrix.view().elements.buffer.elementsEqual([1, 2, 3, 4, 5, 6]))
    #expect(matrix.view(rows: 2).rows == 2 && matrix.view(rows: 2).row(1)[1] == 4)
    let filled = SharedMatrix<Float>(rows: 2, columns: 1) { $0[1] = 7 }
    #expect(filled.view().elements.buffer.elementsEqual([0, 7]))
  }

  @Test func arenaHandsOutZeros() {
    var arena = Arena<Double>()
    let first = arena.matrix(3, 4), second = arena.vector(5)
    first.elements.buffer.update(repeating: 1)
    #expect(second.buffer.allSatisfy { $0 == 0 } && second.count == 5 && first.rows == 3 && first.columns == 4)
    withExtendedLifetime(arena) {}
  }
}
