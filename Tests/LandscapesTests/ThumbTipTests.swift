import Landscapes
import Testing

@Suite struct ThumbTipTests {
  private let sizes = [10, 100, 1000]
  private let alpha = [0.5, 1, 2]

  private func tip(_ values: [[[Double]]], level: Double = 0.1) throws -> ThumbTip {
    try ThumbTip(trainingSetSizes: sizes, alpha: alpha, values: values, level: level)
  }

  private static let early: [[Double]] = [[0.9, 0.1, 0.05], [0.5, 0.01, 0.9], [0, 0, 0]]
  private static let late: [[Double]] = [[0.9, 0.9, 0.9], [0.9, .nan, 0.9], [0.09, 0.02, 0.9]]
  private static let never: [[Double]] = [[0.9, 0.9, 0.9], [0.9, 0.9, 0.9], [0.9, 0.2, 0.9]]
  private static let empty = [[Double]](repeating: [.nan, .nan, .nan], count: 3)

  @Test func theTipIsTheSmallestSizeThatReachesTheLevel() throws {
    let found = try tip([Self.early, Self.late, Self.never])
    #expect(found.tips[0]?.trainingSetSize == 10 && found.tips[0]?.alpha == 1)
    #expect(found.tips[1]?.trainingSetSize == 1000 && found.tips[1]?.alpha == 0.5)
    #expect(found.tips[2] == nil)
    #expect(found.skippedCells == [0, 1, 0])
    #expect(found.median == 1000, "a seed that never reaches the level is beyond the grid")
  }

  @Test func theMedianKnowsWhatIsBeyondTheGrid() throws {
    #expect(try tip([Self.early, Self.late]).median == 10, "the lower one of two")
    #expect(try tip([Self.early, Self.never]).median == 10)
    #expect(try tip([Self.never]).median == nil)
    #expect(try tip([Self.early, Self.never, Self.never]).median == nil)
    #expect(try tip([]).median == nil)
  }

  @Test func aSeedWithoutDataHasNoVote() throws {
    let found = try tip([Self.empty, Self.early])
    #expect(found.tips[0] == nil && found.skippedCells == [9, 0] && found.median == 10)
    #expect(try tip([Self.empty]).median == nil)
  }

  @Test func theLevelItselfCountsAndSeedsMayComeInAnyOrder() throws {
    #expect(try tip([Self.never], level: 0.2).tips[0]?.trainingSetSize == 1000)
    #expect(try tip([Self.never], level: 0.19).tips[0] == nil)
    #expect(try tip([Self.late, Self.never, Self.early]).median == 1000)
  }

  @Test func shapesThatDoNotFitAreErrors() {
    #expect(throws: LandscapeError.self) { try tip([[[1, 2, 3]]]) }
    #expect(throws: LandscapeError.self) { try tip([[[1], [1], [1]]]) }
    #expect(throws: LandscapeError.self) {
      try ThumbTip(trainingSetSizes: [10, 10], alpha: [1], values: [], level: 0)
    }
  }
}
