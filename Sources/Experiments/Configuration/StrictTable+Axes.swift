extension StrictTable {
  /// The numbers of an axis: one, a list, {linspace: [a, b, n]}, {logspace: [a, b, n]} or {from: a, to: b}.
  func axis(_ key: String) throws(StudyError) -> [Double]? {
    guard let setting = setting(key) else { return nil }
    guard let values = Self.values(of: setting) else {
      throw wrong(
        key, Self.firstThatIsNoNumber(in: setting) ?? setting,
        "a number, a list of numbers, \(Self.axisRules)")
    }
    guard !values.isEmpty else { throw wrong(key, setting, "an axis with at least one value") }
    guard Set(values).count == values.count else { throw wrong(key, setting, "an axis without equal values") }
    return values
  }

  /// An axis of whole numbers of at least `least`, small enough to be exact as real numbers.
  func integerAxis(_ key: String, atLeast least: Int) throws(StudyError) -> [Int]? {
    guard let values = try axis(key) else { return nil }
    let most = 1 << 53 - 1
    let integers = values.compactMap { Int(exactly: $0) }.filter { (least...most).contains($0) }
    guard integers.count == values.count else {
      throw wrong(key, setting(key), "whole numbers of at least \(least) and at most \(most)")
    }
    return integers
  }

  /// The rules that an axis can be written as.
  static let axisRules =
    "{linspace: [first, last, count]}, {logspace: [first, last, count]} or {from: a, to: b}, "
    + "of at most \(Limits.axis) values"

  /// The values that an axis is written as, nil if it is not written as one.
  static func values(of setting: Setting) -> [Double]? {
    switch setting {
    case .scalar:
      return number(setting).map { [$0] }
    case .list(let items, _):
      return numbers(items)
    case .table(let entries, _):
      let keys = entries.map(\.key)
      if keys == ["linspace"] || keys == ["logspace"], case .list(let items, _) = entries[0].value {
        return numbers(items).flatMap { spaced($0, isLogarithmic: keys == ["logspace"]) }
      }
      guard keys.sorted() == ["from", "to"], let first = setting.entry("from").flatMap(integer),
        let last = setting.entry("to").flatMap(integer), first <= last,
        Double(last) - Double(first) < Double(Limits.axis)
      else { return nil }
      return (first...last).map(Double.init)
    }
  }

  private static func number(_ setting: Setting) -> Double? {
    guard case .scalar(let text, _) = setting, let value = Double(text), value.isFinite else { return nil }
    return value
  }

  private static func numbers(_ items: [Setting]) -> [Double]? {
    let values = items.compactMap(number)
    return values.count == items.count ? values : nil
  }

  /// The place to look at in a list that takes several lines.
  private static func firstThatIsNoNumber(in setting: Setting) -> Setting? {
    if case .list(let items, _) = setting { items.first { number($0) == nil } } else { nil }
  }

  private static func integer(_ setting: Setting) -> Int? {
    if case .scalar(let text, _) = setting { Int(text) } else { nil }
  }

  /// `count` values from `first` to `last`, in equal steps or equal ratios; both ends are exact.
  private static func spaced(_ bounds: [Double], isLogarithmic: Bool) -> [Double]? {
    guard bounds.count == 3, let count = Int(exactly: bounds[2]), (1...Limits.axis).contains(count),
      !isLogarithmic || (bounds[0] > 0 && bounds[1] > 0), (bounds[1] - bounds[0]).isFinite
    else { return nil }
    let (first, last) = (bounds[0], bounds[1])
    return (0..<count).map { i in
      if i == 0 { return first }
      if i == count - 1 { return last }
      let t = Double(i) / Double(count - 1)
      return isLogarithmic ? exponential(logarithm(first) * (1 - t) + logarithm(last) * t) : first + (last - first) * t
    }
  }
}
