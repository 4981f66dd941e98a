import RandomStreams
import Testing

@Suite struct MersenneTwisterTests {
  @Test func agreesWithTheCPlusPlusStandard() {
    // ISO C++ [rand.predef]: the 10000th invocation of a default-constructed std::mt19937 gives 4123659995.
    var generator = MersenneTwister(seed: 5489)
    for _ in 1..<10_000 { _ = generator.nextWord() }
    #expect(generator.nextWord() == 4_123_659_995)
  }

  @Test func copiesGoOnAlike() {
    var generator = MersenneTwister(seed: 1)
    for _ in 0..<700 { _ = generator.nextWord() }
    var copy = generator
    #expect((0..<700).map { _ in generator.nextWord() } == (0..<700).map { _ in copy.nextWord() })
  }
}
