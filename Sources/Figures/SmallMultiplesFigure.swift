/// Several plots of one kind side by side, such as heat maps at several training-set sizes, with the same axes, the same
/// colours and one key.
///
/// Its title is what the titles of all plots have in common between commas.
public struct SmallMultiplesFigure: Figure {
  /// One of the plots.
  public struct Panel: Sendable {
    /// What stands above it, such as its training-set size.
    public let header: FigureText
    /// The plot.
    public let figure: any Figure

    /// A plot below a header.
    public init(header: FigureText, figure: any Figure) {
      self.header = header
      self.figure = figure
    }
  }

  /// So many plots on a page can still be read.
  public static let most = 12

  private let headers: [FigureText]
  private let figures: [any PlotFigure]
  private let remark: FigureText?

  /// A figure of `panels`, from left to right and from above to below.
  ///
  /// - Parameter remark: what stands below the plots, nil for nothing.
  /// - Throws: `FigureError` of kind `badRequest` if there are none or more than `most`, or if they cannot share axes:
  ///   they must all be LU curves, heat maps over the same cells, accuracies, or maps of the same tiles.
  public init(panels: [Panel], remark: FigureText? = nil) throws(FigureError) {
    headers = panels.map(\.header)
    figures = panels.compactMap { $0.figure as? any PlotFigure }
    self.remark = remark
    guard !panels.isEmpty, panels.count <= Self.most else {
      throw FigureError(
        .badRequest, "Cannot draw \(panels.count) plots side by side: choose between 1 and \(Self.most) of them.")
    }
    guard figures.count == panels.count, let first = figures.first, Self.share(first, figures) else {
      throw FigureError(
        .badRequest,
        "Cannot draw plots of this kind side by side, because they share no axes: ask for loss curves, heat maps, "
          + "accuracies or phases, or draw them one by one.")
    }
  }

  private static func share<Plot: PlotFigure>(_ first: Plot, _ figures: [any PlotFigure]) -> Bool {
    figures.allSatisfy { ($0 as? Plot).map(first.sharesAxes) ?? false }
  }

  /// The script that draws the figure into `output`.
  public func gnuplotScript(for format: FigureFormat, output: String) -> String {
    // There is one, or the figure could not have been made.
    figures.first.map { script(like: $0, format, output) } ?? ""
  }

  private func script<Plot: PlotFigure>(like first: Plot, _ format: FigureFormat, _ output: String) -> String {
    let plots = figures.compactMap { $0 as? Plot }
    let grid = PanelGrid(plots.count)
    let title = FigureText.common(plots.map(\.title))
    guard var axes = Plot.axes(of: plots, across: .across, up: .up) else {
      return Drawing.empty(
        title: title, xLabel: first.xLabel, yLabel: first.yLabel, isFinite: plots.contains(where: \.isFinite),
        format: format, output: output)
    }
    // The key and labels must be known before there are places for the plots, and these before there are tics.
    var entries = Drawing()
    for plot in plots { plot.draw(on: axes, into: &entries) }
    var canvas = Canvas(
      title: title, xLabel: first.xLabel, yLabel: first.yLabel, ticWidth: axes.yWidth, colours: axes.colours)
    let key = Key(entries: entries.entryTitles).placeOutside(on: &canvas)
    let corner = grid.place(0, on: canvas, labelWidth: axes.xWidth)
    axes = Plot.axes(of: plots, across: corner.across, up: corner.up) ?? axes
    var drawing = Drawing(markSize: plots.count > 2 ? 0.6 : 0.8)
    if let remark { drawing.note(remark) }
    for (index, plot) in plots.enumerated() {
      let place = grid.place(index, on: canvas, labelWidth: axes.xWidth)
      drawing.add(axes.commands(labelled: place.isLowest, place.isLeftmost))
      if index == 0 { plot.drawPage(axes, on: canvas, into: &drawing) }
      if index == 1 { drawing.add("unset colorbox\n") }
      plot.draw(on: axes, into: &drawing)
      drawing.endPanel(in: place, header: headers[index])
    }
    return drawing.script(on: canvas, key: key, format: format, output: output)
  }
}
