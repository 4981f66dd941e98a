/// Images to train on and images to test on, of one size and with the same classes.
public struct ImageCollection: Sendable, Equatable {
  /// The images to train on, in the order of the file: the first N of them are its first N.
  public let train: LabelledImages
  /// The images to test on, in the order of the file.
  public let test: LabelledImages

  /// Puts two parts together; where one lacks the last classes, it is given room for them.
  ///
  /// - Throws: `DatasetError` of kind `badData` if the images differ in height or width.
  public init(train: LabelledImages, test: LabelledImages) throws(DatasetError) {
    guard train.height == test.height, train.width == test.width else {
      throw DatasetError(
        .badData,
        "Cannot test on images of \(test.height) x \(test.width) pixels what is trained on \(train.height) x \(train.width): "
          + "give images of one size.")
    }
    let classCount = max(train.classCount, test.classCount)
    self.train = train.widened(toClassCount: classCount)
    self.test = test.widened(toClassCount: classCount)
  }

  /// Reads four IDX files, plain or compressed with gzip; the largest label of them all is taken for the last class.
  ///
  /// - Throws: `DatasetError` of kind `missingFile` or `badData`.
  public init(trainImages: String, trainLabels: String, testImages: String, testLabels: String) throws(DatasetError) {
    let train = try LabelledImages(imagesFile: trainImages, labelsFile: trainLabels)
    let test = try LabelledImages(imagesFile: testImages, labelsFile: testLabels)
    try self.init(train: train, test: test)
  }
}
