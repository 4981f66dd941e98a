import Datasets
import Foundation
import Testing

/// The collections themselves, where they are on this machine; elsewhere these tests are shown as skipped.
@Suite struct PublishedCollectionTests {
  /// The cache that the program uses: the folder in GROKSCAPE_DATA, or data/cache of this repository.
  static let catalogue: DatasetCatalogue = {
    let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let ours = repository.appendingPathComponent("data/cache").path
    return DatasetCatalogue(cacheFolder: ProcessInfo.processInfo.environment["GROKSCAPE_DATA"] ?? ours)
  }()

  static func isPresent(_ name: String) -> Bool {
    catalogue.list().contains { $0.name == name && $0.state == .present }
  }

  static func classCounts(_ images: LabelledImages) -> [Int] {
    images.labels.reduce(into: [Int](repeating: 0, count: images.classCount)) { $0[Int($1)] += 1 }
  }

  static func meanPixel(_ images: LabelledImages) -> Double {
    var histogram = [Int](repeating: 0, count: 256)
    images.pixels.withUnsafeBufferPointer { pixels in
      histogram.withUnsafeMutableBufferPointer { histogram in
        var index = 0
        while index < pixels.count {
          histogram[Int(pixels[index])] &+= 1
          index &+= 1
        }
      }
    }
    let sum = histogram.enumerated().reduce(0) { $0 + $1.offset * $1.element }
    return Double(sum) / 255 / Double(images.pixels.count)
  }

  /// Means as PyTorch users normalise with them; class counts as published with the data.
  @Test(.enabled(if: isPresent("mnist"), "MNIST is not in the cache: grokscape data get mnist"))
  func mnist() throws {
    let collection = try Self.catalogue.load("mnist")
    #expect(collection.train.count == 60_000)
    #expect(collection.test.count == 10_000)
    #expect(collection.train.height == 28)
    #expect(collection.train.width == 28)
    #expect(collection.train.labels.prefix(20) == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4, 3, 5, 3, 6, 1, 7, 2, 8, 6, 9])
    #expect(collection.test.labels.prefix(10) == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9])
    #expect(
      Self.classCounts(collection.train) == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949])
    #expect(Self.classCounts(collection.test) == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009])
    #expect(abs(Self.meanPixel(collection.test) - 0.1325) < 5e-5)
  }

  @Test(.enabled(if: isPresent("fashion-mnist"), "Debian's dataset-fashion-mnist is not installed"))
  func fashionMNIST() throws {
    let collection = try Self.catalogue.load("fashion-mnist")
    #expect(collection.train.labels.prefix(10) == [9, 0, 0, 3, 0, 2, 7, 2, 5, 5])
    #expect(collection.test.labels.prefix(10) == [9, 2, 1, 1, 6, 1, 4, 6, 5, 7])
    #expect(Self.classCounts(collection.train) == [Int](repeating: 6000, count: 10))
    #expect(Self.classCounts(collection.test) == [Int](repeating: 1000, count: 10))
    #expect(collection.train.height == 28)
    #expect(collection.train.width == 28)
  }

  @Test(.enabled(if: isPresent("mnist"), "MNIST is not in the cache: grokscape data get mnist"))
  func gettingWhatIsHereChecksItAndDoesNothing() throws {
    var lines: [String] = []
    let cache = Self.catalogue.cacheFolder
    let bare = DatasetCatalogue(cacheFolder: cache, environment: ["PATH": ""])
    try bare.get("mnist") { lines.append($0) }
    #expect(lines == ["mnist: checking the four files", "mnist: present in \(cache)/mnist"])
  }
}
