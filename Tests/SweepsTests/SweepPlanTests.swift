import Foundation
import Sweeps
import Testing

@Suite struct SweepPlanTests {
  @Test func theLastAxisVariesFastest() {
    let plan = SweepPlan([SweepAxis("seed", count: 2), SweepAxis("n_train", count: 1), SweepAxis("alpha", count: 3)])
    #expect(plan.count == 6)
    #expect(
      (0..<plan.count).map(plan.coordinates(of:)) == [
        [0, 0, 0], [0, 0, 1], [0, 0, 2], [1, 0, 0], [1, 0, 1], [1, 0, 2],
      ])
  }

  @Test(arguments: [[1], [7], [2, 3], [3, 1, 4, 2], [5, 4, 3, 2, 1], [1, 1, 1]])
  func coordinatesAreThoseOfARowMajorArray(_ counts: [Int]) {
    let plan = SweepPlan(counts.map { SweepAxis("axis", count: $0) })
    #expect(plan.count == counts.reduce(1, *))
    for point in 0..<plan.count {
      let at = plan.coordinates(of: point)
      #expect(zip(at, counts).allSatisfy { (0..<$1).contains($0) })
      #expect(zip(at, counts).reduce(0) { $0 * $1.1 + $1.0 } == point)
    }
  }

  @Test func aPlanWithoutAxesIsOnePoint() {
    #expect(SweepPlan([]).count == 1)
    #expect(SweepPlan([]).coordinates(of: 0) == [])
  }

  @Test func anEmptyAxisLeavesNoPoint() {
    #expect(SweepPlan([SweepAxis("seed", count: 3), SweepAxis("alpha", count: 0)]).count == 0)
  }

  @Test func aPlanSurvivesJSON() throws {
    let plan = SweepPlan([SweepAxis("seed", count: 2), SweepAxis("alpha", count: 11)])
    #expect(try JSONDecoder().decode(SweepPlan.self, from: JSONEncoder().encode(plan)) == plan)
  }
}
