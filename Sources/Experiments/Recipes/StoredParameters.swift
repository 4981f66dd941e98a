import Datasets
import Foundation
import Networks
import Objectives
import Stores
import Sweeps

extension PointRecipe {
  /// The variable `parameters` of a result file that is `group` otherwise: over the axes of the points, and `parameter`.
  func parameters(of results: StudyResults<Record>, in group: StoredGroup) -> StreamedVariable {
    let axes = group.variables.first { $0.name == "status" }?.dimensions ?? []
    let lengths = Dictionary(uniqueKeysWithValues: group.dimensions.map { ($0.name, $0.count) })
    // With a warm start a unit of work is several points of the file.
    let perUnit = axes.reduce(1) { $0 * (lengths[$1] ?? 1) } / plan.count
    let layout = study.parameterLayout
    let layers = (try? JSONEncoder.grokscape.encode(layout.slices)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    var last: (unit: Int, values: StoredValues)?
    return StreamedVariable(
      "parameters", over: axes + ["parameter"], study.storedPrecision, units: "1",
      longName: "parameters at the constrained minimum", attributes: [StoredAttribute("layers", .text(layers))]
    ) { part in
      let unit = part / perUnit
      if last?.unit != unit {
        last = try results.parameters(of: unit, study.precision).map { (unit, $0) }
      }
      guard let last, last.unit == unit else { return nil }
      return last.values.slice(part % perUnit * layout.count, count: layout.count)
    }
  }
}

extension PointRecipe {
  /// The bytes of the parameters of a unit of work in the file that `reader` reads.
  ///
  /// - Throws: `StoreError`.
  func storedParameters(of unit: Int, in reader: StoreReader) throws(StoreError) -> Data {
    let points = try reader.shape(of: "parameters").dropLast().reduce(1, *)
    let perUnit = points / plan.count
    var bytes = Data()
    for point in (unit * perUnit)..<((unit + 1) * perUnit) { bytes += try reader.parameters(of: point).bytes }
    return bytes
  }
}

extension StoreReader {
  /// The parameters of a point of a landscape.h5, numbered in row-major order over the axes.
  ///
  /// - Throws: `StoreError` if the file stores none, or cannot be read.
  func parameters(of point: Int) throws(StoreError) -> StoredValues { try row(point, of: "parameters") }

  /// The elements of an array along its last axis at a place of the others, numbered in row-major order.
  ///
  /// - Throws: `StoreError` if the file has no such array, or cannot be read.
  func row(_ number: Int, of variable: String) throws(StoreError) -> StoredValues {
    var rest = number
    let position = try shape(of: variable).dropLast().reversed().map { length in
      defer { rest /= length }
      return rest % length
    }
    return try values(at: variable, position: position.reversed())
  }
}

extension StudyResults {
  /// The parameters of a unit of work, nil if there are none.
  ///
  /// - Throws: `JournalError` if they are not there or damaged.
  func parameters(of unit: Int, _ precision: StudyConfiguration.Precision) throws -> StoredValues? {
    guard let reference = done[unit]?.parameters, let arrays = arrays[unit] else { return nil }
    return StoredValues(try arrays.load(reference, of: unit), precision)
  }
}

extension StudyConfiguration {
  /// The precision of parameters in result files.
  var storedPrecision: StreamedVariable.Precision { precision == .float ? .float : .double }

  /// Which parameter is where.
  var parameterLayout: ParameterLayout {
    if kind == .dynamics, case .toyAddition(let table, _) = problem.source {
      return EmbeddingSumNetwork<Float>(
        symbols: table.digits, widths: problem.widths, activation: problem.activation
      ).layout
    }
    return MultilayerPerceptron<Float>(widths: problem.widths, activation: problem.activation).layout
  }
}

extension StoredValues {
  /// The numbers whose bytes these are, in the order of this machine.
  init(_ bytes: Data, _ precision: StudyConfiguration.Precision) {
    func numbers<Number: BitwiseCopyable>(_: Number.Type) -> [Number] {
      bytes.withUnsafeBytes { bytes in
        (0..<(bytes.count / MemoryLayout<Number>.size)).map {
          bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Number>.size, as: Number.self)
        }
      }
    }
    switch precision {
    case .float: self = .float(numbers(Float.self))
    case .double: self = .double(numbers(Double.self))
    }
  }

  /// The bytes of numbers, in the order of this machine; none of a text.
  var bytes: Data {
    switch self {
    case .float(let values): values.withUnsafeBytes { Data($0) }
    case .double(let values): values.withUnsafeBytes { Data($0) }
    case .int32(let values): values.withUnsafeBytes { Data($0) }
    case .int64(let values): values.withUnsafeBytes { Data($0) }
    case .uint8(let values): Data(values)
    case .text: Data()
    }
  }

  /// `count` elements from the one at `first` on.
  func slice(_ first: Int, count: Int) -> StoredValues {
    let range = first..<(first + count)
    return switch self {
    case .float(let values): .float(Array(values[range]))
    case .double(let values): .double(Array(values[range]))
    case .int32(let values): .int32(Array(values[range]))
    case .int64(let values): .int64(Array(values[range]))
    case .uint8(let values): .uint8(Array(values[range]))
    case .text(let values): .text(Array(values[range]))
    }
  }
}
