/// One interactive figure of a page: quantities over axes, and which axis is drawn along x.
///
/// All axes but `seed` become controls: a slider each, that of x chooses the point whose values are told. Over `seed` the
/// median is drawn with a band from the lowest to the highest, or one seed alone.
public struct PageView: Sendable, Equatable, Encodable {
  /// What is drawn.
  public enum Kind: String, Sendable, Encodable {
    /// Curves over the last axis.
    case curves
    /// A path in the plane of two quantities, along the last axis, with a player.
    case trajectory
  }

  /// A heat map beside curves, in which one chooses a point: the sliders of its axes follow.
  public struct Map: Sendable, Equatable, Encodable {
    /// The axes from left to right and from bottom to top.
    public let columns: String, rows: String
    /// What it is of; nil for a quantity of the chosen group.
    public let quantity: PageQuantity?

    /// A heat map over `columns` and `rows`.
    public init(over columns: String, _ rows: String, of quantity: PageQuantity? = nil) {
      self.columns = columns
      self.rows = rows
      self.quantity = quantity
    }
  }

  /// What lies under a trajectory: a quantity over the plane and perhaps over axes of the view.
  public struct Background: Sendable, Equatable, Encodable {
    /// The axes of the plane.
    public let x: PageAxis, y: PageAxis
    /// What it is of.
    public let quantity: PageQuantity

    /// A background of `quantity`.
    public init(x: PageAxis, y: PageAxis, of quantity: PageQuantity) {
      self.x = x
      self.y = y
      self.quantity = quantity
    }
  }

  /// A place in the plane of a trajectory that has a name: a state of a run, or a solution.
  public struct Mark: Sendable, Equatable, Encodable {
    /// What it is called.
    public let label: String
    /// Where it is; NaN where there is none.
    public let x: PageQuantity, y: PageQuantity

    /// A mark at (`x`, `y`).
    public init(_ label: String, x: PageQuantity, y: PageQuantity) {
      self.label = label
      self.x = x
      self.y = y
    }
  }

  /// What is drawn.
  public let kind: Kind
  /// The title, and what a reader hears who cannot see the figure.
  public let title: String, description: String
  /// The axes, slowest first; the last one is drawn along x.
  public let axes: [PageAxis]
  /// The groups of quantities between which one chooses; those of a group are drawn together.
  public let groups: [[PageQuantity]]
  /// What stands in the place of the last axis's own values, which then only number its places.
  public let along: PageQuantity?
  /// The heat map, if there is one.
  public let map: Map?
  /// What lies under a trajectory, if something is known.
  public let background: Background?
  /// What is marked on a trajectory.
  public let marks: [Mark]
  /// Whether x is logarithmic at first.
  public let isLogarithmic: Bool
  /// Sentences about what is not shown.
  public private(set) var notes: [String] = []

  /// A view.
  public init(
    _ kind: Kind, title: String, description: String, axes: [PageAxis], groups: [[PageQuantity]],
    along: PageQuantity? = nil, map: Map? = nil, background: Background? = nil, marks: [Mark] = [],
    isLogarithmic: Bool
  ) {
    self.kind = kind
    self.title = title
    self.description = description
    self.axes = axes
    self.groups = groups
    self.along = along
    self.map = map
    self.background = background
    self.marks = marks
    self.isLogarithmic = isLogarithmic
    let lengths = lengths
    precondition(
      quantities.allSatisfy { quantity in
        quantity.values.values.count == quantity.axes.reduce(1) { $0 * (lengths[$1] ?? 0) }
      }, "a quantity has an element for each combination of coordinates")
  }

  // MARK: - Size

  /// The number of all values in it.
  var count: Int { quantities.reduce(0) { $0 + $1.values.values.count } + allAxes.reduce(0) { $0 + $1.count } }

  /// More places along an axis than a screen has points make a page slow, and show nothing.
  static let mostPlaces = 5000

  /// This view with at most `most` values, and `mostPlaces` along any axis.
  ///
  /// Of the longest axes every second place is kept, or every fourth and so on, and the last one; the notes say so.
  ///
  /// Two places of an axis always stay.
  func thinned(to most: Int) -> PageView {
    var view = self
    var strides: [String: Int] = [:]
    while let longest = view.allAxes.max(by: { $0.count < $1.count }),
      view.count > most && longest.count > 2 || longest.count > Self.mostPlaces
    {
      strides[longest.name, default: 1] *= 2
      let last = longest.count - 1
      view = view.picked([longest.name: (0...last).filter { $0 % 2 == 0 || $0 == last }])
    }
    view.notes += allAxes.compactMap { axis in
      strides[axis.name].map { stride in
        "Of the \(axis.count) values along \(axis.label) one in \(stride) is in this page, and the last."
      }
    }
    return view
  }

  private func picked(_ places: [String: [Int]]) -> PageView {
    let lengths = lengths
    func picked(_ axis: PageAxis) -> PageAxis { places[axis.name].map(axis.picked) ?? axis }
    func picked(_ quantity: PageQuantity) -> PageQuantity { quantity.picked(places, lengths: lengths) }
    var view = PageView(
      kind, title: title, description: description, axes: axes.map(picked), groups: groups.map { $0.map(picked) },
      along: along.map(picked),
      map: map.map { Map(over: $0.columns, $0.rows, of: $0.quantity.map(picked)) },
      background: background.map { Background(x: picked($0.x), y: picked($0.y), of: picked($0.quantity)) },
      marks: marks.map { Mark($0.label, x: picked($0.x), y: picked($0.y)) },
      isLogarithmic: isLogarithmic)
    view.notes = notes
    return view
  }

  private var quantities: [PageQuantity] {
    groups.flatMap { $0 } + [along, map?.quantity, background?.quantity].compactMap { $0 }
      + marks.flatMap { [$0.x, $0.y] }
  }

  private var allAxes: [PageAxis] { axes + (background.map { [$0.x, $0.y] } ?? []) }

  private var lengths: [String: Int] {
    Dictionary(allAxes.map { ($0.name, $0.count) }, uniquingKeysWith: { first, _ in first })
  }
}
