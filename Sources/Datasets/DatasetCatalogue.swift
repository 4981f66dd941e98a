public import Foundation

/// The image collections that can be asked for by name: where their files are, and how they come here.
///
/// A collection is looked for in `cacheFolder`/NAME and, if Debian packages it, in `systemFolder`/NAME; a folder counts if all four
/// files are in it, plain or with the suffix `.gz`. Whatever is loaded is checked against the SHA-256 of the published files.
public struct DatasetCatalogue: Sendable {
  /// One collection and its state on this machine.
  public struct Entry: Sendable, Equatable {
    /// Whether the four files of a collection are on this machine.
    public enum State: String, Sendable {
      /// All four files are there; their content is checked when they are loaded.
      case present
      /// `get` would fetch the collection.
      case missing
    }

    /// The name to ask for it by.
    public let name: String
    /// What it shows.
    public let title: String
    /// Whether its files are here.
    public let state: State
    /// The folder with its files; nil if they are missing.
    public let location: String?
    /// The number of images to train on.
    public let trainCount: Int
    /// The number of images to test on.
    public let testCount: Int
    /// The height of every image, in pixels.
    public let height: Int
    /// The width of every image, in pixels.
    public let width: Int
    /// The number of classes.
    public let classCount: Int
    /// The licence of the data.
    public let licence: String
    /// Who published it.
    public let source: String
    /// What `get` does.
    public let howToGet: String
  }

  /// The names that `get` and `load` know.
  public static let names = KnownCollection.all.map(\.name)

  /// The folder in which `get` puts what it downloads; it need not exist yet.
  public let cacheFolder: String
  /// The folder in which Debian's packages put datasets.
  public let systemFolder: String
  let environment: [String: String]

  /// A catalogue over two folders; programs are looked for on the `PATH` of `environment`, which they inherit.
  public init(
    cacheFolder: String, systemFolder: String = "/usr/share/datasets",
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    self.cacheFolder = cacheFolder
    self.systemFolder = systemFolder
    self.environment = environment
  }

  /// All known collections and their state; looks for files, does not open them.
  public func list() -> [Entry] {
    KnownCollection.all.map { known in
      let location = folder(of: known)
      return Entry(
        name: known.name, title: known.title, state: location == nil ? .missing : .present, location: location,
        trainCount: known.trainCount, testCount: known.testCount, height: known.height, width: known.width,
        classCount: known.classCount, licence: known.licence, source: known.source, howToGet: known.howToGet)
    }
  }

  /// Loads a collection that is on this machine.
  ///
  /// - Throws: `DatasetError` of kind `unknownName`, `missingFile` if it is not here, or `badData` if a file is not what was published.
  public func load(_ name: String) throws(DatasetError) -> ImageCollection {
    let known = try KnownCollection.named(name)
    guard let folder = folder(of: known) else {
      let places = folders(of: known).joined(separator: " or ")
      throw DatasetError(
        .missingFile, "Cannot load \(name): its four files are not in \(places); run `grokscape data get \(name)`.")
    }
    return try load(known, from: folder)
  }

  /// Brings a collection to this machine, if it is not here yet, and checks its content.
  ///
  /// Nothing that looks finished is left behind by a failure or an interruption.
  ///
  /// - Parameter progress: called with a line of text at every step.
  /// - Throws: `DatasetError` of any kind.
  public func get(_ name: String, progress: (String) -> Void) throws(DatasetError) {
    let known = try KnownCollection.named(name)
    if folder(of: known) == nil {
      if known.isPackagedByDebian {
        try installFashionPackage(progress: progress)
      } else {
        try downloadDigits(progress: progress)
      }
    }
    progress("\(name): checking the four files")
    _ = try load(name)
    progress("\(name): present in \(folder(of: known) ?? cacheFolder)")
  }
}

// MARK: - Files

extension DatasetCatalogue {
  /// The folders in which a collection is looked for, the first first.
  func folders(of known: KnownCollection) -> [String] {
    let cache = "\(cacheFolder)/\(known.name)"
    return known.isPackagedByDebian ? [cache, "\(systemFolder)/\(known.name)"] : [cache]
  }

  /// The folder in which all four files of a collection are, if there is one.
  func folder(of known: KnownCollection) -> String? {
    folders(of: known).first { folder in CollectionFile.allCases.allSatisfy { Self.path(of: $0, in: folder) != nil } }
  }

  private static func path(of file: CollectionFile, in folder: String) -> String? {
    let plain = "\(folder)/\(file.rawValue)"
    return [plain, plain + ".gz"].first { FileManager.default.fileExists(atPath: $0) }
  }

  private func load(_ known: KnownCollection, from folder: String) throws(DatasetError) -> ImageCollection {
    func images(_ images: CollectionFile, _ labels: CollectionFile) throws(DatasetError) -> LabelledImages {
      let (imagesFile, imagesArray) = try verified(images)
      let (labelsFile, labelsArray) = try verified(labels)
      return try LabelledImages(
        images: imagesArray, from: imagesFile, labels: labelsArray, from: labelsFile, classCount: known.classCount)
    }
    func verified(_ file: CollectionFile) throws(DatasetError) -> (path: String, array: IDXFile) {
      let path = Self.path(of: file, in: folder) ?? "\(folder)/\(file.rawValue)"
      let array = try IDXFile(contentsOf: path)
      guard array.sha256 == known.checksums[file] else {
        throw DatasetError(
          .badData,
          "Cannot load \(known.name): \(path) is not the file that was published (its SHA-256 is \(array.sha256)); "
            + "remove or reinstall \(folder) and run `grokscape data get \(known.name)`.")
      }
      return (path, array)
    }
    return try ImageCollection(
      train: images(.trainImages, .trainLabels), test: images(.testImages, .testLabels))
  }
}
