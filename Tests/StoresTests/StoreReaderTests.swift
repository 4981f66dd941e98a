import Foundation
import Stores
import Testing

/// Reading what other programs wrote; their content is known from `make.py` beside the files.
@Suite struct StoreReaderTests {
  let reader: StoreReader

  init() throws { reader = try StoreReader(path: fixture("h5py.h5")) }

  @Test func thereIsWhatThereIs() throws {
    #expect(reader.exists("parameters/initial/layers.0.bias"))
    #expect(reader.exists("/parameters"))
    #expect(reader.exists("/"))
    #expect(reader.exists("alias"))
    #expect(!reader.exists("broken"))
    #expect(!reader.exists("parameters/final"))
    #expect(!reader.exists("scalar/inside"))
    #expect(reader.isGroup(""))
    #expect(reader.isGroup("parameters/initial"))
    #expect(!reader.isGroup("scalar"))
    #expect(!reader.isGroup("nowhere"))
  }

  @Test func namesComeInTheOrderThatTheFileKeeps() throws {
    #expect(try reader.names(in: "ordered") == ["z", "y", "a"])
    #expect(try reader.names(in: "parameters/initial") == ["layers.0.bias", "layers.0.weight"])
    #expect(try reader.attributeNames(of: "/") == ["case", "fixed", "flag", "nothing", "rate", "square", "words"])
  }

  @Test func numbersOfAllTypesAreDoubles() throws {
    #expect(try reader.shape(of: "parameters/initial/layers.0.weight") == [2, 3])
    #expect(try reader.doubles(at: "parameters/initial/layers.0.weight") == (0..<6).map { Double($0) / 8 })
    #expect(try reader.doubles(at: "/parameters/initial/layers.0.bias") == [-1.5, 2.5])
    #expect(try reader.doubles(at: "half") == [0.5, 65504])
    #expect(try reader.doubles(at: "labels") == [3, -1, 0x1p53])
    #expect(try reader.doubles(at: "short") == [-300, 300])
    #expect(try reader.doubles(at: "truth") == [1, 0])
    #expect(try reader.shape(of: "scalar") == [])
    #expect(try reader.doubles(at: "scalar") == [2.5])
    #expect(try reader.doubles(at: "alias") == [2.5])
    #expect(try reader.doubles(at: "none") == [])
  }

  @Test func integersAreExact() throws {
    #expect(try reader.integers(at: "labels") == [3, -1, 1 << 53 + 1])
    #expect(try reader.integers(at: "short") == [-300, 300])
    #expect(try reader.integers(at: "small_unsigned") == [0, .max])
    #expect(try reader.integers(at: "truth") == [1, 0])
  }

  @Test func rowsOfChunksAreRows() throws {
    let all = (0..<3000).map(Double.init)
    #expect(try reader.doubles(at: "squeezed") == all)
    #expect(try reader.doubles(at: "squeezed", rows: 5..<16) == Array(all[150..<480]))
    #expect(try reader.doubles(at: "squeezed", rows: 99..<100) == Array(all[2970...]))
    #expect(try reader.doubles(at: "squeezed", rows: 4..<4) == [])
    #expect(try reader.doubles(at: "labels", rows: 1..<2) == [-1])
  }

  @Test func textIsRead() throws {
    let words = ["one", "", "drei \u{e4}"]
    #expect(try reader.texts(at: "words") == words)
    #expect(try reader.texts(at: "padded") == ["ab", "abcd"])
    #expect(try reader.texts(attribute: "words", of: "") == words)
    #expect(try reader.text(attribute: "case", of: "/") == "mlp")
    #expect(try reader.texts(attribute: "case", of: "/") == ["mlp"])
    #expect(try reader.text(attribute: "fixed", of: "/") == "fixed")
    #expect(
      try reader.texts(attribute: "order", of: "parameters/initial") == ["layers.0.weight", "layers.0.bias"])
  }

  @Test func attributesAreValues() throws {
    #expect(try reader.value(attribute: "rate", of: "/") == .double(0.125))
    #expect(try reader.value(attribute: "flag", of: "/") == .int32(1))
    #expect(try reader.value(attribute: "nothing", of: "/") == .doubles([]))
  }

  @Test func otherFormatsOfTheSameAreRead() throws {
    let latest = try StoreReader(path: fixture("latest.h5"))
    #expect(try latest.texts(at: "words") == ["one", "", "drei \u{e4}"])
    #expect(try latest.texts(attribute: "words", of: "/") == ["one", "", "drei \u{e4}"])
    #expect(try latest.doubles(at: "values") == [0, 1, 2, 3])
  }

  @Test func whatTheFileCannotHoldIsNotRead() throws {
    for path in ["huge_in_chunks", "huge_as_a_whole"] {
      let error = #expect(throws: StoreError.self) { try reader.doubles(at: path) }
      #expect(error?.kind == .cannotRead)
      #expect(error?.description.contains("more than the file can hold") == true)
    }
    #expect(try reader.shape(of: "huge_in_chunks") == [1_000_000, 1_000_000])
    #expect(try reader.doubles(at: "huge_as_a_whole", rows: 999_999_999_990..<1_000_000_000_000).count == 10)
  }

  @Test func theLibraryHasAVersion() {
    #expect(HDF5.version.split(separator: ".").compactMap { Int($0) }.count == 3)
  }

  @Test func whatIsNotThereIsNotFound() throws {
    let calls: [() throws -> Void] = [
      { _ = try reader.doubles(at: "nowhere") }, { _ = try reader.names(in: "parameters/final") },
      { _ = try reader.shape(of: "broken") }, { _ = try reader.text(attribute: "none", of: "/") },
      { _ = try StoreReader(path: fixture("none.h5")) },
    ]
    for call in calls {
      let error = #expect(throws: StoreError.self) { try call() }
      #expect(error?.kind == .notFound)
    }
  }

  @Test func whatIsNotOfTheRightKindIsSaid() throws {
    let calls: [(String, () throws -> Void)] = [
      ("'parameters' is not an array", { _ = try reader.doubles(at: "parameters") }),
      ("'scalar' is not a group", { _ = try reader.names(in: "scalar") }),
      ("'words' is text", { _ = try reader.doubles(at: "words") }),
      ("'scalar' is numbers", { _ = try reader.texts(at: "scalar") }),
      ("'scalar' is not made of integers", { _ = try reader.integers(at: "scalar") }),
      ("'large_unsigned' has integers above", { _ = try reader.integers(at: "large_unsigned") }),
      ("'pairs' has elements that are neither", { _ = try reader.doubles(at: "pairs") }),
      ("'extended' has elements that are neither", { _ = try reader.doubles(at: "extended") }),
      ("'squeezed' has no part 90..<101", { _ = try reader.doubles(at: "squeezed", rows: 90..<101) }),
      ("'scalar' has no part", { _ = try reader.doubles(at: "scalar", rows: 0..<1) }),
      ("'square' of '/' has 2 axes", { _ = try reader.value(attribute: "square", of: "/") }),
      ("'words' of '/' is 3 texts", { _ = try reader.text(attribute: "words", of: "/") }),
      ("'rate' of '/' is not text", { _ = try reader.text(attribute: "rate", of: "/") }),
    ]
    for (words, call) in calls {
      let error = #expect(throws: StoreError.self) { try call() }
      #expect(error?.kind == .wrongType)
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
  }
}

/// Parts of arrays into buffers that are there already, against whole arrays.
@Suite struct PartialReadingTests {
  private let reader: StoreReader

  init() throws { reader = try StoreReader(path: fixture("h5py.h5")) }

  private func part(_ part: [Range<Int>], of path: String, count: Int) throws -> [Double] {
    var values = [Double](repeating: .nan, count: count)
    try values.withUnsafeMutableBufferPointer { try reader.read(part, of: path, into: $0) }
    return values
  }

  @Test func boxesAreThoseOfTheWholeArray() throws {
    // 100 rows of 30 elements in compressed chunks, numbered in row-major order.
    #expect(try reader.shape(of: "squeezed") == [100, 30])
    let found = try part([7..<19, 3..<28], of: "squeezed", count: 12 * 25)
    #expect(found == (7..<19).flatMap { row in (3..<28).map { Double(30 * row + $0) } })
    #expect(try part([99..<100], of: "squeezed", count: 30) == (2970..<3000).map(Double.init))
    #expect(try part([], of: "squeezed", count: 3000) == (0..<3000).map(Double.init))
    #expect(try part([4..<4], of: "squeezed", count: 0) == [])
  }

  @Test func numbersBecomeTheTypeOfTheBuffer() throws {
    #expect(try part([0..<2], of: "half", count: 2) == [0.5, 65504])
    #expect(try part([1..<2], of: "labels", count: 1) == [-1])
    var values = [Float](repeating: .nan, count: 6)
    try values.withUnsafeMutableBufferPointer {
      try reader.read([], of: "parameters/initial/layers.0.weight", into: $0)
    }
    #expect(values == (0..<6).map { Float($0) / 8 })
  }

  @Test func whatIsNotThereLeavesTheBufferAlone() throws {
    let calls: [([Range<Int>], String, StoreError.Kind)] = [
      ([90..<101], "squeezed", .wrongType), ([0..<1, 0..<1, 0..<1], "squeezed", .wrongType),
      ([0..<1, 29..<31], "squeezed", .wrongType), ([0..<1], "words", .wrongType), ([0..<1], "nowhere", .notFound),
    ]
    for (part, path, kind) in calls {
      var values = [Double](repeating: 7, count: 1)
      let error = #expect(throws: StoreError.self) {
        try values.withUnsafeMutableBufferPointer { try reader.read(part, of: path, into: $0) }
      }
      #expect(error?.kind == kind, "\(path) \(part)")
      #expect(values == [7])
    }
  }
}
