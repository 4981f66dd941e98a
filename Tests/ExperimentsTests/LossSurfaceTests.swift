import Experiments
import Figures
import Foundation
import Stores
import Testing

/// Surfaces to and from the forms of other programs.
@Suite struct LossSurfaceTests {
  private let folder: ReportsFolder

  init() throws { folder = try ReportsFolder() }

  /// A slice of 3 by 2 points with train_loss = 10 x + y, one of them infinite, and a test accuracy.
  private func slice() throws -> String {
    let x = [-1.0, 0, 2], y = [0.5, 4]
    let train = x.flatMap { x in y.map { y in 10 * x + y } }
    let group = StoredGroup(
      dimensions: [
        StoredDimension("x", .double(x), units: "1", longName: "x"),
        StoredDimension("y", .double(y), units: "1", longName: "y"),
      ],
      variables: [
        StoredVariable("train_loss", over: ["x", "y"], .double(train), units: "1", longName: "loss"),
        StoredVariable(
          "test_loss", over: ["x", "y"], .double([1, 2, .nan, 4, .infinity, 6]), units: "1", longName: "loss"),
        StoredVariable(
          "test_accuracy", over: ["x", "y"], .double([0, 0.25, 0.5, 0.75, 1, .nan]), units: "1", longName: "accuracy"),
      ])
    return try folder.write(group, "slice.h5")
  }

  private func expectError(_ kind: ReportError.Kind, _ parts: [String], _ body: () throws -> Void) throws {
    let error = try #require(throws: ReportError.self, performing: body)
    #expect(error.kind == kind)
    expectSentence(error.description, parts)
  }

  @Test func sliceRunsAlongXFirst() throws {
    let surface = try LossSurface(result: slice(), at: [])
    #expect(surface.x == LossSurface.Axis(name: "x", coordinates: [-1, 0, 2]))
    #expect(surface.y == LossSurface.Axis(name: "y", coordinates: [0.5, 4]))
    #expect(surface.values[.trainLoss] == [-9.5, 0.5, 20.5, -6, 4, 24])
  }

  @Test func layoutHasTheAxisOrderOfItsFigures() throws {
    let file = try folder.write(LossSurface(result: slice(), at: []).exchanged, "surface.h5")
    let reader = try StoreReader(path: file)
    #expect(try reader.shape(of: "train_loss") == [2, 3])
    #expect(try reader.doubles(at: "train_loss") == [-9.5, 0.5, 20.5, -6, 4, 24])
    #expect(try reader.doubles(at: "xcoordinates") == [-1, 0, 2])
    #expect(try reader.doubles(at: "ycoordinates") == [0.5, 4])
    #expect(try reader.doubles(at: "test_acc").prefix(3) == [0, 50, 100])
    #expect(try reader.texts(at: "dir_file") == ["slice.h5"])
  }

  @Test func layoutAndSliceRoundTrip() throws {
    let original = try slice()
    let exchanged = try folder.write(LossSurface(result: original, at: []).exchanged, "surface.h5")
    let back = try folder.write(LossSurface(exchanged: exchanged).slice, "back.h5")
    let (before, after) = (try StoredGroup(contentsOf: original), try StoredGroup(contentsOf: back))
    for variable in before.variables {
      let found = try #require(after.variables.first { $0.name == variable.name })
      #expect(found.dimensions == ["x", "y"] && found.values == variable.values, "\(variable.name)")
    }
    #expect(after.dimensions.map(\.coordinates) == before.dimensions.map(\.coordinates))
  }

  /// As that program stores it: shape (x, y), elements in the order of (y, x), -1 where nothing was computed.
  @Test func filesOfTheProgramItselfAreRead() throws {
    let file = try folder.write(
      StoredGroup(
        dimensions: [
          StoredDimension("xcoordinates", .float([0, 1, 2]), units: "1", longName: "x"),
          StoredDimension("ycoordinates", .float([5, 6]), units: "1", longName: "y"),
        ],
        variables: [
          StoredVariable(
            "train_loss", over: ["xcoordinates", "ycoordinates"], .float([50, 51, 52, 60, -1, 62]), units: "1",
            longName: "loss"),
          StoredVariable(
            "train_acc", over: ["xcoordinates", "ycoordinates"], .float([10, 20, 30, 40, -1, 100]), units: "1",
            longName: "accuracy"),
        ]), "surface.h5")
    let surface = try LossSurface(exchanged: file)
    let losses = try #require(surface.values[.trainLoss])
    #expect(losses[4].isNaN && losses.enumerated().allSatisfy { $0 == 4 || $1 == [50, 51, 52, 60, 0, 62][$0] })
    #expect(surface.values[.trainAccuracy]?[5] == 1)
    #expect(surface.values[.testLoss] == nil)
  }

  @Test func foreignFilesAreRefused() throws {
    let coordinates = StoredDimension("xcoordinates", .double([0, 1]), units: "1", longName: "x")
    let other = StoredDimension("n", count: 3)
    let short = StoredVariable("train_loss", over: ["n"], .double([1, 2, 3]), units: "1", longName: "loss")
    for (group, part) in [
      (StoredGroup(), "no array 'xcoordinates'"), (StoredGroup(dimensions: [coordinates]), "neither"),
      (StoredGroup(dimensions: [coordinates, other], variables: [short]), "3 values for 2 points"),
    ] {
      let file = try folder.write(group, "foreign.h5")
      try expectError(.badInput, ["foreign.h5", part]) { _ = try LossSurface(exchanged: file) }
    }
  }

  // MARK: - Landscapes

  @Test func landscapeNeedsAllAxesButTwoChosen() throws {
    var sample = LandscapeSample()
    sample.sizes = [50, 100, 200]
    let file = try folder.write(sample.group(), "landscape.h5")
    try expectError(.badRequest, ["landscape.h5", "3 of its axes", "--at seed="]) {
      _ = try LossSurface(result: file, at: [])
    }
    let place = try #require(Coordinate("seed=\(sample.seeds[1])"))
    let surface = try LossSurface(result: file, at: [place])
    let landscape = try LandscapeFile(path: file)
    #expect(surface.x == LossSurface.Axis(name: "alpha", coordinates: landscape.alpha))
    #expect(surface.y == LossSurface.Axis(name: "n_train", coordinates: [50, 100, 200]))
    let rows = try (0..<3).map { try #require(landscape.table(.testLoss, trainingSetSizeIndex: $0))[1] }
    #expect(surface.values[.testLoss] == rows.flatMap { $0 })
    #expect(surface.origin == "landscape.h5 seed=1")

    let size = try #require(Coordinate("n_train=100")), curve = try LossSurface(result: file, at: [place, size])
    #expect(curve.y == nil && curve.values[.testLoss] == rows[1])
    try expectError(.badRequest, ["'alpha' only"]) { _ = try curve.heightField(of: .testLoss) }
  }

  // MARK: - ParaView

  /// The numbers of one array of a .vtp, each of 64 bits, behind their size in bytes.
  private func array(_ name: String, of text: String) throws -> [UInt64] {
    let start = try #require(text.range(of: "Name=\"\(name)\""))
    let content = text[start.upperBound...].drop { $0 != ">" }.dropFirst().prefix { $0 != "<" }
    let bytes = [UInt8](try #require(Data(base64Encoded: String(content))))
    let words = stride(from: 0, to: bytes.count, by: 8).map { start in
      bytes[start..<(start + 8)].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    #expect(words.first == UInt64(8 * (words.count - 1)))
    return Array(words.dropFirst())
  }

  @Test func heightFieldLeavesHolesOut() throws {
    let surface = try LossSurface(result: slice(), at: [])
    let field = try surface.heightField(of: .trainLoss, logarithmic: [.height])
    // log10 of -9.5 and -6, both at x = -1, is none: 4 points and the face between them are left.
    #expect(field.holes == 2)
    let points = try array("Points", of: field.text).map { Double(bitPattern: $0) }
    #expect(points == [0, 0.5, log10(0.5), 2, 0.5, log10(20.5), 0, 4, log10(4), 2, 4, log10(24)])
    #expect(try array("connectivity", of: field.text) == [0, 1, 3, 2])
    #expect(try array("offsets", of: field.text) == [4])
    let test = try array("test_loss", of: field.text).map { Double(bitPattern: $0) }
    #expect(test[0].isNaN && test[1] == .infinity && test[2...] == [4, 6])
    try expectError(.badRequest, ["train_accuracy", "choose from train_loss"]) {
      _ = try surface.heightField(of: .trainAccuracy)
    }
  }

  @Test func wholeHeightFieldHasAllFaces() throws {
    let field = try LossSurface(result: slice(), at: []).heightField(of: .trainLoss)
    #expect(field.holes == 0)
    #expect(try array("connectivity", of: field.text) == [0, 1, 4, 3, 1, 2, 5, 4])
    #expect(field.text.contains("NumberOfPoints=\"6\"") && field.text.contains("NumberOfPolys=\"2\""))
  }
}
