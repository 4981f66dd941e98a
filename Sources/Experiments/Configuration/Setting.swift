import Foundation
import Yams

/// A value of a study file with the place it comes from, so that every error can name file, line and key.
indirect enum Setting: Sendable {
  case scalar(String, at: String)
  case list([Setting], at: String)
  case table([(key: String, at: String, value: Setting)], at: String)

  /// Where it stands: "study.yaml, line 3" or "--set alpha=0".
  var place: String {
    switch self {
    case .scalar(_, let place), .list(_, let place), .table(_, let place): place
    }
  }

  /// Reads YAML text; every place is `source` and, for a file, the line.
  init(yaml text: String, source: String, hasLines: Bool) throws(StudyError) {
    func place(_ line: Int?) -> String { hasLines ? "\(source), line \(line ?? 1)" : source }
    func refusal(_ line: Int?, _ reason: String) -> StudyError {
      StudyError(.badStudy, "Cannot read \(place(line)): \(reason).")
    }
    /// Anchors are refused because a text of a few lines could stand for any number of values.
    func convert(_ node: Node) throws(StudyError) -> Setting {
      let line = node.mark?.line
      switch node {
      case .scalar(let scalar) where scalar.anchor == nil:
        return .scalar(scalar.string, at: place(line))
      case .sequence(let sequence) where sequence.anchor == nil:
        return .list(try sequence.map { item throws(StudyError) in try convert(item) }, at: place(line))
      case .mapping(let mapping) where mapping.anchor == nil:
        var entries: [(key: String, at: String, value: Setting)] = []
        for (key, value) in mapping {
          guard case .scalar(let name, let at) = try convert(key) else {
            throw refusal(key.mark?.line, "a key is not a word; write key: value")
          }
          entries.append((name, at, try convert(value)))
        }
        return .table(entries, at: place(line))
      default:
        throw refusal(line, "anchors and aliases are not supported; write the value out")
      }
    }
    do {
      let parser = try Yams.Parser(yaml: text)
      guard let root = try parser.singleRoot() else { throw refusal(1, "it is empty; write key: value") }
      // Nodes know their anchors only as long as there is the parser.
      self = try withExtendedLifetime(parser) { try convert(root) }
    } catch let error as StudyError {
      throw error
    } catch {
      let (line, reason) = (error as? YamlError)?.lineAndReason ?? (nil, "\(error)")
      throw refusal(line, "it is not valid YAML (\(reason)); correct it")
    }
  }

  /// The keys of a table that stands for the values of an axis.
  static let ruleKeys: Set = ["linspace", "logspace", "from", "to"]

  /// The entry of that key, if this is a table that has it.
  func entry(_ key: String) -> Setting? {
    guard case .table(let entries, _) = self else { return nil }
    return entries.last { $0.key == key }?.value
  }

  /// This table without an entry.
  func removing(_ keys: Set<String>) -> Setting {
    guard case .table(let entries, let place) = self else { return self }
    return .table(entries.filter { !keys.contains($0.key) }, at: place)
  }

  /// This table with another value under a path of keys that it has.
  func replacing(_ path: ArraySlice<String>, by value: Setting) -> Setting {
    guard let key = path.first else { return value }
    guard case .table(var entries, let place) = self, let i = entries.lastIndex(where: { $0.key == key }) else {
      return self
    }
    entries[i].value = entries[i].value.replacing(path.dropFirst(), by: value)
    return .table(entries, at: place)
  }

  /// This setting overridden by another: tables merge key by key, everything else is replaced.
  ///
  /// An axis written as a rule (`linspace`, `logspace`, `from`) replaces the axis before it as a whole.
  func overridden(by other: Setting) -> Setting {
    guard case .table(let mine, let place) = self, case .table(let theirs, _) = other,
      !theirs.contains(where: { Self.ruleKeys.contains($0.key) })
    else { return other }
    var entries = mine
    for (key, keyPlace, value) in theirs {
      if let i = entries.lastIndex(where: { $0.key == key }) {
        entries[i] = (key, keyPlace, entries[i].value.overridden(by: value))
      } else {
        entries.append((key, keyPlace, value))
      }
    }
    return .table(entries, at: place)
  }

  /// A table with one value under a dotted key, from "key=value" of the command line.
  static func assignment(_ text: String) throws(StudyError) -> Setting {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let keys = parts[0].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[1].isEmpty, !keys.contains("") else {
      throw StudyError(
        .badRequest, "Cannot apply --set \(text): it is not key=value; write for example --set steps=1000.")
    }
    let source = "--set \(text)"
    return keys.reversed().reduce(try Setting(yaml: parts[1], source: source, hasLines: false)) { value, key in
      .table([(key, source, value)], at: source)
    }
  }
}

extension YamlError {
  /// The line that is wrong, where it is known, and what is wrong there.
  fileprivate var lineAndReason: (line: Int?, reason: String) {
    switch self {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      // The one message that names a function of the parser.
      return (mark.line, problem.hasPrefix("Maximum nesting level") ? "it is nested too deeply" : problem)
    case .reader(let problem, let offset, _, let yaml):
      return (offset.map { 1 + yaml.prefix($0).count(where: \.isNewline) }, problem)
    case .duplicatedKeysInMapping(let keys, let context):
      return (context.mark.line, "the key '\(keys.sorted().first ?? "")' is given twice")
    default:
      return (nil, "\(self)")
    }
  }
}
