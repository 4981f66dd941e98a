import LinearAlgebra
import Networks
import Objectives
import RandomStreams

extension Problem {
  /// A student that learns a random teacher's outputs.
  ///
  /// The task of Liu, Michaud, Tegmark (2023), Section 3.1.
  /// Streams `torch`: teacher, training inputs and test inputs in this order from PyTorch's generator seeded with the seed, the
  /// student from seed + 1, as the released code does. Streams `philox`: one stream per purpose. Inputs are standard normal.
  static func teacherStudent(_ study: StudyConfiguration, noise: Double, pool: Int, seed: Int) -> Problem {
    let network = MultilayerPerceptron<Element>(widths: study.problem.widths, activation: study.problem.activation)
    let testCount = study.problem.testCount
    var teacher = Vector<Element>(zeros: network.layout.count), student = Vector<Element>(zeros: network.layout.count)
    let train: [Element], test: [Element]
    func philox(_ purpose: StreamPurpose) -> PhiloxStream {
      PhiloxStream(rootSeed: UInt64(study.rootSeed), seed: UInt64(seed), purpose: purpose)
    }
    switch study.streams {
    case .torch:
      var stream = TorchStream(seed: UInt64(seed))
      network.initialize(&teacher, using: &stream)
      train = stream.normals(pool * network.inputWidth)
      test = stream.normals(testCount * network.inputWidth)
      var studentStream = TorchStream(seed: UInt64(seed) + 1)
      network.initialize(&student, using: &studentStream)
    case .philox:
      var stream = philox(.teacher)
      network.initialize(&teacher, using: &stream)
      stream = philox(.data)
      train = stream.normals(pool * network.inputWidth)
      stream = philox(.testData)
      test = stream.normals(testCount * network.inputWidth)
      stream = philox(.student)
      network.initialize(&student, using: &stream)
    }
    let trainInputs = SharedMatrix(rows: pool, columns: network.inputWidth, train)
    let testInputs = SharedMatrix(rows: testCount, columns: network.inputWidth, test)
    var noiseStream = philox(.noise)
    let deviations: [Element] =
      noise > 0 ? noiseStream.normals(pool * network.outputWidth, standardDeviation: Element(noise)) : []
    return Problem(
      network: network, trainInputs: trainInputs,
      trainTargets: outputs(of: network, at: teacher, on: trainInputs, adding: deviations), testInputs: testInputs,
      testTargets: outputs(of: network, at: teacher, on: testInputs, adding: []), trainLabels: [], testLabels: [],
      initialParameters: student.array)
  }

  private static func outputs(
    of network: MultilayerPerceptron<Element>, at parameters: borrowing Vector<Element>,
    on inputs: SharedMatrix<Element>, adding deviations: [Element]
  ) -> SharedMatrix<Element> {
    var arena = Arena<Element>()
    var tape = network.makeTape(rows: inputs.rows, gathering: false, in: &arena)
    let y = network.forward(inputs, RowSelection(first: inputs.rows), parameters: parameters.ref, tape: &tape)
    return SharedMatrix(rows: y.rows, columns: y.columns) { values in
      _ = values.update(from: y.elements.buffer)
      for i in deviations.indices { values[i] += deviations[i] }
    }
  }
}
