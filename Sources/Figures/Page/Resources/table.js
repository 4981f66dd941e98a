// The values of a figure as tables, made when somebody opens them and after every change while they are open.
const mostRows = 200;

// `tables` gives [caption, headings, rows] of texts for each table.
function valueTables(figure, tables) {
  const details = figure.querySelector('details.values');
  const fill = () => {
    if (!details.open) return;
    details.querySelectorAll('.table').forEach(box => box.remove());
    details.append(...tables().map(([caption, headings, rows]) => tableOf(caption, headings, rows)));
  };
  details.addEventListener('toggle', fill);
  return fill;
}

function tableOf(caption, headings, rows) {
  const step = Math.ceil(rows.length / mostRows);
  const shown = rows.filter((_, index) => index % step === 0 || index === rows.length - 1);
  const table = document.createElement('table');
  table.createCaption().textContent = caption + (step > 1 ? ', ' + shown.length + ' of ' + rows.length + ' rows' : '');
  const head = table.createTHead().insertRow();
  for (const heading of headings) head.append(cell(heading, 'col'));
  const body = table.createTBody();
  for (const [name, ...values] of shown) body.insertRow().append(cell(name, 'row'), ...values.map(value => cell(value)));
  const box = document.createElement('div');
  box.className = 'table';
  Object.assign(box, { tabIndex: 0 });
  box.setAttribute('role', 'group');
  box.setAttribute('aria-label', caption);
  box.append(table);
  return box;
}

function cell(text, scope) {
  const element = document.createElement(scope ? 'th' : 'td');
  if (scope) element.scope = scope;
  element.textContent = text;
  return element;
}
