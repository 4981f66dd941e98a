#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A loss in bands of grey between round levels, with the contours of the levels.
struct LossBands {
  private let background: TrajectoryFigure.Background
  private let levels: [Double]
  private let labels: [FigureText]

  /// The pixels of the picture.
  private static let (columns, rows) = (240, 180)

  init(_ background: TrajectoryFigure.Background) {
    self.background = background
    levels = ContourLevels.round(covering: background.values.joined())
    labels = levels.map { FigureText.number($0) }
  }

  private var labelWidth: Double { labels.map(\.width).max() ?? 0 }

  /// The width that the box of this loss takes beside that of the steps.
  var room: Double { Canvas.boxGap + Canvas.boxWidth + 0.06 + labelWidth * Canvas.em }

  func draw(into drawing: inout Drawing, on canvas: Canvas) {
    let left = canvas.right + Canvas.boxGap
    let tics = levels.indices.map { "\(labels[$0].quoted) \($0 + 1)" }.joined(separator: ", ")
    let side = left + Canvas.boxWidth + 0.02 + labelWidth * Canvas.em + 0.022
    drawing.add(
      """
      \(Palette.greys) maxcolors \(levels.count + 1)
      set cbrange [0:\(levels.count + 1)]
      set cbtics (\(tics))
      set colorbox user origin \(left),\(canvas.bottom) size \(Canvas.boxWidth),\(canvas.height)
      set label 96 \(background.label.quoted) at screen \(side),\((canvas.top + canvas.bottom) / 2) center rotate by 90

      """)
    let (x, y) = (background.x, background.y)
    let pixels = drawing.block([bands])
    let (dx, dy) = ((x[x.count - 1] - x[0]) / Double(Self.columns), (y[y.count - 1] - y[0]) / Double(Self.rows))
    drawing.plot(
      "\(pixels) matrix using (\(x[0] + dx / 2)+\(dx)*$1):(\(y[0] + dy / 2)+\(dy)*$2):3 with image")
    drawing.addContours(
      levels: levels.map { log10($0) },
      grid: y.indices.map { row in x.indices.map { [x[$0], y[row], logarithm(background.values[row][$0])] } },
      place: ("$1", "$2"), styles: ["lw 0.8 lc rgb 'white'"])
  }

  /// The number of the band of every pixel, by bilinear interpolation of the logarithm.
  private var bands: [[Double]] {
    let logarithms = background.values.map { $0.map(logarithm) }
    let edges = levels.map { log10($0) }
    let across = (0..<Self.columns).map { Self.cell(background.x, (Double($0) + 0.5) / Double(Self.columns)) }
    let up = (0..<Self.rows).map { Self.cell(background.y, (Double($0) + 0.5) / Double(Self.rows)) }
    return up.map { j, v in
      across.map { i, u in
        let low = (1 - u) * logarithms[j][i] + u * logarithms[j][i + 1]
        let high = (1 - u) * logarithms[j + 1][i] + u * logarithms[j + 1][i + 1]
        let value = (1 - v) * low + v * high
        return value.isFinite ? Double(edges.count { $0 < value }) + 0.5 : .nan
      }
    }
  }

  /// Losses of zero stand far below every level.
  private func logarithm(_ loss: Double) -> Double { loss.isFinite && loss >= 0 ? log10(max(loss, 1e-300)) : .nan }

  /// The cell in which a fraction of an axis lies, and the part of the cell.
  private static func cell(_ values: [Double], _ fraction: Double) -> (Int, Double) {
    let place = values[0] + fraction * (values[values.count - 1] - values[0])
    let index = min((values.firstIndex { $0 > place } ?? values.count) - 1, values.count - 2)
    return (index, (place - values[index]) / (values[index + 1] - values[index]))
  }
}
