import Foundation
import Testing

/// A study on images whose four files are not what they should be.
@Suite struct CommandDataTests {
  private static let fixtures = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures/datasets")

  /// What is put in the place of the training images; nil removes them.
  struct Damage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let suffix: String
    let reason: String
    let bytes: @Sendable (_ images: Data, _ compressed: Data) -> Data?

    init(
      _ name: String, suffix: String = "", _ reason: String,
      _ bytes: @escaping @Sendable (_ images: Data, _ compressed: Data) -> Data?
    ) {
      (testDescription, self.suffix, self.reason, self.bytes) = (name, suffix, reason, bytes)
    }
  }

  private static let damages = [
    Damage("labels without images", "its four files are not in") { _, _ in nil },
    Damage("another file of the right kind", "is not the file that was published") { images, _ in images },
    Damage("an empty file", "it ends within its header") { _, _ in Data() },
    Damage("half a header", "it ends within its header") { images, _ in images.prefix(9) },
    Damage("cut short", "it ends after 10") { images, _ in images.prefix(26) },
    Damage("bytes behind the end", "more bytes follow") { images, _ in images + [0] },
    Damage("a wrong magic number", "not an IDX file") { images, _ in [0x47] + images.dropFirst() },
    Damage("elements of another type", "type float") { images, _ in [0, 0, 0x0D] + images.dropFirst(3) },
    Damage("a header that promises too much", "more than the file can hold") { images, _ in
      images.prefix(4) + [UInt8](repeating: 0x7F, count: 12) + images.dropFirst(16)
    },
    Damage("gzip cut short", suffix: ".gz", "gzip data end too early") { _, compressed in
      compressed.prefix(compressed.count - 12)
    },
    Damage("gzip with a changed checksum", suffix: ".gz", "Cannot inflate") { _, compressed in
      var changed = Data(compressed)
      changed[changed.count - 6] ^= 1
      return changed
    },
    Damage("gzip with a changed byte", suffix: ".gz", "train-images-idx3-ubyte.gz") { _, compressed in
      var changed = Data(compressed)
      changed[changed.count / 2] ^= 0x55
      return changed
    },
  ]

  @Test(arguments: damages) func damagedImagesAreOneSentence(_ damage: Damage) throws {
    let folder = try StudyFolder(StudyText.images)
    let images = try Data(contentsOf: Self.fixtures.appending(path: "images"))
    let labels = try Data(contentsOf: Self.fixtures.appending(path: "labels"))
    let compressed = try Data(contentsOf: Self.fixtures.appending(path: "images.gz"))
    try folder.write(labels, "data/mnist/train-labels-idx1-ubyte")
    try folder.write(images, "data/mnist/t10k-images-idx3-ubyte")
    try folder.write(labels, "data/mnist/t10k-labels-idx1-ubyte")
    if let bytes = damage.bytes(images, compressed) {
      try folder.write(bytes, "data/mnist/train-images-idx3-ubyte\(damage.suffix)")
    }
    try run(folder).expectFailure(65, ["data/mnist", damage.reason])
    #expect(folder.names() == [], "nothing is begun")
  }

  @Test func exchangedFilesAreNamed() throws {
    let folder = try StudyFolder(StudyText.images)
    let images = try Data(contentsOf: Self.fixtures.appending(path: "images"))
    for name in ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"] {
      try folder.write(images, "data/mnist/\(name)-ubyte")
    }
    try run(folder).expectFailure(65, ["data/mnist/train-images-idx3-ubyte"])
  }

  @Test func imagesThatAreNotHereSayHowToGetThem() throws {
    let folder = try StudyFolder(StudyText.images)
    try run(folder).expectFailure(65, ["data/mnist", "grokscape data get mnist"])
    #expect(folder.names() == [])
    let list = try Program(["data", "list"], in: folder, environment: ["GROKSCAPE_DATA": folder.file("data")])
    #expect(list.code == 0 && list.output.contains("mnist: MNIST handwritten digits, missing"))
  }

  private func run(_ folder: StudyFolder) throws -> Program {
    try Program(
      ["run", "study.yaml", "-o", "results"], in: folder, environment: ["GROKSCAPE_DATA": folder.file("data")])
  }
}
