public import RandomStreams

/// How digits are embedded before anything is learned: the two ends between which messiness interpolates.
///
/// `R = m R_random + (1 - m) R_linear` (Liu, Michaud, Tegmark 2023, Eq. 4), of shape (p, width).
public struct DigitRepresentation: Sendable, Codable, Hashable {
  /// The first column of `R_linear`.
  public enum Line: String, Sendable, Codable {
    /// The digit k itself (Liu, Michaud, Tegmark 2023, Section 5.1).
    case digit
    /// p equal steps from -1 to 1, as in the released code.
    case interval
  }
  /// The distribution of `R_random`.
  public enum Distribution: String, Sendable, Codable {
    /// Standard normal, as in the paper.
    case normal
    /// Uniform from -1 to 1, as in the released code.
    case uniform
    /// Uniform from -1/2 to 1/2, as in the released code of Liu, Kitouni, Nolte, Michaud, Tegmark, Williams (2022).
    case halfUniform = "half_uniform"
  }

  /// The two ends.
  public let line: Line, distribution: Distribution
  /// The largest absolute value of the other columns of `R_linear`, which are uniform; 0 in the paper, 0.3 in the released code.
  public let noise: Double

  /// A representation of the given kind.
  public init(line: Line, noise: Double, distribution: Distribution) {
    self.line = line
    self.noise = noise
    self.distribution = distribution
  }

  /// `R_linear`, row after row.
  ///
  /// Consumes digits x width uniform values, whatever the noise; those of the first column are not used.
  public func linear<Number: BinaryFloatingPoint>(
    digits: Int, width: Int, using source: inout some RandomSource
  ) -> [Number] {
    var table: [Number] = source.uniforms(digits * width, from: -1, to: 1)
    for k in 0..<digits {
      let step = digits > 1 ? 2 / Number(digits - 1) : 0
      table[k * width] = line == .digit ? Number(k) : k == digits - 1 && k > 0 ? 1 : -1 + Number(k) * step
      for column in 1..<max(width, 1) { table[k * width + column] *= Number(noise) }
    }
    return table
  }

  /// `R_random`, row after row.
  public func random<Number: BinaryFloatingPoint>(
    digits: Int, width: Int, using source: inout some RandomSource
  ) -> [Number] {
    switch distribution {
    case .normal: source.normals(digits * width)
    case .uniform: source.uniforms(digits * width, from: -1, to: 1)
    case .halfUniform: source.uniforms(digits * width, from: -0.5, to: 0.5)
    }
  }
}
