/// The configuration of a reference file; only `kind` is in all of them.
struct Configuration: Decodable {
  struct Model: Decodable {
    let type: String
    let sizes: [Int]?
    let activation: String?
    let slope: Double?
    let p: Int?
    let isRepresentationTrainable: Bool?

    enum CodingKeys: String, CodingKey {
      case type, sizes, activation, slope, p
      case isRepresentationTrainable = "representation_trainable"
    }
  }

  struct Loss: Decodable {
    let name: String
  }

  struct Group: Decodable {
    let lr: Double
    let weightDecay: Double?
    let parameters: [String]

    enum CodingKeys: String, CodingKey {
      case lr, parameters
      case weightDecay = "weight_decay"
    }
  }

  struct Optimizer: Decodable {
    let name: String
    let betas: [Double]?
    let eps: Double?
    let momentum: Double?
    let groups: [Group]
  }

  struct Schedule: Decodable {
    let type: String
    let warmup: Int?
    let interval: Int?
    let rate: Double?
    let factor: Double?
  }

  struct Constraint: Decodable {
    let type: String
    let parameters: [String]?
  }

  struct GradientClip: Decodable {
    let maxNorm: Double

    enum CodingKeys: String, CodingKey { case maxNorm = "max_norm" }
  }

  struct Batch: Decodable {
    let mode: String
    let dataset: String?
  }

  /// Something of which only the presence matters.
  struct Anything: Decodable {}

  let kind: String
  let seed: UInt64?
  let steps: Int?
  let model: Model?
  let loss: Loss?
  let optimizer: Optimizer?
  let schedule: Schedule?
  let constraint: Constraint?
  let gradientClip: GradientClip?
  let gradientFilter: Anything?
  let sam: Anything?
  let batch: Batch?
  /// Of a reduced dynamics: the loss, its constants, the rates, and the start and duration of the solution.
  let formula: String?
  let constants: [String: Double]?
  let decoderRate: Double?, representationRate: Double?, gamma: Double?
  let start: [Double]?
  let time: Double?

  enum CodingKeys: String, CodingKey {
    case kind, seed, steps, model, loss, optimizer, schedule, constraint, sam, batch, formula, constants, gamma, start,
      time
    case decoderRate = "eta_D"
    case representationRate = "eta_R"
    case gradientClip = "gradient_clip"
    case gradientFilter = "gradient_filter"
  }

  /// The part `name` of the configuration, which a training file must have.
  static func need<Part>(_ part: Part?, _ name: String) throws(ReferenceError) -> Part {
    guard let part else { throw .unreadable("The configuration lacks '\(name)', so the run cannot be repeated.") }
    return part
  }
}
