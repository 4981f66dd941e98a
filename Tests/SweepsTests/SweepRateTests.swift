import Sweeps
import Testing

@Suite struct SweepRateTests {
  /// `width` workers that begin together and take `seconds` a point, one after another, from `start` on.
  private func spans(_ count: Int, width: Int, seconds: Double, start: Double = 0) -> [SweepRate.Span] {
    (0..<count).map { k in
      let begin = start + Double(k / width) * seconds
      return SweepRate.Span(start: begin, end: begin + seconds)
    }
  }

  private func rate(_ spans: [SweepRate.Span], running: Int = 0, now: Double = 0) -> Double {
    SweepRate(spans, running: running, now: now).pointsPerSecond
  }

  @Test func nothingIsKnownBeforeTheFirstPoint() {
    #expect(rate([], running: 2, now: 9).isNaN)
  }

  @Test(arguments: [(10, 1), (10, 2), (1000, 1), (1000, 4), (200, 2)])
  func workersSideBySideCount(_ count: Int, _ width: Int) {
    #expect(abs(rate(spans(count, width: width, seconds: 2)) / (Double(width) / 2) - 1) < 1e-12)
  }

  /// Workers that begin one after another: what was half done at both ends of the window counts as half.
  @Test func workersThatTakeTurnsCount() {
    let spans = (0..<1000).map { SweepRate.Span(start: Double($0) / 4, end: Double($0) / 4 + 10) }
    #expect(abs(rate(spans, running: 40, now: spans[999].end) / 4 - 1) < 0.1)
  }

  @Test func pausesDoNotCount() {
    let paused = spans(10, width: 2, seconds: 1) + spans(10, width: 2, seconds: 1, start: 100_000)
    #expect(abs(rate(paused) - 2) < 1e-12)
  }

  /// One worker at first, then two: the last 200 points tell.
  @Test func onlyTheLatePointsCount() {
    let all = spans(500, width: 1, seconds: 1) + spans(200, width: 2, seconds: 1, start: 500)
    #expect(abs(rate(all) - 2) < 1e-12)
  }

  @Test func aLongWaitLowersTheRate() {
    let done = spans(10, width: 1, seconds: 1)
    #expect(rate(done, running: 1, now: 10.5) == 1)
    #expect(abs(rate(done, running: 1, now: 110) - 0.1) < 1e-12)
    #expect(rate(done, running: 0, now: 110) == 1, "nobody is at work")
  }

  /// A clock that was set back by an hour leaves times in the future.
  @Test func aClockSetBackDoesNoHarm() {
    let all = spans(50, width: 1, seconds: 1, start: 3600) + spans(50, width: 1, seconds: 1)
    #expect(abs(rate(all, running: 1, now: 50) - 1) < 1e-12)
  }
}
