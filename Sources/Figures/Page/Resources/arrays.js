// The views of the page, and arrays over axes.
'use strict';
const views = JSON.parse(document.getElementById('views').textContent,
  (_, value) => value === 'Infinity' ? Infinity : value === '-Infinity' ? -Infinity : value);

const isKnown = value => value !== null && value !== undefined;
const finite = value => Number.isFinite(value) ? value : null;

// Numbers as they are told: whole ones exactly, others to four digits.
function show(value, infinity = 'infinite') {
  if (!isKnown(value)) return 'none';
  if (!Number.isFinite(value)) return value > 0 ? infinity : 'minus ' + infinity;
  if (Number.isInteger(value) && Math.abs(value) < 1e7) return String(value);
  const size = Math.abs(value);
  return size < 1e-3 || size >= 1e7 ? value.toExponential(3).replace(/\.?0*e\+?/, 'e') : String(Number(value.toPrecision(4)));
}
// A label as it stands in a sentence: without its formula or explanation.
const brief = label => label.split(/ = |, | \(/)[0];

// The middle of what is known, or the mean of the middle two; of categories the lower of these two.
function median(values, isCategory = false) {
  const known = values.filter(isKnown).sort((a, b) => a - b);
  if (!known.length) return null;
  const low = known[(known.length - 1) >> 1], high = known[known.length >> 1];
  return isCategory || low === high ? low : (low + high) / 2;
}
const lowest = values => values.reduce((a, v) => !isKnown(v) ? a : a === null || v < a ? v : a, null);
const highest = values => values.reduce((a, v) => !isKnown(v) ? a : a === null || v > a ? v : a, null);

const axisOf = (view, name) => view.axes.find(axis => axis.name === name);
const lastAxis = view => view.axes[view.axes.length - 1];
const places = axis => Array.from(axis.values.keys());
const nameOf = (axis, place) => axis.words ? axis.words[place] : show(axis.values[place]);

// The element of a quantity at places by the names of axes; it need not be over all of them.
function element(view, quantity, at) {
  let index = 0;
  for (const name of quantity.axes) {
    const axis = axisOf(view, name) ?? [view.background?.x, view.background?.y].find(axis => axis?.name === name);
    index = index * axis.values.length + at[name];
  }
  return quantity.values[index];
}

// What stands at every place of the last axis: its own values, or those of a quantity along it.
function abscissa(view, at) {
  const axis = lastAxis(view);
  if (!view.along) return axis.values;
  return places(axis).map(place => element(view, view.along, { ...at, [axis.name]: place }));
}
