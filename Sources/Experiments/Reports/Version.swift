/// The version of grokscape, as `grokscape --version` prints it and result files record it.
public enum ProgramVersion {
  /// Major, minor and patch number.
  public static let number = "0.1.0"
  /// The revision of the numerics: raised by one whenever results change on purpose, so that those of before are not
  /// taken for finished.
  public static let numerics = 1
}
