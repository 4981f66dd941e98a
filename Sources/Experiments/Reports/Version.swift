/// The version of grokscape, as `grokscape --version` prints it and result files record it.
public enum ProgramVersion {
  /// Major, minor and patch number.
  public static let number = "0.1.0"
}
