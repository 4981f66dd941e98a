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
    let node: Node?
    do {
      node = try Yams.compose(yaml: text)
    } catch {
      let reason = "\(error)".split(separator: "\n").joined(separator: " ")
      throw StudyError(.badStudy, "Cannot read \(source) as YAML: \(reason); correct the file.")
    }
    guard let node else { throw StudyError(.badStudy, "Cannot read \(source): it is empty; write a study.") }
    self = try Setting(node, source: source, hasLines: hasLines)
  }

  private init(_ node: Node, source: String, hasLines: Bool) throws(StudyError) {
    let place = hasLines ? "\(source), line \(node.mark?.line ?? 1)" : source
    switch node {
    case .scalar(let scalar):
      self = .scalar(scalar.string, at: place)
    case .sequence(let sequence):
      var items: [Setting] = []
      for item in sequence { items.append(try Setting(item, source: source, hasLines: hasLines)) }
      self = .list(items, at: place)
    case .mapping(let mapping):
      var entries: [(key: String, at: String, value: Setting)] = []
      for (key, value) in mapping {
        guard let name = key.scalar?.string else {
          throw StudyError(.badStudy, "Cannot read \(place): a key is not a word; write key: value.")
        }
        let keyPlace = hasLines ? "\(source), line \(key.mark?.line ?? 1)" : source
        entries.append((name, keyPlace, try Setting(value, source: source, hasLines: hasLines)))
      }
      self = .table(entries, at: place)
    case .alias:
      throw StudyError(.badStudy, "Cannot read \(place): aliases are not supported; write the value out.")
    }
  }

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

  /// This setting overridden by another: tables merge key by key, everything else is replaced.
  ///
  /// An axis written as a rule (`linspace`, `logspace`, `from`) replaces the axis before it as a whole.
  func overridden(by other: Setting) -> Setting {
    guard case .table(let mine, let place) = self, case .table(let theirs, _) = other,
      !theirs.contains(where: { ["linspace", "logspace", "from", "to"].contains($0.key) })
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
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw StudyError(
        .badStudy, "Cannot apply --set \(text): it is not key=value; write for example --set steps=1000.")
    }
    let source = "--set \(text)"
    var setting = try Setting(yaml: parts[1], source: source, hasLines: false)
    for key in parts[0].split(separator: ".").reversed() {
      setting = .table([(String(key), source, setting)], at: source)
    }
    return setting
  }
}
