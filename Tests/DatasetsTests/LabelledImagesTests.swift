import Datasets
import Foundation
import Testing

@Suite struct LabelledImagesTests {
  /// The bit patterns of pixel / 255, from another program.
  struct Fractions: Decodable {
    let single: [UInt32]
    let double: [UInt64]
  }

  static func images(height: Int = 1, width: Int = 2, labels: [UInt8], classCount: Int) -> LabelledImages {
    let pixels = (0..<height * width * labels.count).map { UInt8($0 % 256) }
    return LabelledImages(height: height, width: width, pixels: pixels, labels: labels, classCount: classCount)
  }

  @Test func readsTwoFiles() throws {
    let images = try LabelledImages(imagesFile: fixture("images.gz"), labelsFile: fixture("labels"))
    #expect(images.count == 3)
    #expect(images.height == 2)
    #expect(images.width == 4)
    #expect(images.pixelCount == 8)
    #expect(images.pixels == (0..<24).map { 11 * $0 })
    #expect(images.labels == [2, 0, 1])
    #expect(images.classCount == 3)
    let more = try LabelledImages(imagesFile: fixture("images"), labelsFile: fixture("labels.gz"), classCount: 10)
    #expect(more.classCount == 10)
  }

  @Test func filesThatDoNotAgree() throws {
    let folder = try TemporaryFolder()
    let four = try folder.file("four", [0, 0, 8, 1, 0, 0, 0, 4, 0, 1, 2, 3])
    let cases: [(images: String, labels: String, classCount: Int?, kind: DatasetError.Kind, reason: String)] = [
      (fixture("images"), four, nil, .badData, "Cannot pair 3 images of \(fixture("images")) with 4 labels of \(four)"),
      (fixture("labels"), fixture("images"), nil, .badData, "check that the files are not exchanged"),
      (fixture("images"), fixture("images"), nil, .badData, "has 3 dimensions where labels have 1"),
      (fixture("images"), fixture("labels"), 2, .badData, "has the label 2 where there are 2 classes"),
      (fixture("images"), "\(folder.path)/absent", nil, .missingFile, "\(folder.path)/absent: no such file"),
      ("\(folder.path)/absent", fixture("labels"), nil, .missingFile, "\(folder.path)/absent: no such file"),
    ]
    for (images, labels, classCount, kind, reason) in cases {
      let error = failure { () throws(DatasetError) in
        try LabelledImages(imagesFile: images, labelsFile: labels, classCount: classCount)
      }
      #expect(error?.kind == kind)
      #expect(error?.description.contains(reason) == true, "\(error?.description ?? "no error")")
    }
  }

  @Test func pixelsAreTheFractionsThatNumPyComputes() throws {
    let stored = try Data(contentsOf: URL(fileURLWithPath: fixture("pixel-fractions.json")))
    let fractions = try JSONDecoder().decode(Fractions.self, from: stored)
    let images = Self.images(height: 16, width: 16, labels: [0], classCount: 1)
    var single = [Float](repeating: .nan, count: 256)
    single.withUnsafeMutableBufferPointer { images.fillPixels(of: 0..<1, into: $0) }
    #expect(single.map(\.bitPattern) == fractions.single)
    var double = [Double](repeating: .nan, count: 256)
    double.withUnsafeMutableBufferPointer { images.fillPixels(of: 0..<1, into: $0) }
    #expect(double.map(\.bitPattern) == fractions.double)
  }

  @Test func rowsComeInTheOrderAskedForAndMayRepeat() {
    let images = Self.images(labels: [3, 0, 2, 1], classCount: 5)
    let rows = [2, 0, 2]
    var pixels = [Double](repeating: .nan, count: 6)
    pixels.withUnsafeMutableBufferPointer { images.fillPixels(of: rows, into: $0) }
    #expect(pixels == [4, 5, 0, 1, 4, 5].map { $0 / 255 })
    var codes = [Float](repeating: .nan, count: 15)
    codes.withUnsafeMutableBufferPointer { images.fillOneHot(of: rows, into: $0) }
    #expect(codes == [0, 0, 1, 0, 0] + [0, 0, 0, 1, 0] + [0, 0, 1, 0, 0])
    var none: [Float] = []
    none.withUnsafeMutableBufferPointer { images.fillPixels(of: [], into: $0) }
    #expect(none.isEmpty)
  }

  // MARK: Collections

  @Test func collectionFromFourPaths() throws {
    let folder = try TemporaryFolder()
    let labels = try folder.file("labels", [0, 0, 8, 1, 0, 0, 0, 3, 4, 0, 0])
    let collection = try ImageCollection(
      trainImages: fixture("images"), trainLabels: fixture("labels"), testImages: fixture("images.gz"),
      testLabels: labels)
    #expect(collection.train.labels == [2, 0, 1])
    #expect(collection.test.labels == [4, 0, 0])
    #expect(collection.train.classCount == 5, "both parts have room for the largest label of either")
    #expect(collection.test.classCount == 5)
    #expect(collection.test.pixels == collection.train.pixels)
  }

  @Test func partsOfDifferentSize() {
    let wide = Self.images(height: 1, width: 4, labels: [0, 1], classCount: 2)
    let tall = Self.images(height: 4, width: 1, labels: [0, 1], classCount: 2)
    let error = failure { () throws(DatasetError) in try ImageCollection(train: wide, test: tall) }
    #expect(error?.kind == .badData)
    #expect(error?.description.contains("test on images of 4 x 1 pixels what is trained on 1 x 4") == true)
  }
}
