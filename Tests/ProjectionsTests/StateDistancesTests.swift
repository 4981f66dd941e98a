import LinearAlgebra
import Projections
import Testing

@Suite struct StateDistancesTests {
  @Test func levelsAreReachedOnce() {
    let steps = [0, 10, 20, 30, 40], accuracy = [0.1, .nan, 0.95, 0.2, 1]
    #expect(MetricLevel.atLeast(0.95).firstStep(of: accuracy, at: steps) == 20)
    #expect(MetricLevel.atLeast(1.1).firstStep(of: accuracy, at: steps) == nil)
    #expect(MetricLevel.atMost(0.1).firstStep(of: accuracy, at: steps) == 0)
  }

  /// A state is the first checkpoint that is not before the step.
  @Test func statesAreCheckpoints() {
    let steps = [0, 100, 200, 300]
    #expect(
      TrajectoryStates(steps: steps, train: 101, test: 300)
        == TrajectoryStates(start: 0, overfitted: 2, generalised: 3))
    #expect(
      TrajectoryStates(steps: steps, train: 0, test: 301)
        == TrajectoryStates(start: 0, overfitted: 0, generalised: nil))
  }

  /// A right triangle, 3-4-5, spread over more columns than one block has, in the second run.
  @Test func distancesOfATriangle() throws {
    let columns = 100_000
    let rows = SharedMatrix<Float>(rows: 5, columns: columns) { values in
      for i in values.indices { values[i] = 1e3 }
      values[3 * columns + 7] += 3
      values[4 * columns + 7] += 3
      values[4 * columns + 99_999] += 4
    }
    let source = RowsInMemory(rows)
    let states = TrajectoryStates(start: 0, overfitted: 1, generalised: 2)
    let found = try StateDistances(states, of: source, from: 2)
    #expect(found.startToOverfitted == 3 && found.overfittedToGeneralised == 4 && found.startToGeneralised == 5)
    let missing = try StateDistances(TrajectoryStates(start: 0, overfitted: 1, generalised: nil), of: source, from: 2)
    #expect(missing.startToOverfitted == 3)
    #expect(missing.overfittedToGeneralised.isNaN && missing.startToGeneralised.isNaN)
  }
}
