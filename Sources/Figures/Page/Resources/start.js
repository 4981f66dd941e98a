// Draws all views; again when the colours change.
const theme = document.getElementById('theme');
function paint(isDark) {
  root.dataset.theme = isDark ? 'dark' : 'light';
  theme.setAttribute('aria-pressed', String(isDark));
}
paint(matchMedia('(prefers-color-scheme: dark)').matches);
const redraws = Array.from(document.querySelectorAll('.view'), figure => {
  const view = views[figure.dataset.view];
  return (view.kind === 'curves' ? curves : trajectory)(figure, view);
});
theme.addEventListener('click', () => {
  paint(root.dataset.theme !== 'dark');
  redraws.forEach(draw => draw());
});
root.dataset.ready = '1';
