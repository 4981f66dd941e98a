import Stores
import Testing

@Suite struct RoundTripTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: Example.allCases)
  func whatIsReadIsWhatWasWritten(_ example: Example) throws {
    try example.group.write(to: folder.file("a.h5"))
    let isEqual = try StoredGroup(contentsOf: folder.file("a.h5")) == example.group
    #expect(isEqual)
    #expect(try folder.names() == ["a.h5"])
  }

  @Test(arguments: Example.allCases)
  func equalGroupsMakeEqualBytes(_ example: Example) throws {
    try example.group.write(to: folder.file("a.h5"))
    try StoredGroup(contentsOf: folder.file("a.h5")).write(to: folder.file("b.h5"))
    try example.group.write(to: folder.file("b2.h5"))
    let first = try bytes(of: folder.file("a.h5"))
    for name in ["b.h5", "b2.h5"] {
      let isEqual = try bytes(of: folder.file(name)) == first
      #expect(isEqual)
    }
  }

  @Test func orderIsKept() throws {
    let names = ["z", "a", "m", "B", "0"]
    let group = StoredGroup(
      attributes: names.map { StoredAttribute($0, .int32(1)) },
      dimensions: names.map { StoredDimension("dimension_\($0)", count: 1) },
      variables: names.map {
        StoredVariable(
          name: "variable_\($0)", dimensions: [], values: .int32([1]),
          attributes: names.map { StoredAttribute($0, .int32(2)) })
      },
      groups: names.map { StoredGroup(name: "group_\($0)") })
    try group.write(to: folder.file("a.h5"))
    let read = try StoredGroup(contentsOf: folder.file("a.h5"))
    #expect(read.attributes.map(\.name) == names)
    #expect(read.dimensions.map(\.name) == names.map { "dimension_\($0)" })
    #expect(read.variables.map(\.name) == names.map { "variable_\($0)" })
    #expect(read.variables.first?.attributes.map(\.name) == names)
    #expect(read.groups.map(\.name) == names.map { "group_\($0)" })
  }

  @Test func manyAttributesAndVariablesKeepTheirOrder() throws {
    // More than eight of them are indexed in another structure of the file.
    let group = StoredGroup(
      attributes: (0..<100).map { StoredAttribute("a\(99 - $0)", .int64($0)) },
      dimensions: [StoredDimension("x", count: 2)],
      variables: (0..<300).map {
        StoredVariable("v\(299 - $0)", over: ["x"], .int32([$0, -$0]), units: "1", longName: "value")
      })
    try group.write(to: folder.file("a.h5"))
    let isEqual = try StoredGroup(contentsOf: folder.file("a.h5")) == group
    #expect(isEqual)
  }

  @Test func bitsOfNumbersAreKept() throws {
    let values = [0.1, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1 / 3]
    let group = StoredGroup(
      dimensions: [StoredDimension("x", count: 5)],
      variables: [StoredVariable("v", over: ["x"], .double(values), units: "1", longName: "value")])
    try group.write(to: folder.file("a.h5"))
    guard case .double(let read) = try StoredGroup(contentsOf: folder.file("a.h5")).variables[0].values else {
      Issue.record("the values are not doubles any more")
      return
    }
    #expect(read.map(\.bitPattern) == values.map(\.bitPattern))
  }

  @Test func equalityKnowsTypesAndValues() {
    #expect(StoredValues.double([.nan, 1]) == .double([.nan, 1]))
    #expect(StoredValues.double([.nan, 1]) != .double([.nan, 2]))
    #expect(StoredValues.double([1]) != .double([1, 1]))
    #expect(StoredValues.double([1]) != .float([1]))
    #expect(AttributeValue.doubles([.nan]) == .doubles([.nan]))
    #expect(AttributeValue.double(1) != .doubles([1]))
  }
}
