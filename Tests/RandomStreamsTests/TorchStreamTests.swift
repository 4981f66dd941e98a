import RandomStreams
import Testing

@Suite struct TorchStreamTests {
  static let cases = Result { try StreamFixture.cases(in: "torch") }

  @Test(arguments: try cases.get().filter { $0.calls.first?.call != "linear" })
  func equalsPyTorchOverInterleavedCalls(_ fixture: StreamFixture.Case) {
    var stream = TorchStream(seed: fixture.seed)
    for call in fixture.calls {
      // Below 16 values PyTorch draws in Double; above, its own single-precision log, cos and sin are up to 3 units
      // off.
      replay(call, on: &stream) { NormalTolerance(unitsInTheLastPlace: $0 < 16 ? 0 : 3, relative: 1e-15) }
    }
  }

  @Test(arguments: try cases.get().filter { $0.calls.first?.call == "linear" })
  func initialisesLinearLayersToTheBit(_ fixture: StreamFixture.Case) throws {
    let call = try #require(fixture.calls.first)
    switch try #require(call.type) {
    case .float32: #expect(linear(Float.self, inputs: 5, outputs: 100, seed: fixture.seed) == call.floats)
    case .float64: #expect(linear(Double.self, inputs: 5, outputs: 100, seed: fixture.seed) == call.values)
    }
  }

  @Test func keepsTheLow32BitsOfASeed() {
    var short = TorchStream(seed: 5)
    var long = TorchStream(seed: 1 << 32 + 5)
    #expect(short.permutation(of: 100) == long.permutation(of: 100))
  }

  @Test func aSmallDrawLeavesItsSecondValueToTheNextSmallDrawOnly() {
    var apart = TorchStream(seed: 3)
    var together = TorchStream(seed: 3)
    let first: [Double] = apart.normals(1)
    let uniform: [Float] = apart.uniforms(1, from: 0, to: 1)
    let second: [Double] = apart.normals(1)
    #expect(together.normals(2) == first + second)
    #expect(together.uniforms(1, from: 0, to: 1) == uniform)
  }

  @Test func emptyFillsConsumeNothing() {
    var stream = TorchStream(seed: 9)
    var untouched = stream
    #expect(stream.uniforms(0, from: 0, to: 1) == [Float]())
    #expect(stream.normals(0) == [Double]())
    #expect(stream.permutation(of: 0) == [])
    #expect(stream.normals(20) == untouched.normals(20) as [Double])
  }
}

/// Weight and then bias of nn.Linear, as its two calls of uniform_ draw them.
func linear<T: BinaryFloatingPoint>(_ type: T.Type, inputs: Int, outputs: Int, using stream: inout TorchStream) -> [T] {
  let slope = 5.0.squareRoot()
  let deviation = (2 / (1 + slope * slope)).squareRoot() / Double(inputs).squareRoot()
  let weightBound = T(3.0.squareRoot() * deviation)
  let biasBound = T(1 / Double(inputs).squareRoot())
  return stream.uniforms(outputs * inputs, from: -weightBound, to: weightBound)
    + stream.uniforms(outputs, from: -biasBound, to: biasBound)
}

private func linear<T: BinaryFloatingPoint>(_ type: T.Type, inputs: Int, outputs: Int, seed: UInt64) -> [T] {
  var stream = TorchStream(seed: seed)
  return linear(type, inputs: inputs, outputs: outputs, using: &stream)
}
