import Landscapes

/// Expected beside measured: every claim of a form of a study held against a result file.
public struct ExpectationReport: Encodable, Sendable {
  /// One claim.
  public struct Row: Encodable, Sendable, Equatable {
    /// The claim, what its values have to be, and who says so.
    public let claim: String, expected: String, source: String
    /// What the values are.
    public let measured: String
    /// Whether they are as they have to be.
    public let holds: Bool
  }

  /// The form of the study: `quick`, `full` or a preset.
  public let form: String
  /// The result file.
  public let file: String
  /// The claims, in the order of the `expected.yaml`.
  public let rows: [Row]
  /// How many do not hold.
  public var misses: Int { rows.count { !$0.holds } }

  /// Holds the claims of `form` against the result file at `path`.
  ///
  /// - Throws: `StudyError` of kind `badRequest` if there is no such form, `ReportError` if the file cannot be read; a
  ///   quantity that it does not hold is a miss.
  public init(_ expected: ExpectedNumbers, form: String, file path: String) throws {
    self.form = form
    file = path
    let claims = try expected.claims(of: form)
    let source = try MeasureSource(path: path)
    rows = try claims.map { claim in
      var measured = try source.measured(claim.measure)
      if let statistic = claim.statistic, case .numbers(let numbers) = measured {
        measured = .numbers([statistic.of(numbers)])
      }
      return Row(
        claim: claim.text, expected: claim.requirement.text, source: claim.source,
        measured: measured?.text ?? "not in the file",
        holds: measured.map { claim.requirement.holds(for: $0) } ?? false)
    }
  }

  /// The table as text for a terminal, a line a claim.
  public var text: String {
    let lines = rows.map { row in
      "  \(row.holds ? "holds " : "MISSES")  \(row.claim): expected \(row.expected), measured \(row.measured)"
    }
    let count = "\(rows.count - misses) of \(rows.count) claims hold"
    return (["\(file) (\(form)): \(count)"] + lines).joined(separator: "\n")
  }

  /// The table in Markdown.
  public var markdown: String {
    func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
    let rows = rows.map { row in
      "| \(cell(row.claim)) | \(cell(row.expected)) | \(cell(row.measured)) | \(row.holds ? "yes" : "**no**") | \(cell(row.source)) |"
    }
    return (["| claim | expected | measured | holds | source |", "|---|---|---|---|---|"] + rows)
      .joined(separator: "\n")
  }
}

/// A result file with the reports on it that claims may ask for.
private struct MeasureSource {
  private let file: ResultFile
  /// The reports that can be made of such a file.
  private let reports: [Claim.Report: ReportTree]

  init(path: String) throws {
    file = try ResultFile(path: path)
    switch file.kind {
    case .landscape:
      let slices = try? LandscapeFile.slices(path: path, at: [])
      reports = Self.made(
        [
          (.lu, { try LUReport($0) }), (.contours, { try ContoursReport($0) }),
          (.blurredContours, { try ContoursReport($0, blur: GaussianBlur(deviation: 1)) }),
        ], of: slices)
    case .dynamics:
      let slices = try? DynamicsFile.slices(path: path, at: [])
      reports = Self.made([(.times, { try TimesReport($0) }), (.phases, { try PhasesReport($0) })], of: slices)
    case .path, .pca, .slice, .hessian:
      reports = [:]
    }
  }

  private static func made<Slices>(
    _ makers: [(Claim.Report, (Slices) throws -> any Encodable)], of slices: Slices?
  ) -> [Claim.Report: ReportTree] {
    guard let slices else { return [:] }
    return makers.reduce(into: [:]) { made, maker in made[maker.0] = try? ReportTree(maker.1(slices)) }
  }

  /// The values of `measure`; nil if the file does not hold them.
  func measured(_ measure: Claim.Measure) throws -> Measured? {
    switch measure {
    case .report(let report, let path): return reports[report].flatMap { Measured($0[path]) }
    case .value(let path): return file.numbers(at: path).map(Measured.numbers)
    case .blurredValue(let path):
      return file.numbers(at: path, blur: GaussianBlur(deviation: 1)).map(Measured.numbers)
    }
  }
}
