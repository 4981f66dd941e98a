import Curvature
import Landscapes
import LinearAlgebra
import RandomStreams
import Testing

/// Hutchinson's trace and Lanczos quadrature against the matrix.
@Suite struct StochasticTests {
  @Test(arguments: ["random", "network"]) func theTraceIntervalCoversAsOftenAsItSays(_ name: String) throws {
    let task = SmallTask()
    var hessian = Hessian(of: task.risk(), at: Vector(task.parameters))
    let elements = name == "random" ? symmetricMatrix(60) : hessian.elements()
    let n = name == "random" ? 60 : hessian.dimension, probes = 20
    let trace = (0..<n).reduce(0) { $0 + elements[$1 * n + $1] }
    var offDiagonal = 0.0
    for i in 0..<n { for j in 0..<n where i != j { offDiagonal += elements[i * n + j] * elements[i * n + j] } }
    var a = DenseOperator(elements, dimension: n)
    var covered = 0, halfWidth = 0.0
    for seed in 0..<100 {
      var source = stream(seed)
      let interval = Estimate(of: try TraceEstimate(of: &a, probes: probes, using: &source).values)
      if interval.low <= trace && trace <= interval.high { covered += 1 }
      halfWidth += (interval.high - interval.low) / 200
    }
    let quantile = StudentT.quantile(probability: 0.975, degreesOfFreedom: Double(probes - 1))
    let theory = quantile * (2 * offDiagonal / Double(probes)).squareRoot()
    #expect(covered >= 88)
    #expect(halfWidth <= 1.5 * theory && halfWidth >= theory / 1.5)
  }

  @Test func theTraceOfADiagonalMatrixIsExact() throws {
    var elements = [Double](repeating: 0, count: 25)
    for i in 0..<5 { elements[i * 6] = Double(i) }
    var a = DenseOperator(elements, dimension: 5), source = stream()
    #expect(try TraceEstimate(of: &a, probes: 3, using: &source).values.allSatisfy { abs($0 - 10) < 1e-14 })
  }

  @Test func quadraturesHaveTheMomentsOfTheirProbes() throws {
    let n = 50, elements = symmetricMatrix(n)
    var a = DenseOperator(elements, dimension: n), source = stream(1)
    let density = try SpectralDensity(of: &a, probes: 4, steps: 8, using: &source)
    var again = stream(1)
    for probe in 0..<4 {
      var x = Vector((again.uniforms(n, from: -1.0, to: 1) as [Double]).map { $0 < 0 ? -1.0 : 1 })
      let z = x.copy()
      var y = Vector<Double>(zeros: n)
      for order in 1...15 {  // 2 m - 1
        a.apply(to: x, into: &y)
        swap(&x, &y)
        let moment = z.dot(x) / Double(n), found = density.moments(order)[probe]
        #expect(abs(found - moment) <= 1e-11 * max(abs(moment), 1e2 * pow(5.0, order)), "order \(order)")
      }
      #expect(abs(density.quadratures[probe].weights.reduce(0, +) - 1) <= 1e-13)
    }
  }

  @Test func theDensityHasTheFirstFourMomentsOfTheSpectrum() throws {
    let task = SmallTask(widths: [4, 12, 8, 2], rows: 20)
    var hessian = Hessian(of: task.risk(), at: Vector(task.parameters))
    let n = hessian.dimension
    let spectrum = SymmetricEigenproblem(of: hessian.elements(), dimension: n)?.eigenvalues ?? []
    let exact = SpectralDensity(eigenvalues: spectrum)
    var source = stream(2)
    let density = try SpectralDensity(of: &hessian, probes: 200, steps: 40, using: &source)
    for order in 1...4 {
      let truth = spectrum.reduce(0) { sum, value in sum + pow(value, order) } / Double(n)
      #expect(abs(exact.moments(order)[0] - truth) <= 1e-14 * abs(truth))
      let values = density.moments(order), mean = values.reduce(0, +) / 200
      let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 199 / 200).squareRoot()
      #expect(abs(mean - truth) <= 4 * deviation, "within four standard errors, order \(order)")
      #expect(deviation <= 0.1 * abs(truth), "which are small")
    }
  }

  @Test func theBroadenedDensityIntegratesToItsMoments() {
    let spectrum = [-1.0, 0, 0.5, 3], width = 0.1
    let density = SpectralDensity(eigenvalues: spectrum)
    let grid = (0...1200).map { -2 + 0.005 * Double($0) }
    let values = density.broadened(at: grid, width: width)
    let integral = { (order: Int) in zip(grid, values).reduce(0) { $0 + 0.005 * $1.1 * pow($1.0, order) } }
    #expect(abs(integral(0) - 1) <= 1e-12)
    #expect(abs(integral(1) - 0.625) <= 1e-12)
    #expect(abs(integral(2) - (10.25 / 4 + width * width)) <= 1e-12)
  }

  private func pow(_ x: Double, _ order: Int) -> Double { (0..<order).reduce(1) { power, _ in power * x } }
}
