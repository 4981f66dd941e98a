// What stands at checkpoints: ends of runs and states.
extension TrajectoryFigure {
  /// A star at every end, with the number of the run where there are several.
  func markEnds(_ fraction: (SIMD2<Double>) -> SIMD2<Double>, _ drawing: inout Drawing) {
    let ends = runs.indices.compactMap { number -> (Int, SIMD2<Double>)? in
      runs[number].places.last.flatMap { $0.x.isFinite && $0.y.isFinite ? (number, $0) : nil }
    }
    guard !ends.isEmpty else { return }
    let stars = drawing.block([ends.map { [$0.1.x, $0.1.y] }])
    for (size, colour) in [(17, "white"), (12, Palette.test)] {
      drawing.plot("\(stars) using 1:2:('★') with labels font 'DejaVu Sans,\(size)' textcolor rgb '\(colour)'")
    }
    guard runs.count > 1 else { return }
    var labels: [(place: SIMD2<Double>, text: String)] = []
    for (number, place) in ends {
      if let near = labels.firstIndex(where: { Self.areNear(fraction($0.place), fraction(place)) }) {
        labels[near].text += ", \(number)"
      } else {
        labels.append((place, "\(number)"))
      }
    }
    for label in labels {
      let name = drawing.block([[[label.place.x, label.place.y]]])
      drawing.plot("\(name) using 1:2:('\(label.text)') with labels offset 0,-1 font ',9' textcolor rgb 'black'")
    }
  }

  /// Whether marks at two places of the plot would lie on one another.
  private static func areNear(_ one: SIMD2<Double>, _ other: SIMD2<Double>) -> Bool {
    abs(one.x - other.x) < 0.035 && abs(one.y - other.y) < 0.05
  }

  /// White discs with letters; states of all runs that lie on one another share a disc.
  func markStates(_ fraction: (SIMD2<Double>) -> SIMD2<Double>, _ drawing: inout Drawing) {
    var discs: [(place: SIMD2<Double>, letters: [String])] = []
    for run in runs {
      for (letter, checkpoint) in run.states {
        let place = run.places[checkpoint]
        guard place.x.isFinite, place.y.isFinite else { continue }
        let near = discs.firstIndex { Self.areNear(fraction($0.place), fraction(place)) }
        if let near {
          if !discs[near].letters.contains(letter) { discs[near].letters.append(letter) }
        } else {
          discs.append((place, [letter]))
        }
      }
    }
    for disc in discs {
      let name = drawing.block([[[disc.place.x, disc.place.y]]])
      let text = disc.letters.sorted().joined()
      drawing.plot("\(name) using 1:2 with points pt 7 ps \(1.85 + 1.0 * Double(text.count - 1)) lc rgb '#202020'")
      drawing.plot("\(name) using 1:2 with points pt 7 ps \(1.6 + 1.0 * Double(text.count - 1)) lc rgb 'white'")
      drawing.plot("\(name) using 1:2:(\(gnuplotString(text))) with labels font ',8' textcolor rgb 'black'")
    }
  }
}
