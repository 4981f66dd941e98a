import Stores
import Testing

/// Groups that cannot be stored are refused with a sentence that names the culprit, and nothing is written.
@Suite struct MalformedGroupTests {
  static let axis = StoredDimension("x", count: 3)

  static func variable(_ name: String, _ dimensions: [String], _ values: StoredValues) -> StoredGroup {
    StoredGroup(
      dimensions: [axis],
      variables: [StoredVariable(name: name, dimensions: dimensions, values: values, attributes: [])])
  }

  static func attribute(_ name: String, _ value: AttributeValue) -> StoredGroup {
    StoredGroup(attributes: [StoredAttribute(name, value)])
  }

  static let cases: [(StoredGroup, String)] = [
    (variable("loss", ["x"], .double([1, 2])), "'loss' has 2 values for 3 places (x 3)"),
    (variable("loss", [], .double([1, 2])), "'loss' has 2 values for 1 places"),
    (variable("loss", ["y"], .double([1, 2])), "'loss' is over 'y'"),
    (variable("loss", ["x", "x"], .double([])), "'loss' has a dimension twice"),
    (variable("x", ["x"], .double([1, 2, 3])), "'x'"),
    (variable("", [], .double([1])), "'' cannot be the name of a variable"),
    (variable(".", [], .double([1])), "'.' cannot be"),
    (variable("a/b", [], .double([1])), "'a/b' cannot be"),
    (variable("a\0b", [], .double([1])), "cannot be the name"),
    (variable(" a", [], .double([1])), "' a' cannot be"),
    (variable(String(repeating: "n", count: 257), [], .double([1])), "cannot be the name"),
    (variable("note", [], .text(["a\0b"])), "'note' has a text with a NUL"),
    (StoredGroup(dimensions: [axis, axis]), "'x' is used twice"),
    (
      StoredGroup(dimensions: [axis], groups: [StoredGroup(name: "a", dimensions: [axis])]),
      "'a/x' has the name of a dimension of an enclosing group"
    ),
    (StoredGroup(dimensions: [axis], groups: [StoredGroup(name: "x")]), "'x' is used twice"),
    (StoredGroup(groups: [StoredGroup(name: "a", groups: [StoredGroup(name: "b/c")])]), "'a/b/c' cannot be"),
    (StoredGroup(dimensions: [StoredDimension("x", count: -1)]), "'x' has the length -1"),
    (
      StoredGroup(dimensions: [StoredDimension(name: "x", count: 2, coordinates: .int32([1]), attributes: [])]),
      "'x' has the length 2 but 1 coordinates"
    ),
    (
      StoredGroup(dimensions: [
        StoredDimension(name: "x", count: 2, coordinates: nil, attributes: [StoredAttribute("units", .text("1"))])
      ]), "'x' has attributes but no coordinates"
    ),
    (
      StoredGroup(
        dimensions: [StoredDimension("x", count: .max), StoredDimension("y", count: .max)],
        variables: [StoredVariable("v", over: ["x", "y"], .double([1]), units: "1", longName: "v")]),
      "'v' has 1 values"
    ),
    (
      StoredGroup(
        groups: [
          StoredGroup(name: "a", dimensions: [axis]),
          StoredGroup(
            name: "b", variables: [StoredVariable("v", over: ["x"], .int32([1, 2, 3]), units: "1", longName: "v")]),
        ]), "'b/v' is over 'x'"
    ),
    (attribute("_FillValue", .double(0)), "'_FillValue' of the file"),
    (attribute("CLASS", .text("a")), "'CLASS' of the file"),
    (attribute("note", .text("a\0b")), "'note' of the file has a text with a NUL"),
    (attribute("a/b", .text("a")), "'a/b' cannot be"),
    (
      StoredGroup(attributes: [StoredAttribute("a", .int32(1)), StoredAttribute("a", .int32(2))]),
      "'a' of the file is given twice"
    ),
  ]

  @Test(arguments: cases.indices)
  func isRefused(_ number: Int) throws {
    let (group, words) = Self.cases[number]
    let folder = try TemporaryFolder()
    let error = #expect(throws: StoreError.self) { try group.write(to: folder.file("a.h5")) }
    #expect(error?.kind == .malformed)
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    #expect(error?.description.contains("a.h5") == true)
    #expect(try folder.names().isEmpty)
  }
}
