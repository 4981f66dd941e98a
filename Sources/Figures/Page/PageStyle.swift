/// How a page looks, light and dark.
enum PageStyle {
  static let text = """
    :root { color-scheme: light; --ink: #1b1f24; --paper: #ffffff; --soft: #f3f5f7; --line: #c9ced4; --link: #0b5cad;
      --good: #00654a; --bad: #a3330b; }
    :root[data-theme=dark] { color-scheme: dark; --ink: #e8eaed; --paper: #16191d; --soft: #22272d; --line: #454c55;
      --link: #8cc4ff; --good: #5fd3ae; --bad: #ff9a72; }
    * { box-sizing: border-box; }
    body { margin: 0; font: 16px/1.5 system-ui, 'Liberation Sans', sans-serif; color: var(--ink);
      background: var(--paper); }
    header, nav, main { max-width: 70rem; margin: 0 auto; padding: 0 1.25rem; }
    header { display: flex; justify-content: space-between; align-items: center; gap: 1rem; }
    h1 { font-size: 1.6rem; } h2 { font-size: 1.3rem; margin: 0 0 .25rem; }
    a { color: var(--link); }
    .skip { position: absolute; left: -999px; } .skip:focus { left: 1rem; top: 1rem; background: var(--paper); }
    nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; list-style: none; }
    section { border-top: 1px solid var(--line); padding: 1.5rem 0; }
    .question { margin: .25rem 0 1rem; }
    figure { margin: 1rem 0; padding: .75rem; background: var(--soft); border-radius: .5rem; }
    figcaption { font-weight: 600; margin-bottom: .5rem; }
    .controls { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: end; }
    .controls label { display: flex; flex-direction: column; font-size: .875rem; }
    .controls label.flag { flex-direction: row; gap: .4rem; align-items: center; }
    .controls output { font-variant-numeric: tabular-nums; }
    .controls input[type=range] { width: 12rem; }
    .plots { display: flex; flex-wrap: wrap; gap: .75rem; }
    .plots > div { flex: 1 1 26rem; min-width: 0; height: 26rem; }
    .selection { font-size: .875rem; margin: .5rem 0 0; min-height: 1.5em; }
    .table { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-size: .9rem; }
    caption { text-align: left; font-weight: 600; padding: .5rem 0; }
    th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-top: 1px solid var(--line); }
    .holds { color: var(--good); font-weight: 600; } .misses { color: var(--bad); font-weight: 600; }
    details { margin-top: 1rem; font-size: .9rem; } dl { display: grid; grid-template-columns: max-content 1fr;
      gap: .15rem 1rem; } dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
    button, select, input { font: inherit; } button { padding: .3rem .7rem; cursor: pointer; }
    :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
    """
}
