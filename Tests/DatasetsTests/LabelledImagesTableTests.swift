import Datasets
import Testing

@Suite struct LabelledImagesTableTests {
  static func read(_ text: String, classCount: Int? = nil) throws -> Result<LabelledImages, DatasetError> {
    let folder = try TemporaryFolder()
    let path = try folder.file("table.csv", text.utf8)
    return outcome { () throws(DatasetError) in
      try LabelledImages(tableFile: path, height: 1, width: 2, classCount: classCount)
    }
  }

  @Test(arguments: [
    "label,1x1,1x2\n3,0,255\n0,7,19\n",
    "label,1x1,1x2\r\n3,0,255\r\n0,7,19\r\n",
    "3,0,255\n0,7,19",
    "3,000,255\r\n00,07,19\r",
  ])
  func goodTables(text: String) throws {
    let images = try Self.read(text).get()
    #expect(images == LabelledImages(height: 1, width: 2, pixels: [0, 255, 7, 19], labels: [3, 0], classCount: 4))
    #expect(try Self.read(text, classCount: 10).get().classCount == 10)
  }

  static let badTables: [(text: String, reason: String)] = [
    ("", "it holds none"),
    ("label,1x1,1x2\n", "it holds none"),
    ("label,1x1,1x2", "it holds none"),
    ("1,2,3\n1,2\n", "line 2 has 2 fields where a label and 2 pixels are expected"),
    ("label,a,b\n1,2,3\n1,2", "line 3 has 2 fields where"),
    ("1,2,3,4\n", "line 1 has more than 3 fields"),
    ("1,2,3,\n", "line 1 has nothing in field 4"),
    ("1,,3\n", "line 1 has nothing in field 2"),
    ("1,2,\n", "line 1 has nothing in field 3"),
    ("1,2,3\n\n1,2,3\n", "line 2 has nothing in field 1"),
    ("1,2,3\n1,256,3\n", "line 2 has a number above 255 in field 2"),
    ("1,2,99999999999999999999999\n", "line 1 has a number above 255 in field 3"),
    ("1,2,0000\n", "line 1 has a number above 255 in field 3"),
    ("1,-2,3\n", "line 1 has the byte 0x2d in field 2"),
    ("1,2.0,3\n", "line 1 has the byte 0x2e in field 2"),
    ("1, 2,3\n", "line 1 has the byte 0x20 in field 2"),
    ("1,2,3\nlabel,a,b\n", "line 2 has the byte 0x6c in field 1"),
    ("1,2,3\r4,5,6\r", "line 1 has a carriage return before its end"),
    ("1,2,3\n1,2,\u{0}3\n", "line 2 has the byte 0x0 in field 3"),
  ]

  @Test(arguments: badTables)
  func badTable(text: String, reason: String) throws {
    guard case .failure(let error) = try Self.read(text) else {
      Issue.record("the table was read")
      return
    }
    #expect(error.kind == .badData)
    #expect(error.description.contains("table.csv: \(reason)"), "\(error)")
  }

  @Test func labelAboveTheClasses() throws {
    guard case .failure(let error) = try Self.read("3,0,255\n", classCount: 3) else {
      Issue.record("the table was read")
      return
    }
    #expect(error.description.contains("has the label 3 where there are 3 classes"))
  }

  @Test func aTableLongerThanOnePiece() throws {
    let count = 150_000
    let text = String(repeating: "1,20,255\n", count: count)
    let images = try Self.read(text).get()
    #expect(images.count == count)
    #expect(images.labels.allSatisfy { $0 == 1 })
    #expect(images.pixels.prefix(4) == [20, 255, 20, 255])
    #expect(images.pixels.suffix(2) == [20, 255])
    guard case .failure(let error) = try Self.read(text + "1,20\n") else {
      Issue.record("the table was read")
      return
    }
    #expect(error.description.contains("line \(count + 1) has 2 fields"))
  }
}
