/// What a page does: draws its views with plotly.js, and follows their controls.
///
/// Plain JavaScript, for which Swift's compiler is no judge: `make test-page` drives it in a browser.
enum PageScript {
  static let text = [shared, controls, curves, trajectory, start].joined(separator: "\n")

  /// Colours by theme, and arrays over axes.
  private static let shared = #"""
    'use strict';
    const views = JSON.parse(document.getElementById('views').textContent);
    const root = document.documentElement;
    const colours = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9'];
    const settings = { responsive: true, displaylogo: false, displayModeBar: 'hover' };
    const style = name => getComputedStyle(root).getPropertyValue(name).trim();
    const show = value => value === null ? 'none' : String(Number(Number(value).toPrecision(4)));
    const median = values => {
      const known = values.filter(v => v !== null).sort((a, b) => a - b);
      if (!known.length) return null;
      return (known[(known.length - 1) >> 1] + known[known.length >> 1]) / 2;
    };
    const lowest = values => values.reduce((a, v) => v === null ? a : a === null || v < a ? v : a, null);
    const highest = values => values.reduce((a, v) => v === null ? a : a === null || v > a ? v : a, null);
    // The element of `values` at the places of all axes, by name.
    function element(view, values, places) {
      let index = 0;
      for (const axis of view.axes) index = index * axis.values.length + places[axis.name];
      return values[index];
    }
    const name = (axis, place) => axis.words ? axis.words[place] : show(axis.values[place]);
    const lastAxis = view => view.axes[view.axes.length - 1];
    function layout(extra) {
      const axis = { gridcolor: style('--line'), zerolinecolor: style('--line'), linecolor: style('--ink'),
        ticks: 'outside', exponentformat: 'power' };
      return { paper_bgcolor: style('--soft'), plot_bgcolor: style('--paper'), font: { color: style('--ink'), size: 13 },
        margin: { l: 70, r: 20, t: 45, b: 55 }, hovermode: 'closest', showlegend: true,
        legend: { orientation: 'h', y: 1.02, yanchor: 'bottom', x: 0 },
        ...extra, xaxis: { ...axis, ...extra.xaxis }, yaxis: { ...axis, ...extra.yaxis } };
    }
    const faded = (colour, share) => colour + Math.round(share * 255).toString(16).padStart(2, '0');
    """#

  /// The controls of a view, each a labelled element that the keyboard moves.
  private static let controls = #"""
    let count = 0;
    function control(box, text, input) {
      const label = document.createElement('label');
      input.id = 'control-' + count++;
      label.htmlFor = input.id;
      label.append(text);
      label.append(input);
      box.append(label);
      return label;
    }
    function slider(box, axis, place, changed) {
      const input = document.createElement('input');
      Object.assign(input, { type: 'range', min: 0, max: axis.values.length - 1, step: 1, value: place });
      input.dataset.axis = axis.name;
      const output = document.createElement('output');
      const label = control(box, axis.label, input);
      label.append(output);
      const tell = () => {
        output.textContent = name(axis, input.value);
        input.setAttribute('aria-valuetext', axis.label + ' ' + output.textContent);
      };
      input.addEventListener('input', () => { tell(); changed(Number(input.value)); });
      tell();
      return { set(value) { input.value = value; tell(); } };
    }
    function choice(box, text, options, changed) {
      const input = document.createElement('select');
      options.forEach((text, value) => input.add(new Option(text, value)));
      input.addEventListener('change', () => changed(Number(input.value)));
      control(box, text, input);
    }
    function flag(box, text, isOn, changed) {
      const input = document.createElement('input');
      Object.assign(input, { type: 'checkbox', checked: isOn });
      input.addEventListener('change', () => changed(input.checked));
      const label = control(box, '', input);
      label.classList.add('flag');
      label.append(text);
    }
    function plot(box, view, kind) {
      const div = document.createElement('div');
      div.className = kind;
      div.setAttribute('role', 'img');
      div.setAttribute('aria-label', view.description);
      box.append(div);
      return div;
    }
    """#

  /// Curves over the last axis, and a heat map that chooses another axis's value.
  private static let curves = #"""
    function curves(figure, view) {
      const box = figure.querySelector('.controls'), x = lastAxis(view);
      const seeds = view.axes.find(axis => axis.name === 'seed');
      const others = view.axes.filter(axis => axis !== x && axis !== seeds);
      const state = { places: {}, seed: -1, group: 0, logX: view.isLogarithmic,
        logY: view.groups[0][0].isLogarithmic };
      const sliders = {};
      for (const axis of others) {
        state.places[axis.name] = 0;
        if (axis.values.length < 2) continue;
        sliders[axis.name] = slider(box, axis, 0, place => { state.places[axis.name] = place; draw(); });
      }
      if (view.groups.length > 1) {
        choice(box, 'Quantity', view.groups.map(group => group.map(q => q.label).join(', ')), group => {
          state.group = group;
          state.logY = view.groups[group][0].isLogarithmic;
          draw();
        });
      }
      if (seeds && seeds.values.length > 1) {
        const names = ['all, median and range', ...seeds.values.map(value => 'seed ' + value)];
        choice(box, 'Seeds', names, index => { state.seed = index - 1; draw(); });
      }
      flag(box, 'logarithmic x', state.logX, isOn => { state.logX = isOn; draw(); });
      flag(box, 'logarithmic y', state.logY, isOn => { state.logY = isOn; draw(); });
      const plots = figure.querySelector('.plots');
      const map = view.map ? plot(plots, view, 'map') : null;
      const lines = plot(plots, view, 'lines');
      // The values over seeds at place i of x: all, or the chosen one's.
      const over = (quantity, places, i) => {
        const chosen = !seeds ? [0] : state.seed >= 0 ? [state.seed] : seeds.values.keys();
        return Array.from(chosen, seed =>
          element(view, quantity.values, { ...places, [x.name]: i, ...(seeds ? { seed } : {}) }));
      };
      const row = (quantity, places, how) => Array.from(x.values.keys(), i => how(over(quantity, places, i)));

      function drawLines() {
        const traces = [];
        view.groups[state.group].forEach((quantity, index) => {
          const colour = colours[index % colours.length];
          if (seeds && seeds.values.length > 1 && state.seed < 0) {
            const low = row(quantity, state.places, lowest), high = row(quantity, state.places, highest);
            const edge = { x: x.values, mode: 'lines', line: { width: 0 }, hoverinfo: 'skip', showlegend: false };
            traces.push({ ...edge, y: low }, { ...edge, y: high, fill: 'tonexty', fillcolor: faded(colour, .2) });
          }
          traces.push({ x: x.values, y: row(quantity, state.places, median), name: quantity.label,
            mode: x.values.length > 60 ? 'lines' : 'lines+markers', line: { color: colour },
            hovertemplate: x.label + ' %{x:.4g}<br>' + quantity.label + ' %{y:.4g}<extra></extra>' });
        });
        Plotly.react(lines, traces, layout({
          xaxis: { title: { text: x.label }, type: state.logX ? 'log' : 'linear' },
          yaxis: { title: { text: view.groups[state.group].length > 1 ? '' : view.groups[state.group][0].label },
            type: state.logY ? 'log' : 'linear' } }), settings);
      }
      function drawMap() {
        const axis = view.axes.find(axis => axis.name === view.map.axis), quantity = view.map.quantity;
        const values = Array.from(axis.values.keys(), place =>
          row(quantity, { ...state.places, [axis.name]: place }, median));
        const z = quantity.isLogarithmic
          ? values.map(row => row.map(v => v === null || v <= 0 ? null : Math.log10(v))) : values;
        const known = z.flat().filter(v => v !== null);
        const ticks = [];
        if (quantity.isLogarithmic && known.length) {
          const low = Math.ceil(Math.min(...known)), high = Math.floor(Math.max(...known));
          for (let k = low; k <= high; k += Math.max(1, Math.ceil((high - low) / 6))) ticks.push(k);
        }
        // On an axis of categories a number is a position.
        const at = state.places[axis.name];
        Plotly.react(map, [{ type: 'heatmap', x: x.values.map(String), y: axis.values.map(String), z,
          customdata: values, colorscale: 'Viridis', showlegend: false, hoverongaps: false,
          colorbar: { title: { text: quantity.label, side: 'right' }, ...(ticks.length ? { tickvals: ticks,
            ticktext: ticks.map(k => '10<sup>' + k + '</sup>') } : {}) },
          hovertemplate: x.label + ' %{x}<br>' + axis.label + ' %{y}<br>' + quantity.label
            + ' %{customdata:.4g}<extra></extra>' }],
          layout({ showlegend: false, xaxis: { title: { text: x.label }, type: 'category', nticks: 8,
            tickvals: x.values.map(String), ticktext: x.values.map(show) },
            yaxis: { title: { text: axis.label }, type: 'category', tickvals: axis.values.map(String),
              ticktext: axis.values.map((_, place) => name(axis, place)) },
            shapes: [{ type: 'line', xref: 'paper', x0: 0, x1: 1, y0: at, y1: at,
              line: { color: style('--ink'), width: 2, dash: 'dot' } }] }), settings);
      }
      function tell() {
        const where = others.filter(axis => axis.values.length > 1)
          .map(axis => axis.label + ' ' + name(axis, state.places[axis.name]));
        const best = view.groups[state.group].map(quantity => {
          const values = row(quantity, state.places, median);
          const [word, best] = quantity.isLogarithmic ? ['lowest ', lowest(values)] : ['highest ', highest(values)];
          return best === null ? quantity.label + ': no values'
            : word + quantity.label + ' ' + show(best) + ' at ' + x.label + ' ' + show(x.values[values.indexOf(best)]);
        });
        figure.querySelector('.selection').textContent = [...where, ...best].join('; ');
      }
      function draw() {
        drawLines();
        if (map) drawMap();
        tell();
      }
      draw();
      if (map) {
        map.on('plotly_click', event => {
          const axis = view.axes.find(axis => axis.name === view.map.axis);
          const place = axis.values.map(String).indexOf(String(event.points[0].y));
          if (place < 0) return;
          state.places[axis.name] = place;
          sliders[axis.name].set(place);
          draw();
        });
      }
      return draw;
    }
    """#

  /// A path in the plane of a group's two quantities, with a player along the last axis.
  private static let trajectory = #"""
    function trajectory(figure, view) {
      const box = figure.querySelector('.controls'), time = lastAxis(view);
      const others = view.axes.slice(0, -1);
      const state = { places: {}, step: time.values.length - 1, timer: null };
      for (const axis of others) {
        state.places[axis.name] = 0;
        if (axis.values.length > 1) slider(box, axis, 0, place => { state.places[axis.name] = place; draw(); });
      }
      const player = slider(box, time, state.step, place => { state.step = place; draw(); });
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = 'Play';
      button.addEventListener('click', () => {
        if (state.timer) return stop();
        if (state.step === time.values.length - 1) state.step = 0;
        button.textContent = 'Pause';
        state.timer = setInterval(() => {
          if (state.step >= time.values.length - 1) return stop();
          player.set(++state.step);
          draw();
        }, 60);
      });
      function stop() {
        clearInterval(state.timer);
        state.timer = null;
        button.textContent = 'Play';
      }
      box.append(button);
      const div = plot(figure.querySelector('.plots'), view, 'path');
      function draw() {
        const [first, second] = view.groups[0];
        const at = quantity => Array.from(time.values.keys(), i =>
          element(view, quantity.values, { ...state.places, [time.name]: i }));
        const x = at(first), y = at(second), i = state.step;
        const hover = time.label + ' %{text}<br>' + first.label + ' %{x:.4g}<br>' + second.label
          + ' %{y:.4g}<extra></extra>';
        const steps = time.values.map(show);
        Plotly.react(div, [
          { x, y, mode: 'lines', line: { color: style('--line') }, hoverinfo: 'skip', name: 'whole path' },
          { x: x.slice(0, i + 1), y: y.slice(0, i + 1), text: steps, mode: 'lines+markers', name: 'up to the step',
            line: { color: colours[0] }, marker: { size: 4 }, hovertemplate: hover },
          { x: [x[0]], y: [y[0]], text: [steps[0]], mode: 'markers', name: 'start',
            marker: { size: 11, symbol: 'star', color: colours[4] }, hovertemplate: hover },
          { x: [x[i]], y: [y[i]], text: [steps[i]], mode: 'markers', name: 'step', marker: { size: 11,
            color: colours[1] }, hovertemplate: hover }],
          layout({ xaxis: { title: { text: first.label }, type: view.isLogarithmic ? 'log' : 'linear' },
            yaxis: { title: { text: second.label } } }), settings);
        figure.querySelector('.selection').textContent =
          time.label + ' ' + steps[i] + ': ' + first.label + ' ' + show(x[i]) + ', ' + second.label + ' ' + show(y[i]);
      }
      draw();
      return draw;
    }
    """#

  /// Draws all views; again when the colours change.
  private static let start = #"""
    const button = document.getElementById('theme');
    function paint(isDark) {
      root.dataset.theme = isDark ? 'dark' : 'light';
      button.setAttribute('aria-pressed', String(isDark));
    }
    paint(matchMedia('(prefers-color-scheme: dark)').matches);
    const redraws = Array.from(document.querySelectorAll('.view'), figure => {
      const view = views[figure.dataset.view];
      return (view.kind === 'curves' ? curves : trajectory)(figure, view);
    });
    button.addEventListener('click', () => {
      paint(root.dataset.theme !== 'dark');
      redraws.forEach(draw => draw());
    });
    root.dataset.ready = '1';
    """#
}
