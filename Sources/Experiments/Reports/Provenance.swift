/// Where the numbers of a report come from: facts that the result file states of itself.
public struct Provenance: Codable, Sendable, Equatable {
  /// The file that was read.
  public let file: String
  /// The study's title.
  public let title: String?
  /// The program that wrote the file.
  public let source: String?
  /// The preset of the study that was in force.
  public let preset: String?
  /// The SHA-256 of the study's text.
  public let studySha256: String?
  /// The root of all random streams.
  public let rootSeed: Int64?

  /// The lines above a report.
  var lines: [String] {
    let facts = [
      source, studySha256.map { "study \($0.prefix(12))" }, preset.map { "preset \($0)" },
      rootSeed.map { "root seed \($0)" },
    ]
    let known = facts.compactMap { $0 }.joined(separator: ", ")
    return ["\(file)\(title.map { ": \($0)" } ?? "")"] + (known.isEmpty ? [] : [known])
  }
}
