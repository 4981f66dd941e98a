import Foundation

/// A report as its JSON shows it, to look numbers up in.
indirect enum ReportTree: Decodable, Sendable {
  case number(Double)
  case word(String)
  case list([ReportTree])
  case table([String: ReportTree])

  /// The tree of `report`; what is not finite is NaN.
  ///
  /// - Throws: what the encoding of `report` throws.
  init(_ report: some Encodable) throws {
    self = try JSONDecoder().decode(ReportTree.self, from: Data(try ReportJSON.line(report).utf8))
  }

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .number(.nan)
    } else if let flag = try? value.decode(Bool.self) {
      self = .word(flag ? "true" : "false")
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let word = try? value.decode(String.self) {
      self = .word(word)
    } else if let list = try? value.decode([ReportTree].self) {
      self = .list(list)
    } else {
      self = .table(try value.decode([String: ReportTree].self))
    }
  }

  /// What stands at `path`: of lists every element, or the chosen ones; empty if nothing stands there.
  subscript(path: QuantityPath) -> [ReportTree] {
    path.steps.reduce([self]) { found, step in
      found.flatMap { tree -> [ReportTree] in
        guard case .table(let entries) = tree, let value = entries[step.name] else { return [] }
        guard case .list(let elements) = value else { return [value] }
        return elements.filter { element in step.choices.allSatisfy { element.has($0) } }
      }
    }
  }

  private func has(_ choice: QuantityPath.Choice) -> Bool {
    guard case .table(let entries) = self else { return false }
    switch entries[choice.key] {
    case .number(let number): return choice.matches(number)
    case .word(let word): return choice.matches(word)
    default: return false
    }
  }
}
