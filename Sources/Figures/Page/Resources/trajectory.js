// A path in the plane of a group's two quantities, with a player along the last axis.
function trajectory(figure, view) {
  const box = figure.querySelector('.controls'), time = lastAxis(view), others = view.axes.slice(0, -1);
  const [first, second] = view.groups[0];
  const canLog = [first.values, view.background?.x.values ?? []].flat().every(v => !isKnown(v) || v > 0);
  const state = { places: Object.fromEntries(others.map(axis => [axis.name, 0])), step: 0, timer: null,
    logX: view.isLogarithmic && canLog };
  const timeLabel = view.along?.label ?? time.label;
  const along = quantity => places(time).map(place => element(view, quantity, { ...state.places, [time.name]: place }));
  const times = () => abscissa(view, state.places);
  // The last place where this path is; others may be longer.
  const end = () => {
    const x = along(first);
    return Math.max(x.findLastIndex(Number.isFinite), 0);
  };
  const here = () => Math.min(state.step, end());
  state.step = time.values.length - 1;

  for (const axis of others.filter(axis => axis.values.length > 1)) {
    slider(box, axis, 0, place => { state.places[axis.name] = place; draw(); });
  }
  const player = slider(box, { ...time, label: timeLabel }, state.step,
    place => { stop(); state.step = place; draw(); }, place => show(times()[Math.min(place, end())]));
  const told = figure.querySelector('.selection');
  const button = press(box, 'Play', () => state.timer ? stop() : play());
  function go(step) {
    state.step = step;
    player.set(step);
    draw();
  }
  // Some 250 pictures, or a dozen still ones for those who want no motion.
  function play() {
    const pictures = isStill.matches ? 12 : 250, stride = Math.max(1, Math.ceil(end() / pictures));
    go(here() >= end() ? 0 : here());
    button.textContent = 'Pause';
    told.setAttribute('aria-live', 'off');
    state.timer = setInterval(() => {
      go(Math.min(here() + stride, end()));
      if (here() >= end()) stop();
    }, isStill.matches ? 1000 : 60);
  }
  function stop() {
    clearInterval(state.timer);
    state.timer = null;
    button.textContent = 'Play';
    told.setAttribute('aria-live', 'polite');
  }
  press(box, 'Back', () => { stop(); go(Math.max(here() - 1, 0)); });
  press(box, 'Forward', () => { stop(); go(Math.min(here() + 1, end())); });
  flag(box, 'logarithmic x', state.logX, isOn => { state.logX = isOn; draw(); }).set(state.logX, canLog);
  const div = plot(figure, view, 'path');

  function ground() {
    const { x, y, quantity } = view.background;
    const at = (row, column) => element(view, quantity, { ...state.places, [y.name]: row, [x.name]: column });
    const values = places(y).map(row => places(x).map(column => at(row, column)));
    const isLogarithmic = quantity.isLogarithmic && values.flat().some(v => v > 0);
    const z = isLogarithmic ? logarithms(values) : values.map(row => row.map(finite));
    const scale = root.dataset.theme === 'dark' ? [[0, '#2b3644'], [.5, '#4f6074'], [1, '#8496aa']]
      : [[0, '#9fb0c3'], [.5, '#cfd8e2'], [1, '#f7f9fb']];
    return { type: 'contour', x: x.values, y: y.values, z, customdata: values, colorscale: scale, ncontours: 14,
      line: { width: .5, color: style('--ink') }, showlegend: false, hoverongaps: false,
      colorbar: { title: { text: quantity.label, side: 'right' }, thickness: 16, ...(isLogarithmic ? logTicks(z) : {}) },
      hovertemplate: first.label + ' %{x:.4~g}<br>' + second.label + ' %{y:.4~g}<br>' + quantity.label
        + ' %{customdata:.4~g}<extra></extra>' };
  }
  function draw() {
    const x = along(first).map(finite), y = along(second).map(finite), i = here();
    const text = times().map(value => show(value));
    const hover = timeLabel + ' %{text}<br>' + first.label + ' %{x:.4~g}<br>' + second.label + ' %{y:.4~g}<extra></extra>';
    const mark = (place, name, marker) => ({ x: [x[place]], y: [y[place]], text: [text[place]], mode: 'markers', name,
      marker: { size: 13, line: { color: style('--paper'), width: 1 }, ...marker }, hovertemplate: hover });
    // What has a name; where it begins with a letter, the letter stands beside it.
    const named = ({ label, x, y }, index) => {
      const letter = /^(\w),/.exec(label)?.[1];
      return { x: [finite(element(view, x, state.places))], y: [finite(element(view, y, state.places))], name: label,
        mode: letter ? 'markers+text' : 'markers', text: [letter ?? ''], textposition: 'middle right',
        textfont: { size: 16, color: style('--ink') }, marker: { symbol: ['star', 'square', 'diamond'][index % 3], size: 13,
          color: colours[[4, 3, 2][index % 3]], line: { color: style('--paper'), width: 1 } },
        hovertemplate: label + '<br>' + first.label + ' %{x:.4~g}<br>' + second.label + ' %{y:.4~g}<extra></extra>' };
    };
    render(div, [
      ...(view.background ? [ground()] : []),
      { x, y, mode: 'lines', line: { color: style('--ink'), width: 1, dash: 'dot' }, hoverinfo: 'skip', name: 'whole path' },
      { x: x.slice(0, i + 1), y: y.slice(0, i + 1), text, mode: 'lines+markers', name: 'up to here',
        line: { color: colours[0], width: 3 }, marker: { size: 5 }, hovertemplate: hover },
      ...(view.marks.some(({ label }) => label.endsWith('start')) ? []
        : [mark(0, 'start', { symbol: 'star', color: colours[4], size: 16 })]),
      ...view.marks.map(named).filter(({ x: [known] }) => known !== null),
      mark(i, 'here', { color: colours[1] })], {
      xaxis: { title: { text: first.label }, type: state.logX ? 'log' : 'linear' },
      yaxis: { title: { text: second.label } } });
    player.say();
    told.textContent = [...others.filter(axis => axis.values.length > 1)
      .map(axis => brief(axis.label) + ' ' + nameOf(axis, state.places[axis.name])), timeLabel + ' ' + text[i]].join(', ')
      + ': ' + brief(first.label) + ' ' + show(x[i]) + ', ' + brief(second.label) + ' ' + show(y[i]);
    figure.querySelector('.note').textContent = view.notes.join(' ');
    fillTables();
  }
  const fillTables = valueTables(figure, () => {
    const x = along(first), y = along(second), text = times().map(value => show(value));
    return [[view.title, [timeLabel, first.label, second.label],
      places(time).slice(0, end() + 1).map(place => [text[place], show(x[place]), show(y[place])])]];
  });
  draw();
  return draw;
}
