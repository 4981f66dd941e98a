public import Foundation

/// What a journal keeps of a point: its number, its key, the time it took, when it was finished and how it came out.
public struct SweepEntry: Sendable, Equatable {
  /// How a point came out.
  public enum Outcome: Sendable, Equatable {
    /// Its result, in the form of whoever runs the sweep; it holds no line break.
    case done(Data)
    /// Why there is none.
    case failed(String)
  }

  /// The number of the point.
  public let point: Int
  /// What identifies the configuration of the point; a word.
  public let key: String
  /// The time that the point took.
  public let seconds: Double
  /// When it was finished, in seconds since 1970; for estimates of the rate, nothing else depends on it.
  public let finished: Double
  /// How it came out.
  public let outcome: Outcome

  /// An entry of now, unless told otherwise; line breaks in a reason become spaces.
  public init(
    point: Int, key: String, seconds: Double, finished: Double = Date().timeIntervalSince1970, outcome: Outcome
  ) {
    precondition(!key.isEmpty && !key.contains(where: \.isWhitespace), "a key is a word")
    self.point = point
    self.key = key
    self.seconds = seconds
    self.finished = finished
    if case .failed(let reason) = outcome {
      self.outcome = .failed(reason.split(whereSeparator: \.isNewline).joined(separator: " "))
    } else {
      self.outcome = outcome
    }
  }

  /// The entry that a journal's record holds, or nil if it holds none: `POINT KEY done|failed SECONDS FINISHED REST`.
  init?(record: Data) {
    let fields = record.split(separator: UInt8(ascii: " "), maxSplits: 5, omittingEmptySubsequences: false)
    guard fields.count == 6 else { return nil }
    let words = fields[..<5].map { String(decoding: $0, as: UTF8.self) }
    guard let point = Int(words[0]), point >= 0, let seconds = Double(words[3]), let finished = Double(words[4])
    else { return nil }
    self.point = point
    key = words[1]
    self.seconds = seconds
    self.finished = finished
    switch words[2] {
    case "done": outcome = .done(Data(fields[5]))
    case "failed": outcome = .failed(String(decoding: fields[5], as: UTF8.self))
    default: return nil
    }
  }

  /// The entry as a journal keeps it.
  var record: Data {
    switch outcome {
    case .done(let result): Data("\(point) \(key) done \(seconds) \(finished) ".utf8) + result
    case .failed(let reason): Data("\(point) \(key) failed \(seconds) \(finished) \(reason)".utf8)
    }
  }

  /// All entries of the journals of `folder`, in the order of the files' names.
  ///
  /// - Throws: `JournalError` of kind `cannotRead`.
  public static func all(in folder: RunFolder) throws(JournalError) -> [SweepEntry] {
    try Journal.records(in: folder.path).compactMap(SweepEntry.init)
  }
}
