/// The colours of all figures: distinct for colour-blind readers, in print and on a screen.
enum Palette {
  /// Blue and vermilion of Okabe and Ito (2008), for a pair of curves.
  static let train = "#0072B2"
  static let test = "#D55E00"
  /// The star of the generalising solution.
  static let solution = "#2fd05f"
  /// Marks that are no data.
  static let annotation = "#444444"
  static let zone = "#f2e394"
  static let hole = "#e4e4e4"

  /// Distinct colours of Okabe and Ito for few things, and steps of viridis for many.
  static func categories(_ count: Int) -> [String] {
    let few = [train, test, "#009E73", "#CC79A7", "#E69F00", "#56B4E9"]
    return count <= few.count ? Array(few.prefix(count)) : ramp(count)
  }

  /// Steps of viridis without its yellow end, which is too light for lines: for things in an order.
  static func ramp(_ count: Int) -> [String] {
    (0..<count).map { index in
      let position = count > 1 ? 0.85 * Double(index) / Double(count - 1) : 0
      return viridisColour(at: position)
    }
  }

  /// Steps of viridis for areas in an order, with the colour of letters on them.
  static func steps(_ count: Int) -> [(fill: String, text: String)] {
    (0..<count).map { index in
      let position = count > 1 ? 0.08 + 0.92 * Double(index) / Double(count - 1) : 0.5
      return (viridisColour(at: position), position < 0.55 ? "white" : "black")
    }
  }

  /// Ten equidistant steps of viridis (Smith and van der Walt 2015, public domain).
  private static let viridis: [(red: Double, green: Double, blue: Double)] = [
    (68, 1, 84), (72, 40, 120), (62, 74, 137), (49, 104, 142), (38, 130, 142), (31, 158, 137), (53, 183, 121),
    (109, 205, 89), (180, 222, 44), (253, 231, 37),
  ]

  /// The gnuplot command that sets the colours of a heat map.
  static var gnuplotPalette: String {
    let steps = viridis.indices.map { "\($0) '\(viridisColour(at: Double($0) / Double(viridis.count - 1)))'" }
    return "set palette defined (\(steps.joined(separator: ", ")))\n"
  }

  /// Seven equidistant steps of plasma (Smith and van der Walt 2015, public domain), for steps of training.
  private static let plasma: [(red: Double, green: Double, blue: Double)] = [
    (13, 8, 135), (91, 2, 163), (154, 23, 155), (203, 70, 120), (235, 120, 82), (251, 179, 47), (240, 249, 33),
  ]

  /// The colour of a part of training, from 0 to 1.
  static func stepColour(at position: Double) -> String { colour(at: min(max(position, 0), 1), of: plasma) }

  /// Greys from dark to light, behind coloured lines.
  static let greys = "set palette defined (0 '#4a5a6e', 0.5 '#9fb0c3', 1 '#f4f6f8')"

  private static func viridisColour(at position: Double) -> String { colour(at: position, of: viridis) }

  private static func colour(at position: Double, of steps: [(red: Double, green: Double, blue: Double)]) -> String {
    let place = position * Double(steps.count - 1)
    let index = min(Int(place), steps.count - 2)
    let (low, high, part) = (steps[index], steps[index + 1], place - Double(index))
    let channels = [(low.red, high.red), (low.green, high.green), (low.blue, high.blue)].map { from, to in
      Int((from + part * (to - from)).rounded())
    }
    return "#" + channels.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
