// The controls of a view, each a labelled element that the keyboard moves.
let count = 0;
function control(box, text, input) {
  const label = document.createElement('label');
  input.id = 'control-' + count++;
  label.htmlFor = input.id;
  label.append(text, input);
  box.append(label);
  return label;
}

function slider(box, axis, place, changed, tell = place => nameOf(axis, place)) {
  const input = document.createElement('input');
  Object.assign(input, { type: 'range', min: 0, max: axis.values.length - 1, step: 1, value: place });
  input.dataset.axis = axis.name;
  const output = document.createElement('output');
  output.htmlFor.add('control-' + count);
  const label = control(box, axis.label, input);
  label.append(output);
  const say = () => {
    output.textContent = tell(Number(input.value));
    input.setAttribute('aria-valuetext', output.textContent);
  };
  input.addEventListener('input', () => { changed(Number(input.value)); say(); });
  say();
  return { set(value) { input.value = value; say(); }, say };
}

function choice(box, text, options, changed) {
  const input = document.createElement('select');
  const fill = options => input.replaceChildren(...options.map((text, value) => new Option(text, value)));
  fill(options);
  input.addEventListener('change', () => changed(Number(input.value)));
  const label = control(box, text, input);
  return { fill(options) { fill(options); label.hidden = options.length < 2; }, set(value) { input.value = value; } };
}

function flag(box, text, isOn, changed) {
  const input = document.createElement('input');
  Object.assign(input, { type: 'checkbox', checked: isOn });
  input.addEventListener('change', () => changed(input.checked));
  const label = control(box, '', input);
  label.classList.add('flag');
  label.append(text);
  return { set(isOn, isPossible) { input.checked = isOn; input.disabled = !isPossible; } };
}

function press(box, text, pressed) {
  const button = document.createElement('button');
  Object.assign(button, { type: 'button', textContent: text });
  button.addEventListener('click', pressed);
  box.append(button);
  return button;
}

// A picture to those who do not see it: its name, and the sentence below it that says what is chosen.
function plot(figure, view, kind) {
  const div = document.createElement('div');
  div.className = kind;
  div.setAttribute('role', 'img');
  div.setAttribute('aria-label', view.description);
  const told = figure.querySelector('.selection');
  told.id ||= 'selection-' + count++;
  div.setAttribute('aria-describedby', told.id);
  figure.querySelector('.plots').append(div);
  return div;
}

// A picture that is also a control: arrow keys move the chosen point by (columns, rows).
function movable(div, label, move) {
  Object.assign(div, { tabIndex: 0 });
  div.setAttribute('role', 'application');
  div.setAttribute('aria-roledescription', 'heat map');
  div.setAttribute('aria-label', label + ' Arrow keys choose a point.');
  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1],
    Home: [-Infinity, 0], End: [Infinity, 0], PageUp: [0, Infinity], PageDown: [0, -Infinity] };
  div.addEventListener('keydown', event => {
    if (!moves[event.key] || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    move(...moves[event.key]);
  });
}
