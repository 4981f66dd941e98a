import Stores

/// Groups that together hold everything that can be stored.
enum Example: CaseIterable {
  case landscape, attributes, text, dimensions, empty, large, nothing

  var group: StoredGroup {
    switch self {
    case .landscape: Self.landscapeGroup
    case .attributes: Self.attributesGroup
    case .text: Self.textGroup
    case .dimensions: Self.dimensionsGroup
    case .empty: Self.emptyGroup
    case .large: Self.largeGroup
    case .nothing: StoredGroup()
    }
  }

  /// A small landscape: four dimensions, all types of numbers, values that are not finite, a subgroup.
  private static let landscapeGroup: StoredGroup = {
    let axes = ["seed", "n_train", "messiness", "alpha"]
    let count = 3 * 2 * 1 * 7
    var loss = (0..<count).map { Double($0) / 8 }
    loss[3] = .nan
    loss[4] = .infinity
    loss[5] = -.infinity
    return StoredGroup(
      attributes: [
        StoredAttribute("Conventions", .text("CF-1.10")),
        StoredAttribute("title", .text("Verlustgebirge \u{5730}\u{5f62}")),
        StoredAttribute("root_seed", .int64(1 << 40)),
      ],
      dimensions: [
        StoredDimension("seed", .int64([5, 6, 7]), units: "1", longName: "seed"),
        StoredDimension("n_train", .int64([100, 200]), units: "1", longName: "number of training samples"),
        StoredDimension("messiness", .double([0.5]), units: "1", longName: "messiness of the representation"),
        StoredDimension("alpha", .double([0.1, 0.3, 1, 3, 10, 30, 100]), units: "1", longName: "relative norm"),
      ],
      variables: [
        StoredVariable("train_loss", over: axes, .double(loss), units: "1", longName: "training loss"),
        StoredVariable(
          "train_accuracy", over: axes, .float(loss.map { Float($0) }), units: "1", longName: "training accuracy"),
        StoredVariable("steps", over: axes, .int32((0..<42).map { -$0 }), units: "step", longName: "steps"),
        StoredVariable("samples", over: axes, .int64((0..<42).map { $0 << 33 }), units: "1", longName: "samples"),
        StoredVariable(
          "status", over: axes, .uint8((0..<42).map { $0 % 4 }), units: "1", longName: "status",
          attributes: [
            StoredAttribute("flag_values", .bytes([0, 1, 2, 3])),
            StoredAttribute("flag_meanings", .text("missing done diverged failed")),
          ]),
        StoredVariable("total_time", over: [], .double([12.5]), units: "s", longName: "time of the whole study"),
      ],
      groups: [
        StoredGroup(
          name: "history", attributes: [StoredAttribute("about", .text("every tenth step"))],
          dimensions: [StoredDimension("history_step", .int64([0, 10]), units: "step", longName: "step")],
          variables: [
            StoredVariable(
              "loss", over: ["history_step", "seed"], .double([1, 2, 3, 4, 5, 6]), units: "1", longName: "loss")
          ],
          groups: [StoredGroup(name: "empty")])
      ])
  }()

  /// Every kind of attribute, also empty and longer than the 64 KiB to which old HDF5 files limit one.
  private static let attributesGroup = StoredGroup(attributes: [
    StoredAttribute("text", .text("\u{e4}\u{5730}\u{1f984} two\nlines")), StoredAttribute("empty_text", .text("")),
    StoredAttribute("long_text", .text(String(repeating: "key: value\n", count: 20_000))),
    StoredAttribute("texts", .texts(["a", "", "\u{df}"])), StoredAttribute("no_texts", .texts([])),
    StoredAttribute("double", .double(.pi)), StoredAttribute("not_a_number", .double(.nan)),
    StoredAttribute("doubles", .doubles([1, .infinity, .nan])), StoredAttribute("no_doubles", .doubles([])),
    StoredAttribute("many_doubles", .doubles((0..<20_000).map(Double.init))),
    StoredAttribute("int32", .int32(.min)), StoredAttribute("int32s", .int32s([1, .max])),
    StoredAttribute("no_int32s", .int32s([])), StoredAttribute("int64", .int64(.min)),
    StoredAttribute("int64s", .int64s([1, .max])), StoredAttribute("no_int64s", .int64s([])),
    StoredAttribute("bytes", .bytes([0, 255])), StoredAttribute("no_bytes", .bytes([])),
  ])

  /// Text as coordinates, as an array, and as a single element.
  private static let textGroup = StoredGroup(
    dimensions: [StoredDimension("task", .text(["mnist", "", "gr\u{f6}\u{df}e"]), units: "1", longName: "task")],
    variables: [
      StoredVariable(
        "name", over: ["task"], .text(["", "b", String(repeating: "x", count: 9000)]), units: "1", longName: "name"),
      StoredVariable("note", over: [], .text(["one note"]), units: "1", longName: "note"),
    ])

  /// Dimensions without coordinates, of the same group and of an enclosing one.
  private static let dimensionsGroup = StoredGroup(
    dimensions: [StoredDimension("parameter", count: 5), StoredDimension("step", count: 2)],
    variables: [
      StoredVariable(
        "weights", over: ["step", "parameter"], .float((0..<10).map(Float.init)), units: "1", longName: "weights")
    ],
    groups: [
      StoredGroup(
        name: "inner", dimensions: [StoredDimension("inner_step", count: 3)],
        variables: [
          StoredVariable(
            "loss", over: ["parameter", "inner_step"], .double((0..<15).map(Double.init)), units: "1", longName: "loss")
        ])
    ])

  /// Axes of length 0, with and without coordinates, and arrays of every type over them.
  private static let emptyGroup = StoredGroup(
    dimensions: [
      StoredDimension("none", count: 0), StoredDimension("void", .double([]), units: "s", longName: "void"),
      StoredDimension("seed", count: 3),
    ],
    variables: [
      StoredVariable("doubles", over: ["seed", "none"], .double([]), units: "1", longName: "nothing"),
      StoredVariable("floats", over: ["none", "seed"], .float([]), units: "1", longName: "nothing"),
      StoredVariable("int32s", over: ["void"], .int32([]), units: "1", longName: "nothing"),
      StoredVariable("int64s", over: ["void"], .int64([]), units: "1", longName: "nothing"),
      StoredVariable("bytes", over: ["void"], .uint8([]), units: "1", longName: "nothing"),
      StoredVariable("texts", over: ["void"], .text([]), units: "1", longName: "nothing"),
    ])

  /// Arrays that are stored in chunks, one of them in several that do not divide it evenly.
  private static let largeGroup = StoredGroup(
    dimensions: [StoredDimension("checkpoint", count: 3), StoredDimension("parameter", count: 150_001)],
    variables: [
      StoredVariable(
        "parameters", over: ["checkpoint", "parameter"], .double((0..<450_003).map { Double($0).squareRoot() }),
        units: "1", longName: "parameters"),
      StoredVariable(
        "mask", over: ["parameter"], .uint8((0..<150_001).map { UInt8(truncatingIfNeeded: $0 % 7) }), units: "1",
        longName: "mask"),
    ])
}
