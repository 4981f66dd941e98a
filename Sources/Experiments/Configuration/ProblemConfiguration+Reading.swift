import Datasets
import Networks

extension ProblemConfiguration {
  /// The problems and the keys that each has beside name, widths and activation.
  private static let keysOf: KeyValuePairs<String, [String]> = [
    "teacher-student": ["n_test", "noise", "pool"],
    "toy-addition": ["digits", "label", "linear", "linear_noise", "random"],
    "images": ["n_test", "data", "subset", "template"],
  ]

  /// Reads the table `problem` of a study.
  init(_ study: StrictTable) throws(StudyError) {
    let names = Self.keysOf.map(\.key), special = Set(Self.keysOf.flatMap(\.value)).sorted()
    let table = try StrictTable(
      study.required("problem", "name, widths and activation"), path: "problem",
      keys: ["name", "widths", "activation"] + special)
    let name = try table.value("name", "one of " + names.joined(separator: ", ")) { names.contains($0) ? $0 : nil }
    let own = Self.keysOf.first { $0.key == name }?.value ?? []
    try table.refuse(special.filter { !own.contains($0) }, in: "a problem '\(name)'")
    widths = try table.widths("widths")
    activation = try table.value(
      "activation", "one of " + Activation.knownNames.joined(separator: ", "), Activation.init(name:))
    let largest = try study.integerAxis("n_train", atLeast: 1)?.max() ?? 0
    switch name {
    case "teacher-student": (source, testCount) = try Self.teacherStudent(table, study, largest)
    case "toy-addition": (source, testCount) = try Self.toyAddition(table, study, largest)
    default: (source, testCount) = try Self.images(table, study, largest, widths)
    }
  }

  private static func teacherStudent(
    _ table: StrictTable, _ study: StrictTable, _ largest: Int
  ) throws(StudyError) -> (Source, testCount: Int) {
    let testCount = try table.integer("n_test", atLeast: 1, atMost: Limits.samples, default: 100)
    let pool = try table.integer("pool", atLeast: 1, atMost: Limits.samples, default: 100)
    let noise = try table.number("noise", "at least 0", default: 0) { $0 >= 0 }
    guard largest <= pool else {
      throw study.wrong("n_train", study.setting("n_train"), "at most 'problem.pool', which is \(pool)")
    }
    return (.teacherStudent(noise: noise, pool: pool), testCount)
  }

  /// The test samples are at most all pairs: those that a training set leaves.
  private static func toyAddition(
    _ table: StrictTable, _ study: StrictTable, _ largest: Int
  ) throws(StudyError) -> (Source, testCount: Int) {
    let addition = AdditionTable(
      digits: try table.integer("digits", atLeast: 2, atMost: Limits.digits, default: 10),
      label: try table.word("label", ["sum": .sum, "modular": .modular], default: .sum))
    let representation = DigitRepresentation(
      line: try table.word("linear", ["digit": .digit, "interval": .interval], default: .digit),
      noise: try table.number("linear_noise", "at least 0", default: 0) { $0 >= 0 },
      distribution: try table.word(
        "random", ["normal": .normal, "uniform": .uniform, "half_uniform": .halfUniform], default: .normal))
    guard largest < addition.pairCount else {
      throw study.wrong(
        "n_train", study.setting("n_train"),
        "at most \(addition.pairCount - 1), all pairs of \(addition.digits) digits but one, which is the test set")
    }
    return (.toyAddition(addition, representation), addition.pairCount)
  }

  private static func images(
    _ table: StrictTable, _ study: StrictTable, _ largest: Int, _ widths: [Int]
  ) throws(StudyError) -> (Source, testCount: Int) {
    let testCount = try table.integer("n_test", atLeast: 1, atMost: Limits.samples, default: 10_000)
    let data = try table.text("data")
    let permuted = try table.word("subset", ["first": false, "permutation": true], default: false)
    let template: LabelTemplate? =
      table.setting("template") == nil
      ? nil : try table.word("template", ["label": LabelTemplate.label, "centred": .centred])
    guard let entry = DatasetCatalogue.standard().list().first(where: { $0.name == data }) else {
      throw table.wrong("data", table.setting("data"), "one of \(DatasetCatalogue.names.joined(separator: ", "))")
    }
    guard largest <= entry.trainCount else {
      throw study.wrong(
        "n_train", study.setting("n_train"), "at most \(entry.trainCount), the training images of \(data)")
    }
    guard testCount <= entry.testCount else {
      throw table.wrong("n_test", table.setting("n_test"), "at most \(entry.testCount), the test images of \(data)")
    }
    let (inputs, outputs) = (entry.height * entry.width, entry.classCount)
    guard widths.first == inputs, widths.last == outputs else {
      throw table.wrong("widths", table.setting("widths"), "a list from \(inputs) to \(outputs) for \(data)")
    }
    return (.images(data: data, permuted: permuted, template: template), testCount)
  }
}

extension StrictTable {
  /// Layer widths: a list of at least two whole numbers of at least 1; equal ones are allowed.
  fileprivate func widths(_ key: String) throws(StudyError) -> [Int] {
    let rule = "a list of at least two layer widths, for example [5, 100, 100, 5]"
    guard case .list(let items, _) = try required(key, rule), items.count >= 2 else {
      throw wrong(key, setting(key), rule)
    }
    var widths: [Int] = []
    for item in items {
      guard case .scalar(let text, _) = item, let width = Int(text), (1...Limits.width).contains(width) else {
        throw wrong(key, item, rule)
      }
      widths.append(width)
    }
    return widths
  }
}
