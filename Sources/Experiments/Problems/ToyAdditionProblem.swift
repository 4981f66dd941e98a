import Datasets
import LinearAlgebra
import Networks
import Objectives
import RandomStreams

extension Problem {
  /// A decoder that turns the sum of two digits' embeddings into the template of their sum.
  ///
  /// The task of Liu, Michaud, Tegmark (2023), Section 5.1. Templates are standard normal. The training set of size n is the
  /// first n of a permutation of all pairs, and the test set the rest.
  /// Streams `torch` draw as the released code does, from NumPy's generator seeded with the seed: templates of the digits, which are
  /// not used, templates of the labels, and the order of pairs; from PyTorch's: an encoder's parameters, which are not used,
  /// the decoder's, and the linear and the random representation. With a random representation as in the code of Liu,
  /// Kitouni, Nolte, Michaud, Tegmark, Williams (2022) they draw in that code's order: no templates of the digits, no
  /// encoder, and the random representation before the decoder. Streams `philox`: one stream per purpose.
  static func toyAddition(
    _ study: StudyConfiguration, table: AdditionTable, representation: DigitRepresentation, seed: Int
  ) -> Problem {
    let widths = study.problem.widths, digits = table.digits
    let network = MultilayerPerceptron<Element>(widths: widths, activation: study.problem.activation)
    let (width, outputs) = (network.inputWidth, network.outputWidth)
    var decoder = Vector<Element>(zeros: network.layout.count)
    let templates: [Element], order: [Int], linear: [Element], random: [Element]
    switch study.streams {
    case .torch:
      let isOfEarlierCode = representation.distribution == .halfUniform
      var numbers = NumPyStream(seed: UInt32(truncatingIfNeeded: seed))
      if !isOfEarlierCode { let _: [Element] = numbers.normals(digits * outputs) }
      templates = numbers.normals(table.labelCount * outputs)
      order = numbers.permutation(of: table.pairCount)
      var stream = TorchStream(seed: UInt64(seed))
      if isOfEarlierCode {
        random = representation.random(digits: digits, width: width, using: &stream)
        network.initialize(&decoder, using: &stream)
        linear = representation.linear(digits: digits, width: width, using: &stream)
        break
      }
      let encoder = MultilayerPerceptron<Element>(
        widths: [digits] + widths.dropFirst().dropLast() + [width], activation: .identity)
      var unused = Vector<Element>(zeros: encoder.layout.count)
      encoder.initialize(&unused, using: &stream)
      network.initialize(&decoder, using: &stream)
      linear = representation.linear(digits: digits, width: width, using: &stream)
      random = representation.random(digits: digits, width: width, using: &stream)
    case .philox:
      func philox(_ purpose: StreamPurpose) -> PhiloxStream {
        PhiloxStream(rootSeed: UInt64(study.rootSeed), seed: UInt64(seed), purpose: purpose)
      }
      var stream = philox(.teacher)
      templates = stream.normals(table.labelCount * outputs)
      stream = philox(.split)
      order = stream.permutation(of: table.pairCount)
      stream = philox(.student)
      network.initialize(&decoder, using: &stream)
      stream = philox(.noise)
      linear = representation.linear(digits: digits, width: width, using: &stream)
      stream = philox(.representation)
      random = representation.random(digits: digits, width: width, using: &stream)
    }
    let allPairs = table.pairs
    let train = order.map { allPairs[$0] }
    /// `R_i + R_j` for the pairs (i, j).
    func sums(_ table: [Element], of pairs: [(Int, Int)]) -> SharedMatrix<Element> {
      SharedMatrix(
        rows: pairs.count, columns: width,
        pairs.flatMap { i, j in (0..<width).map { table[i * width + $0] + table[j * width + $0] } })
    }
    func targets(_ labels: [Int32]) -> SharedMatrix<Element> {
      SharedMatrix(
        rows: labels.count, columns: outputs,
        labels.flatMap { templates[Int($0) * outputs..<(Int($0) + 1) * outputs] })
    }
    let test = Array(train.reversed())
    let messyTrain = MessyInputs(messy: sums(random, of: train), linear: sums(linear, of: train))
    let messyTest = MessyInputs(messy: sums(random, of: test), linear: sums(linear, of: test))
    let labels = train.map { Int32(table.label(of: $0)) }, testLabels = Array(labels.reversed())
    var problem = Problem(
      network: network, trainInputs: messyTrain.messy, trainTargets: targets(labels), testInputs: messyTest.messy,
      testTargets: targets(testLabels), trainLabels: labels, testLabels: testLabels, initialParameters: decoder.array)
    problem.templates = SharedMatrix(rows: table.labelCount, columns: outputs, templates)
    problem.testIsRemainder = true
    problem.messyTrainInputs = messyTrain
    problem.messyTestInputs = messyTest
    func indices(_ pairs: [(Int, Int)]) -> IndexPairs {
      IndexPairs(first: pairs.map { Int32($0.0) }, second: pairs.map { Int32($0.1) })
    }
    problem.embeddings = MessyEmbeddings(
      width: width, random: random, linear: linear, trainPairs: indices(train), testPairs: indices(test))
    return problem
  }
}
