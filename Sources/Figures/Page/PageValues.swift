/// One axis of the arrays that a view shows: its name, what stands beside it, and its values.
public struct PageAxis: Sendable, Equatable, Encodable {
  /// The name in the file, and the label with its unit.
  public let name: String, label: String
  /// The coordinates; of words, their positions.
  public let values: PageNumbers
  /// The coordinates that are words.
  public let words: [String]?

  /// An axis of numbers.
  public init(_ name: String, label: String, values: [Double]) {
    self.init(name: name, label: label, values: PageNumbers(values, isRounded: false), words: nil)
  }

  /// An axis of words.
  public init(_ name: String, label: String, words: [String]) {
    let positions = PageNumbers(words.indices.map(Double.init), isRounded: false)
    self.init(name: name, label: label, values: positions, words: words)
  }

  private init(name: String, label: String, values: PageNumbers, words: [String]?) {
    self.name = name
    self.label = label
    self.values = values
    self.words = words
  }

  /// The number of its places.
  var count: Int { values.values.count }

  /// Those at `places`.
  func picked(_ places: [Int]) -> PageAxis {
    PageAxis(
      name: name, label: label, values: values.picked(places), words: words.map { words in places.map { words[$0] } })
  }
}

/// A quantity over some of the axes of a view, in row-major order.
public struct PageQuantity: Sendable, Equatable, Encodable {
  /// One of the things that a quantity may be which is no number.
  public struct Category: Sendable, Equatable, Encodable {
    /// What stands on its tiles, and what it is called.
    public let letter: String, label: String
    /// The colour of its tiles, and that of letters on them.
    let fill: String, text: String
  }

  /// The name in the file, and the label with its unit.
  public let name: String, label: String
  /// The names of the axes that it is over, slowest first.
  public let axes: [String]
  /// The elements; of categories, their numbers.
  public let values: PageNumbers
  /// Whether it is shown on a logarithmic axis at first.
  public let isLogarithmic: Bool
  /// What is said of an infinite value: a time is that of what never happens.
  public let infinity: String
  /// What its numbers mean, where they are categories.
  public let categories: [Category]?

  /// A quantity over `axes`.
  public init(
    _ name: String, label: String, over axes: [String], values: [Double], isLogarithmic: Bool,
    infinity: String = "infinite"
  ) {
    self.init(
      name: name, label: label, axes: axes, values: PageNumbers(values), isLogarithmic: isLogarithmic,
      infinity: infinity, categories: nil)
  }

  /// A quantity over `axes` that is one of `categories`, in an order; NaN where it is none.
  public init(
    _ name: String, label: String, over axes: [String], values: [Int?], categories: [(letter: String, label: String)]
  ) {
    let colours = Palette.steps(categories.count)
    self.init(
      name: name, label: label, axes: axes, values: PageNumbers(values.map { $0.map(Double.init) ?? .nan }),
      isLogarithmic: false, infinity: "infinite",
      categories: zip(categories, colours).map { category, colour in
        Category(letter: category.letter, label: category.label, fill: colour.fill, text: colour.text)
      })
  }

  private init(
    name: String, label: String, axes: [String], values: PageNumbers, isLogarithmic: Bool, infinity: String,
    categories: [Category]?
  ) {
    self.name = name
    self.label = label
    self.axes = axes
    self.values = values
    self.isLogarithmic = isLogarithmic
    self.infinity = infinity
    self.categories = categories
  }

  /// What is left of it where axes are thinned to these places; `lengths` has those of all its axes before.
  func picked(_ places: [String: [Int]], lengths: [String: Int]) -> PageQuantity {
    guard axes.contains(where: { places[$0] != nil }) else { return self }
    var offsets = [0]
    for axis in axes {
      let length = lengths[axis] ?? 1
      let kept = places[axis] ?? Array(0..<length)
      offsets = offsets.flatMap { offset in kept.map { offset * length + $0 } }
    }
    return PageQuantity(
      name: name, label: label, axes: axes, values: values.picked(offsets), isLogarithmic: isLogarithmic,
      infinity: infinity, categories: categories)
  }
}
