/// What an image becomes where its representation is not messy at all: every pixel has a value proportional to the label.
///
/// `X = m image + (1 - m) template` (Liu, Michaud, Tegmark 2023, Eq. 7).
public enum LabelTemplate: String, Sendable, Codable {
  /// The label itself: "an image of a 2 is represented by a matrix with all elements being 2" (their Section 5.2).
  case label
  /// `label / (classes - 1) - 1/2`, as in the released code.
  case centred

  /// The value of every pixel for a label.
  public func value(of label: Int, classCount: Int) -> Double {
    switch self {
    case .label: Double(label)
    case .centred: Double(label) / Double(max(classCount - 1, 1)) - 0.5
    }
  }
}
