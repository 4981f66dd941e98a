/// A stored setting is its text, its values or its entries; where it stood is not stored.
extension Setting: Codable {
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let place = "the stored study"
    if let text = try? container.decode(String.self) {
      self = .scalar(text, at: place)
    } else if let items = try? container.decode([Setting].self) {
      self = .list(items, at: place)
    } else {
      let entries = try container.decode([String: Setting].self)
      self = .table(entries.sorted { $0.key < $1.key }.map { ($0.key, place, $0.value) }, at: place)
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .scalar(let text, _): try container.encode(text)
    case .list(let items, _): try container.encode(items)
    case .table(let entries, _):
      try container.encode(Dictionary(entries.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 }))
    }
  }
}
