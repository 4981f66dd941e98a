// What all plots have in common: colours by theme, axes, and what is drawn where there is nothing.
const root = document.documentElement;
const colours = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9'];
const style = name => getComputedStyle(root).getPropertyValue(name).trim();
const faded = (colour, share) => colour + Math.round(share * 255).toString(16).padStart(2, '0');
const isStill = matchMedia('(prefers-reduced-motion: reduce)');

function layout(extra) {
  const axis = { gridcolor: style('--line'), zerolinecolor: style('--line'), linecolor: style('--ink'),
    ticks: 'outside', exponentformat: 'power', automargin: true };
  return { paper_bgcolor: style('--soft'), plot_bgcolor: style('--paper'), font: { color: style('--ink'), size: 13 },
    margin: { l: 60, r: 15, t: 20, b: 50 }, hovermode: 'closest', showlegend: true,
    legend: { orientation: 'h', y: 1.02, yanchor: 'bottom', x: 0, traceorder: 'normal', itemclick: false, itemdoubleclick: false },
    hoverlabel: { bgcolor: style('--paper'), bordercolor: style('--ink'), font: { color: style('--ink') } },
    ...extra, xaxis: { ...axis, ...extra.xaxis }, yaxis: { ...axis, ...extra.yaxis } };
}

// Draws traces; says so where none has a value.
function render(div, traces, extra) {
  const isEmpty = !traces.some(trace => [trace.z, trace.y].some(values => values?.flat().some(isKnown)));
  const nothing = { text: 'There are no values to draw here.', showarrow: false, xref: 'paper', yref: 'paper',
    x: .5, y: .5 };
  Plotly.react(div, traces, layout({ ...extra, annotations: [...(extra.annotations ?? []), ...(isEmpty ? [nothing] : [])] }),
    { responsive: true, displayModeBar: false });
}

// The ticks of an axis whose values stand at equal distances, at most `most` of them.
function ticks(axis, most) {
  const step = Math.max(1, Math.ceil(axis.values.length / most));
  const shown = places(axis).filter(place => place % step === 0);
  return { tickvals: shown, ticktext: shown.map(place => nameOf(axis, place)) };
}

// Powers of ten as ticks of a colour bar over logarithms, with 2 and 5 times these where they are few, or steps of equal
// ratios.
function logTicks(values) {
  const known = values.flat().filter(isKnown);
  if (!known.length) return {};
  const low = Math.min(...known), high = Math.max(...known);
  const factors = high - low < 2 ? [1, 2, 5] : [1];
  const step = Math.max(1, Math.ceil((high - low) / 6));
  const ticks = [];
  for (let power = Math.floor(low); power <= high; power += step) {
    for (const factor of factors) {
      const place = power + Math.log10(factor);
      if (place >= low - 1e-9 && place <= high + 1e-9) ticks.push([place, factor * 10 ** power]);
    }
  }
  if (ticks.length < 3 && high > low) {
    for (let part = 0; part <= 4; part++) {
      const place = low + (high - low) * part / 4;
      ticks[part] = [place, Number((10 ** place).toPrecision(high - low < .1 ? 3 : 2))];
    }
  }
  return ticks.length ? { tickvals: ticks.map(tick => tick[0]), ticktext: ticks.map(tick => show(tick[1])) } : {};
}
const logarithms = rows => rows.map(row => row.map(v => Number.isFinite(v) && v > 0 ? Math.log10(v) : null));
