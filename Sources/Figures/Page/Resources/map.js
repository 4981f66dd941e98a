// A heat map, or tiles of categories, in which a point is chosen by the mouse or the arrow keys.
//
// `model` has the places of all axes, tells the values over seeds of a quantity, and is told of a choice.
function heatMap(figure, view, model) {
  const columns = axisOf(view, view.map.columns), rows = axisOf(view, view.map.rows);
  const div = plot(figure, view, 'map');
  const quantity = () => view.map.quantity ?? model.mapped();
  const at = (row, column) => ({ ...model.places, [rows.name]: row, [columns.name]: column });
  const grid = of => places(rows).map(row => places(columns).map(column => of(at(row, column))));
  const label = () => quantity().label;
  movable(div, '', (right, up) => {
    const within = (axis, step) =>
      Math.min(Math.max(model.places[axis.name] + step, 0), axis.values.length - 1);
    model.choose({ [columns.name]: within(columns, right), [rows.name]: within(rows, up) });
  });

  // The categories of all seeds there, such as "groks 2, fits 1".
  function told(values) {
    const { categories } = quantity();
    return categories.map((category, index) => [category.label, values.filter(v => v === index).length])
      .filter(entry => entry[1]).map(entry => entry.join(' ')).join(', ') || 'none';
  }
  function text(at) {
    const values = model.over(quantity(), at);
    if (!quantity().categories) return show(median(values), quantity().infinity);
    const middle = median(values, true);
    if (middle === null) return 'none';
    const name = quantity().categories[middle].label;
    return new Set(values.filter(isKnown)).size > 1 ? name + ' (' + told(values) + ')' : name;
  }
  function numbers(z) {
    const isLogarithmic = model.isMapLogarithmic();
    const shown = isLogarithmic ? logarithms(z) : z.map(row => row.map(finite));
    return { z: shown, colorscale: 'Viridis', colorbar: { title: { text: label(), side: 'right' }, thickness: 16,
      ...(isLogarithmic ? logTicks(shown) : {}) } };
  }
  function tiles(z) {
    const { categories } = quantity(), steps = categories.length;
    const colorscale = categories.flatMap(({ fill }, index) => [[index / steps, fill], [(index + 1) / steps, fill]]);
    return { z, colorscale, zmin: -.5, zmax: steps - .5, xgap: 1, ygap: 1,
      colorbar: { thickness: 16, tickvals: [...categories.keys()],
        ticktext: categories.map(({ letter, label }) => letter + ' ' + label) } };
  }
  // Letters on the tiles, with an asterisk where seeds differ.
  function letters(z) {
    const { categories } = quantity();
    if (rows.values.length * columns.values.length > 400) return [];
    return z.flatMap((row, y) => row.map((value, x) => value === null ? null : { x, y, showarrow: false,
      text: categories[value].letter + (new Set(model.over(quantity(), at(y, x)).filter(isKnown)).size > 1 ? '*' : ''),
      font: { color: categories[value].text === 'white' ? '#ffffff' : '#000000' } })).filter(isKnown);
  }
  function draw() {
    const isTiles = Boolean(quantity().categories);
    const z = grid(at => median(model.over(quantity(), at), isTiles));
    const x = model.places[columns.name], y = model.places[rows.name];
    const frame = { type: 'rect', x0: x - .5, x1: x + .5, y0: y - .5, y1: y + .5 };
    render(div, [{ type: 'heatmap', ...(isTiles ? tiles(z) : numbers(z)), showlegend: false, hoverongaps: false,
      customdata: grid(at => [nameOf(columns, at[columns.name]), nameOf(rows, at[rows.name]), text(at)]),
      hovertemplate: columns.label + ' %{customdata[0]}<br>' + rows.label + ' %{customdata[1]}<br>' + label()
        + ' %{customdata[2]}<extra></extra>' }], {
      showlegend: false, annotations: isTiles ? letters(z) : [],
      xaxis: { title: { text: columns.label }, ...ticks(columns, 7), range: [-.5, columns.values.length - .5],
        showgrid: false, zeroline: false },
      yaxis: { title: { text: rows.label }, ...ticks(rows, 12), range: [-.5, rows.values.length - .5], showgrid: false,
        zeroline: false },
      shapes: [{ ...frame, line: { color: '#ffffff', width: 4 } }, { ...frame, line: { color: '#c2185b', width: 2 } }] });
    div.setAttribute('aria-label', 'Heat map of ' + label() + ' over ' + columns.label + ' and ' + rows.label
      + '. Arrow keys choose a point.');
    if (!div.dataset.isListening) {
      div.dataset.isListening = '1';
      div.on('plotly_click', ({ points: [point] }) => model.choose({ [columns.name]: point.x, [rows.name]: point.y }));
    }
  }
  return {
    draw,
    // What is at the chosen point.
    tell: () => brief(label()) + ': ' + text(model.places),
    table: () => [label() + ' over ' + rows.label + ' (down) and ' + columns.label + ' (across)',
      [rows.label, ...places(columns).map(place => nameOf(columns, place))],
      places(rows).map(row => [nameOf(rows, row), ...places(columns).map(column => text(at(row, column)))])],
  };
}
