import Stores
import Testing

@Suite struct SlicingTests {
  private static let group = StoredGroup(
    dimensions: [
      StoredDimension("a", .text(["x", "y"]), units: "1", longName: "a"),
      StoredDimension("b", .int64([10, 20, 30]), units: "1", longName: "b"), StoredDimension("c", count: 2),
    ],
    variables: [
      StoredVariable("abc", over: ["a", "b", "c"], .double((0..<12).map(Double.init)), units: "1", longName: "abc"),
      StoredVariable("ca", over: ["c", "a"], .uint8([0, 1, 2, 3]), units: "1", longName: "ca"),
      StoredVariable("b2", over: ["b"], .text(["p", "q", "r"]), units: "1", longName: "b2"),
      StoredVariable("one", over: [], .int32([7]), units: "1", longName: "one"),
    ])

  /// Row-major: element (i, j, k) of `abc` is 6 i + 2 j + k.
  @Test func aCutKeepsWhatLiesAtOnePosition() {
    let cut = Self.group.cut("b", at: 1, keepingAxis: false)
    #expect(cut.dimensions.map(\.name) == ["a", "c"])
    #expect(cut.variables[0].dimensions == ["a", "c"] && cut.variables[0].values == .double([2, 3, 8, 9]))
    #expect(cut.variables[1] == Self.group.variables[1] && cut.variables[3] == Self.group.variables[3])
    #expect(cut.variables[2].dimensions == [] && cut.variables[2].values == .text(["q"]))
  }

  @Test func anAxisThatIsKeptHasLengthOne() {
    let cut = Self.group.cut("a", at: 1, keepingAxis: true)
    #expect(cut.dimensions[0].count == 1 && cut.dimensions[0].coordinates == .text(["y"]))
    #expect(cut.variables[0].dimensions == ["a", "b", "c"])
    #expect(cut.variables[0].values == .double([6, 7, 8, 9, 10, 11]) && cut.variables[1].values == .uint8([1, 3]))
    let last = Self.group.cut("c", at: 0, keepingAxis: true)
    #expect(last.dimensions[2].count == 1 && last.variables[0].values == .double([0, 2, 4, 6, 8, 10]))
  }
}
