/// Grey images of one size with a class label each, as bytes.
public struct LabelledImages: Sendable, Equatable {
  /// The height of every image, in pixels.
  public let height: Int
  /// The width of every image, in pixels.
  public let width: Int
  /// The pixels, `count` x (`height` * `width`), row-major: image after image, line after line from the top left; 0...255.
  public let pixels: [UInt8]
  /// The class of every image, in 0..<`classCount`.
  public let labels: [UInt8]
  /// The number of classes, 1...256.
  public let classCount: Int

  /// The number of images.
  public var count: Int { labels.count }
  /// The number of pixels of one image.
  public var pixelCount: Int { height * width }

  /// Puts images together from arrays that agree with each other.
  ///
  /// `pixels` must hold `labels.count` images, and every label must be below `classCount`.
  public init(height: Int, width: Int, pixels: [UInt8], labels: [UInt8], classCount: Int) {
    precondition(height > 0 && width > 0, "an image has at least one pixel")
    precondition(pixels.count == labels.count * height * width, "every image has one label")
    precondition((1...256).contains(classCount), "labels are bytes")
    precondition(labels.allSatisfy { Int($0) < classCount }, "every label is below the number of classes")
    self.height = height
    self.width = width
    self.pixels = pixels
    self.labels = labels
    self.classCount = classCount
  }

  /// Reads images (count x height x width) and their labels (count) from two IDX files, plain or compressed with gzip.
  ///
  /// Without a `classCount` the largest label that occurs is taken for the last class.
  ///
  /// - Throws: `DatasetError` of kind `missingFile` or `badData`.
  public init(imagesFile: String, labelsFile: String, classCount: Int? = nil) throws(DatasetError) {
    try self.init(
      images: IDXFile(contentsOf: imagesFile), from: imagesFile, labels: IDXFile(contentsOf: labelsFile),
      from: labelsFile, classCount: classCount)
  }

  /// Pairs two arrays that were read from the files named.
  init(
    images: IDXFile, from imagesFile: String, labels: IDXFile, from labelsFile: String, classCount: Int?
  ) throws(DatasetError) {
    guard images.dimensions.count == 3 else {
      throw DatasetError(
        .badData,
        "Cannot take images from \(imagesFile): it has \(images.dimensions.count) dimensions where images have 3 "
          + "(count, height, width); check that the files are not exchanged.")
    }
    guard labels.dimensions.count == 1 else {
      throw DatasetError(
        .badData,
        "Cannot take labels from \(labelsFile): it has \(labels.dimensions.count) dimensions where labels have 1; "
          + "check that the files are not exchanged.")
    }
    guard images.dimensions[0] == labels.dimensions[0] else {
      throw DatasetError(
        .badData,
        "Cannot pair \(images.dimensions[0]) images of \(imagesFile) with \(labels.dimensions[0]) labels of \(labelsFile): "
          + "give two files of the same collection.")
    }
    let classCount = try Self.classCount(classCount, of: labels.bytes, from: labelsFile)
    self.init(
      height: images.dimensions[1], width: images.dimensions[2], pixels: images.bytes, labels: labels.bytes,
      classCount: classCount)
  }

  /// The number of classes: the one that was asked for, if it has room for all labels, else one more than the largest label.
  static func classCount(_ asked: Int?, of labels: [UInt8], from path: String) throws(DatasetError) -> Int {
    let largest = Int(labels.max() ?? 0)
    guard let asked else { return largest + 1 }
    if largest < asked { return asked }
    throw DatasetError(
      .badData,
      "Cannot take labels from \(path): it has the label \(largest) where there are \(asked) classes; check the file or raise "
        + "the number of classes.")
  }

  /// The same images with room for more classes, so that the one-hot codes of two parts agree in width.
  func widened(toClassCount classCount: Int) -> LabelledImages {
    LabelledImages(height: height, width: width, pixels: pixels, labels: labels, classCount: classCount)
  }
}

// MARK: - As numbers

extension LabelledImages {
  /// Writes the images of `rows`, one after another, as pixel / 255 in 0...1.
  ///
  /// `output` is rows.count x `pixelCount`, row-major. The division is done in `Value`, as torchvision's `ToTensor` does it.
  ///
  /// - Complexity: O(rows.count * `pixelCount`).
  @inlinable
  public func fillPixels<Value: BinaryFloatingPoint>(
    of rows: some Collection<Int>, into output: UnsafeMutableBufferPointer<Value>
  ) {
    precondition(output.count == rows.count * pixelCount, "the buffer holds exactly the images that were asked for")
    pixels.withUnsafeBufferPointer { pixels in
      var start = 0
      for row in rows {
        precondition(row >= 0 && row < count, "a row is the number of an image")
        for pixel in 0..<pixelCount {
          output[start + pixel] = Value(Int(pixels[row * pixelCount + pixel])) / 255
        }
        start += pixelCount
      }
    }
  }

  /// Writes the labels of `rows` as one-hot codes: 1 at the class, 0 elsewhere.
  ///
  /// `output` is rows.count x `classCount`, row-major.
  ///
  /// - Complexity: O(rows.count * `classCount`).
  @inlinable
  public func fillOneHot<Value: BinaryFloatingPoint>(
    of rows: some Collection<Int>, into output: UnsafeMutableBufferPointer<Value>
  ) {
    precondition(output.count == rows.count * classCount, "the buffer holds exactly the labels that were asked for")
    output.update(repeating: 0)
    for (position, row) in rows.enumerated() {
      output[position * classCount + Int(labels[row])] = 1
    }
  }
}
