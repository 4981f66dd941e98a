import RandomStreams
import Testing

@Suite struct NumPyStreamTests {
  static let cases = Result { try StreamFixture.cases(in: "numpy") }

  @Test(arguments: try cases.get())
  func equalsRandomStateOverInterleavedCalls(_ fixture: StreamFixture.Case) throws {
    var stream = NumPyStream(seed: try #require(UInt32(exactly: fixture.seed)))
    for call in fixture.calls {
      let count = call.values.count
      let arguments = call.arguments.map { Int($0) }
      switch call.call {
      case "random_sample":
        #expect((0..<count).map { _ in stream.randomSample() } == call.values)
      case "standard_normal":
        #expect((0..<count).map { _ in stream.standardNormal() } == call.values)
      case "choice":
        #expect(stream.choice(arguments[1], from: arguments[0]) == call.integers)
      case "randint":
        #expect(stream.integers(count, in: arguments[0]..<arguments[1]) == call.integers)
      default:
        replay(call, on: &stream) { _ in NormalTolerance(unitsInTheLastPlace: 0, relative: 0) }
      }
    }
  }

  @Test func oneIntegerConsumesNothing() {
    var stream = NumPyStream(seed: 4)
    var untouched = stream
    #expect(stream.integers(3, in: 7..<8) == [7, 7, 7])
    #expect(stream.randomSample() == untouched.randomSample())
  }
}
