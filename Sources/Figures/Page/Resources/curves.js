// Curves over the last axis; a heat map beside them chooses other axes' places.
function curves(figure, view) {
  const box = figure.querySelector('.controls'), x = lastAxis(view);
  const seeds = axisOf(view, 'seed'), others = view.axes.filter(axis => axis !== x && axis !== seeds);
  const several = axis => axis.values.length > 1;
  const state = { places: Object.fromEntries(view.axes.map(axis => [axis.name, 0])), seed: -1, group: 0, mapped: 0,
    logX: false, logY: false, logMap: true };
  const quantities = () => view.groups[state.group];
  const sliders = {}, flags = {};
  const model = {
    places: state.places,
    // The values of all seeds, or of the chosen one.
    over(quantity, at) {
      if (!seeds || !quantity.axes.includes('seed')) return [element(view, quantity, at)];
      const chosen = state.seed >= 0 ? [state.seed] : places(seeds);
      return chosen.map(seed => element(view, quantity, { ...at, seed }));
    },
    mapped: () => quantities()[state.mapped],
    isMapLogarithmic: () => state.logMap,
    choose(chosen) {
      Object.assign(state.places, chosen);
      for (const name in chosen) sliders[name]?.set(chosen[name]);
      draw();
    },
  };
  const row = (quantity, how) =>
    places(x).map(place => how(model.over(quantity, { ...state.places, [x.name]: place })));
  const isBanded = quantity => seeds && several(seeds) && state.seed < 0 && quantity.axes.includes('seed');
  const positions = () => abscissa(view, { ...state.places, seed: Math.max(state.seed, 0) });
  const xLabel = view.along?.label ?? x.label;
  // In the middle of what is known a reader looks first.
  const known = row(quantities()[0], median).flatMap((value, place) => isKnown(value) ? [place] : []);
  state.places[x.name] = known[known.length >> 1] ?? 0;

  // What can be logarithmic is so where that is asked for.
  function reset() {
    const values = quantities().flatMap(quantity => quantity.values);
    const canLogX = (view.along ? view.along.values : x.values).some(v => v > 0) && !x.words;
    const canLogY = values.some(v => v > 0);
    // A single place on it would be all that a logarithmic axis shows of 0 and another value.
    state.logX = canLogX && view.isLogarithmic && (view.along ?? x).values.filter(v => v > 0).length > 1;
    state.logY = canLogY && quantities()[0].isLogarithmic;
    state.mapped = quantities().length - 1;
    state.logMap = canLogY && model.mapped().isLogarithmic;
    flags.x.set(state.logX, canLogX);
    flags.y.set(state.logY, canLogY);
    flags.map?.set(state.logMap, canLogY);
    mapped?.fill(quantities().map(quantity => quantity.label));
    mapped?.set(state.mapped);
  }

  for (const axis of others.filter(several)) {
    sliders[axis.name] = slider(box, axis, 0, place => { state.places[axis.name] = place; draw(); });
  }
  if (several(x)) {
    sliders[x.name] = slider(box, { ...x, label: xLabel }, state.places[x.name],
      place => { state.places[x.name] = place; draw(); },
      place => view.along ? show(positions()[place]) : nameOf(x, place));
  }
  if (view.groups.length > 1) {
    choice(box, 'Quantity', view.groups.map(group => group.map(quantity => quantity.label).join(', ')), group => {
      state.group = group;
      reset();
      draw();
    });
  }
  if (seeds && several(seeds)) {
    const names = ['all, median and range', ...places(seeds).map(place => 'seed ' + nameOf(seeds, place))];
    choice(box, 'Seeds', names, index => { state.seed = index - 1; draw(); });
  }
  const isOfGroup = view.map && !view.map.quantity;
  const mapped = isOfGroup ? choice(box, 'Map', [], index => { state.mapped = index; draw(); }) : null;
  flags.x = flag(box, 'logarithmic x', false, isOn => { state.logX = isOn; draw(); });
  flags.y = flag(box, 'logarithmic y', false, isOn => { state.logY = isOn; draw(); });
  if (isOfGroup) flags.map = flag(box, 'logarithmic colours', false, isOn => { state.logMap = isOn; draw(); });
  const map = view.map ? heatMap(figure, view, model) : null;
  const lines = plot(figure, view, 'lines');

  // The outlines of a band, one for each part of x without a hole.
  function band(x, low, high) {
    const outline = { x: [], y: [] };
    for (let start = 0; start < x.length; start++) {
      let end = start;
      while (end < x.length && [x[end], low[end], high[end]].every(isKnown)) end++;
      const part = x.slice(start, end);
      outline.x.push(...part, ...part.slice().reverse(), null);
      outline.y.push(...low.slice(start, end), ...high.slice(start, end).reverse(), null);
      start = end;
    }
    return outline;
  }
  function drawLines() {
    // A logarithmic axis has no place for 0, and a line would leave the plot towards it.
    const above = isLogarithmic => values => values.map(v => Number.isFinite(v) && !(isLogarithmic && v <= 0) ? v : null);
    const onX = above(state.logX), onY = above(state.logY);
    const traces = [], at = positions();
    const shown = x.words ?? onX(at);
    quantities().forEach((quantity, index) => {
      const colour = colours[index % colours.length];
      if (isBanded(quantity)) {
        traces.push({ ...band(shown, onY(row(quantity, lowest)), onY(row(quantity, highest))), mode: 'lines',
          line: { width: 0 }, hoverinfo: 'skip', showlegend: false, fill: 'toself', fillcolor: faded(colour, .2) });
      }
      traces.push({ x: shown, y: onY(row(quantity, median)), name: quantity.label,
        mode: shown.length > 60 ? 'lines' : 'lines+markers', line: { color: colour },
        hovertemplate: xLabel + ' %{x:.4~g}<br>' + quantity.label + ' %{y:.4~g}<extra></extra>' });
    });
    const here = at[state.places[x.name]];
    const isAt = Number.isFinite(here) && (!state.logX || here > 0) && several(x) && !x.words;
    render(lines, traces, {
      xaxis: { title: { text: xLabel }, type: x.words ? 'category' : state.logX ? 'log' : 'linear' },
      yaxis: { title: { text: quantities().length > 1 ? '' : quantities()[0].label },
        type: state.logY ? 'log' : 'linear' },
      shapes: isAt ? [{ type: 'line', xref: 'x', x0: here, x1: here, yref: 'paper', y0: 0, y1: 1,
        line: { color: style('--ink'), width: 1, dash: 'dot' } }] : [] });
    if (!lines.dataset.isListening) {
      lines.dataset.isListening = '1';
      lines.on('plotly_click', ({ points: [point] }) => model.choose({ [x.name]: point.pointIndex }));
    }
  }

  // Where a quantity's medians are lowest or highest.
  function extreme(quantity, best) {
    const medians = row(quantity, median), value = best(medians), place = medians.indexOf(value);
    if (value === null) return [quantity.label + ': no values'];
    const where = view.along ? show(positions()[place]) : nameOf(x, place);
    return [(best === lowest ? 'lowest ' : 'highest ') + quantity.label + ' ' + show(value, quantity.infinity) + ' at '
      + brief(xLabel) + ' ' + where];
  }
  // The values at the chosen point, and where the best of the last quantity is.
  function tell() {
    const at = positions();
    const where = others.filter(several).map(axis => brief(axis.label) + ' ' + nameOf(axis, state.places[axis.name]));
    where.push(brief(xLabel) + ' ' + (view.along ? show(at[state.places[x.name]]) : nameOf(x, state.places[x.name])));
    const values = quantities().map(quantity => {
      const all = model.over(quantity, state.places), say = value => show(value, quantity.infinity);
      const [low, high] = [lowest(all), highest(all)];
      return quantity.label + ' ' + say(median(all))
        + (isBanded(quantity) && low !== high ? ' (' + say(low) + ' to ' + say(high) + ')' : '');
    });
    const quantity = quantities()[quantities().length - 1];
    const best = quantity.name.includes('loss') ? lowest : quantity.name.includes('accuracy') ? highest : null;
    const ends = best ? extreme(quantity, best) : [];
    const parts = [where.join(', ') + ': ' + values.join(', '), ...(map && !isOfGroup ? [map.tell()] : []), ...ends];
    figure.querySelector('.selection').textContent = parts.join('; ');
    figure.querySelector('.note').textContent = [...view.notes, ...lost()].join(' ');
  }

  // Sentences about what is not drawn.
  function lost() {
    const medians = quantities().flatMap(quantity => row(quantity, median));
    const low = medians.filter(v => isKnown(v) && v <= 0).length, high = medians.filter(v => v === Infinity).length;
    const count = number => '(' + number + (number > 1 ? ' values)' : ' value)');
    return [
      state.logX && positions().some(v => isKnown(v) && v <= 0)
        ? 'What lies at ' + brief(xLabel) + ' 0 or below is not on the logarithmic axis.' : '',
      state.logY && low ? 'What is 0 or below ' + count(low) + ' is not on the logarithmic axis.' : '',
      high ? 'What is ' + quantities()[0].infinity + ' ' + count(high) + ' is not drawn.' : ''].filter(Boolean);
  }

  const fillTables = valueTables(figure, () => {
    const at = positions();
    const caption = others.filter(several).map(axis => brief(axis.label) + ' ' + nameOf(axis, state.places[axis.name]));
    const headings = quantities().flatMap(quantity => isBanded(quantity)
      ? [quantity.label + ', median', 'lowest', 'highest'] : [quantity.label]);
    const columns = quantities().flatMap(quantity =>
      (isBanded(quantity) ? [median, lowest, highest] : [median]).map(how =>
        row(quantity, how).map(value => show(value, quantity.infinity))));
    const rows = places(x).map(place =>
      [view.along ? show(at[place]) : nameOf(x, place), ...columns.map(column => column[place])]);
    return [...(map ? [map.table()] : []), [[view.title, ...caption].join(', '), [xLabel, ...headings], rows]];
  });

  function draw() {
    drawLines();
    map?.draw();
    sliders[x.name]?.say();
    tell();
    fillTables();
  }
  reset();
  draw();
  return draw;
}
