import Datasets
import LinearAlgebra
import Networks
import Objectives
import RandomStreams

extension Problem {
  /// Classification of images, pixel / 255 as inputs, one-hot targets.
  ///
  /// The task of Liu, Michaud, Tegmark (2023), Section 3.2.
  /// The training set of size N is the first N of the file, or of a permutation per seed. Streams `torch` draw the network from
  /// PyTorch's generator seeded with the seed. With a template the images are the messy end of the inputs, at test time too.
  static func images(
    _ study: StudyConfiguration, of collection: ImageCollection, permuted: Bool, template: LabelTemplate?, seed: Int
  ) -> Problem {
    let network = MultilayerPerceptron<Element>(widths: study.problem.widths, activation: study.problem.activation)
    var student = Vector<Element>(zeros: network.layout.count)
    let largest = study.trainingSetSizes.max() ?? 1
    switch study.streams {
    case .torch:
      var stream = TorchStream(seed: UInt64(seed))
      network.initialize(&student, using: &stream)
    case .philox:
      var stream = PhiloxStream(rootSeed: UInt64(study.rootSeed), seed: UInt64(seed), purpose: .student)
      network.initialize(&student, using: &stream)
    }
    var order = Array(0..<largest)
    if permuted {
      var stream = PhiloxStream(rootSeed: UInt64(study.rootSeed), seed: UInt64(seed), purpose: .split)
      order = Array(stream.permutation(of: collection.train.count).prefix(largest))
    }
    let testOrder = Array(0..<study.problem.testCount)
    func pixels(_ images: LabelledImages, _ rows: [Int]) -> SharedMatrix<Element> {
      SharedMatrix(rows: rows.count, columns: images.pixelCount) { images.fillPixels(of: rows, into: $0) }
    }
    func targets(_ images: LabelledImages, _ rows: [Int]) -> SharedMatrix<Element> {
      SharedMatrix(rows: rows.count, columns: network.outputWidth) { images.fillOneHot(of: rows, into: $0) }
    }
    var problem = Problem(
      network: network, trainInputs: pixels(collection.train, order), trainTargets: targets(collection.train, order),
      testInputs: pixels(collection.test, testOrder), testTargets: targets(collection.test, testOrder),
      trainLabels: order.map { Int32(collection.train.labels[$0]) },
      testLabels: testOrder.map { Int32(collection.test.labels[$0]) }, initialParameters: student.array)
    guard let template else { return problem }
    func templates(_ labels: [Int32]) -> SharedMatrix<Element> {
      let values = labels.map { Element(template.value(of: Int($0), classCount: network.outputWidth)) }
      return SharedMatrix(rows: values.count, columns: 1, values)
    }
    problem.messyTrainInputs = MessyInputs(messy: problem.trainInputs, linear: templates(problem.trainLabels))
    problem.messyTestInputs = MessyInputs(messy: problem.testInputs, linear: templates(problem.testLabels))
    return problem
  }
}
