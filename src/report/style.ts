/** How a report looks: light and dark as the reader has it, on paper light. Widths from a phone's on. */
import { CHART_COLOURS, DARK_STYLE } from '../charts/colours.js';

const { ink, muted, grid, series } = CHART_COLOURS;

/** Classes `shade-0` … `shade-9` of the confusion matrix. At the darkest, letters still have a contrast above 4.5. */
const SHADES = Array.from(
  { length: 10 },
  (_, shade) => `.shade-${shade}{--shade:${shade === 0 ? 0 : 6 + shade * 7}%}`,
).join('\n');

const LIGHT = `--paper:#fff; --ink:${ink}; --muted:${muted}; --line:${grid}; --card:#f6f7f8; --link:#005a8d;
  --right:${series[0]}; --wrong:${series[1]}; --digit:none;`;
const DARK = `--paper:#161616; --ink:#eee; --muted:#aaa; --line:#3a3a3a; --card:#202124; --link:#7cc4f0;
  --digit:invert(1);`;

export const STYLE = `
:root { color-scheme: light dark; ${LIGHT} }
@media screen and (prefers-color-scheme: dark) { :root { ${DARK} } }
${DARK_STYLE.replace('@media(', '@media screen and (')}

* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 62rem;
  background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, 'Helvetica Neue', Arial, 'Hiragino Sans', 'Noto Sans CJK JP', sans-serif;
}
h1, code, figcaption, .unread { overflow-wrap: anywhere; }
h1, h2, h3 { line-height: 1.25; margin: 0; text-wrap: balance; word-break: auto-phrase; }
h1 { font-size: 1.75rem; }
h2 { font-size: 1.3rem; }
h3 { font-size: 1.05rem; }
p { margin: .5rem 0; max-width: 44rem; }
section { margin-top: 3rem; scroll-margin-top: 1rem; }
body > header p { color: var(--muted); margin: .25rem 0 .75rem; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
a { color: var(--link); text-underline-offset: .2em; }
nav a { padding: .2rem 0; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
code { font: .9em/1.4 ui-monospace, 'Cascadia Mono', Menlo, Consolas, monospace; }
button { font: inherit; color: inherit; cursor: pointer; }
figure { margin: 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.skip { position: absolute; left: -100vw; }
.skip:focus { position: static; }

.summary { margin-top: 1.5rem; }
.accuracy { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 1.25rem; margin: 0 0 1rem; max-width: none; }
.accuracy strong { font-size: 3.25rem; line-height: 1.15; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
.accuracy span { color: var(--muted); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; margin: 0; }
.figures div { background: var(--card); border-radius: .5rem; padding: .7rem .9rem; }
.figures dt { color: var(--muted); font-size: .875rem; }
.figures dd { margin: 0; font-size: .875rem; color: var(--muted); }
.figures strong { display: block; font-size: 1.35rem; color: var(--ink); font-variant-numeric: tabular-nums; }

.matrix { width: 100%; max-width: 34rem; table-layout: fixed; margin-top: 1rem; }
.matrix th { font-weight: 600; padding: .2rem; }
.matrix .axis { color: var(--muted); font-weight: 400; font-size: .8rem; }
.matrix td { padding: 1px; }
.matrix td > * {
  display: grid; place-items: center; width: 100%; height: 2.6rem;
  font-size: .875rem; white-space: nowrap; border: 0; border-radius: 3px; padding: 0;
}
.matrix span { color: var(--muted); }
.matrix button { background: color-mix(in srgb, var(--hue) var(--shade), var(--paper)); }
.matrix button:hover { box-shadow: inset 0 0 0 2px var(--ink); }
.right { --hue: var(--right); }
.wrong { --hue: var(--wrong); }
${SHADES}

[popover] {
  inset: 0; margin: auto; width: min(46rem, 94vw); max-height: 86vh; overflow: hidden; padding: 1rem 1.25rem;
  background: var(--paper); color: var(--ink); border: 1px solid var(--line); border-radius: .75rem;
  box-shadow: 0 1rem 3rem #0006; flex-direction: column;
}
[popover]:popover-open { display: flex; }
[popover]::backdrop { background: #0006; }
[popover] header { display: flex; justify-content: space-between; align-items: center; gap: 1rem; }
[popover] header button { background: var(--card); border: 1px solid var(--line); border-radius: .4rem; padding: .3rem .8rem; }
[popover] p { color: var(--muted); margin: 0 0 .75rem; }
.digits {
  display: grid; grid-template-columns: repeat(auto-fill, minmax(84px, 1fr)); gap: .75rem; overflow-y: auto;
  padding: 3px;
}
.digits figcaption { font-size: .75rem; line-height: 1.35; color: var(--muted); margin-top: .2rem; }
.digits figcaption span { color: var(--ink); }
img { display: block; width: 84px; height: 84px; image-rendering: pixelated; filter: var(--digit); outline: 1px solid #8886; }

.numbers { margin-top: .75rem; }
.numbers th, .numbers td { padding: .3rem .7rem; text-align: right; border-bottom: 1px solid var(--line); }
.numbers td, .numbers tbody th, .numbers span { white-space: nowrap; }
.pair .numbers th, .pair .numbers td { padding-inline: .5rem; }
.numbers thead th { word-break: keep-all; color: var(--muted); font-weight: 400; font-size: .875rem; vertical-align: bottom; }
.numbers tbody th { font-weight: 600; }
.numbers strong { background: color-mix(in srgb, var(--wrong) 22%, var(--paper)); border-radius: 3px; padding: .1rem .3rem; margin: -.1rem -.3rem; }

.cards { list-style: none; margin: 1rem 0 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .75rem; }
.cards figure { display: flex; gap: .9rem; background: var(--card); border-radius: .5rem; padding: .75rem; height: 100%; }
.cards img { flex: none; }
.cards figcaption { flex: 1; min-width: 0; font-size: .875rem; }
.cards p { margin: 0 0 .2rem; display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 .5rem; }
.cards span { color: var(--muted); font-size: .8rem; }
.cards table { width: 100%; }
.cards th { width: 1.2rem; text-align: left; font-weight: 400; padding: 0; }
.cards td { padding: 0; text-align: right; width: 4.2rem; line-height: 1.5; white-space: nowrap; }
.cards .bar { width: auto; padding-right: .4rem; }
.steps { width: 100%; max-width: 34rem; }
.steps .bar { width: 45%; }
.steps .bar rect { fill: var(--right); }
.bar svg { display: block; width: 100%; height: .5rem; background: var(--line); border-radius: 2px; }
.bar rect { fill: var(--wrong); }
.label .bar rect { fill: var(--right); }
.label th { font-weight: 700; }

.pair { display: grid; grid-template-columns: minmax(0, 34rem) minmax(0, 1fr); gap: 0 2rem; align-items: start; }
.beside { display: grid; grid-template-columns: minmax(0, 29rem) minmax(0, 1fr); gap: 1.5rem; align-items: start; margin-top: .75rem; }
.chart svg { display: block; width: 100%; max-width: 30rem; height: auto; }
.key-figure strong { font-size: 1.6rem; font-variant-numeric: tabular-nums; }
details { margin-top: .75rem; }
summary { cursor: pointer; color: var(--link); }
details .numbers { font-size: .8rem; }
details .numbers th, details .numbers td { padding: .2rem .4rem; }

.run { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .35rem 1.25rem; margin: .75rem 0 0; }
.run dt { color: var(--muted); }
.run dd { margin: 0; }
.note { color: var(--muted); font-size: .875rem; }

@media screen and (max-width: 56rem) { .pair, .beside { grid-template-columns: minmax(0, 1fr); } }
@media screen and (max-width: 46rem) {
  .run { grid-template-columns: minmax(0, 1fr); }
  .run { gap: 0; }
  .run dd { margin-bottom: .6rem; }
  .numbers { font-size: .85rem; }
  .numbers th, .numbers td, .pair .numbers th, .pair .numbers td { padding: .3rem; }
  .numbers thead th { font-size: .75rem; }
  details .numbers { font-size: .72rem; }
  details .numbers th, details .numbers td { padding: .2rem; white-space: normal; }
  details .numbers thead th { font-size: .68rem; }
  .matrix td > * { height: 1.9rem; font-size: .68rem; }
  .matrix .axis { font-size: .68rem; padding: 0; }
}
@media screen and (max-width: 22rem) {
  body { padding-inline: .75rem; }
  .numbers { font-size: .75rem; }
  details .numbers th, details .numbers td { padding-inline: .15rem; }
}
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
@media print {
  body { padding: 0; max-width: none; font-size: 10pt; line-height: 1.4; }
  nav, .skip, details, [popover] { display: none !important; }
  section { margin-top: 1.2rem; }
  .accuracy strong { font-size: 2.25rem; }
  .chart svg { max-width: 19rem; }
  .run { gap: .1rem 1rem; font-size: .85em; }
  h2, h3 { break-after: avoid; }
  .matrix, .chart, .cards li, .figures, .numbers { break-inside: avoid; }
  .pair { grid-template-columns: minmax(0, 1fr) 17rem; gap: 1.25rem; }
  .beside { grid-template-columns: 19rem minmax(0, 1fr); gap: 1.25rem; }
  .pair p { font-size: .85em; }
  .matrix td > * { height: 1.6rem; font-size: .7rem; }
  .numbers, .numbers thead th { font-size: .72rem; }
  .numbers th, .numbers td, .pair .numbers th, .pair .numbers td { padding: .2rem .3rem; }
  .cards { grid-template-columns: repeat(3, 1fr); }
  .cards img { width: 56px; height: 56px; }
  .cards figure { padding: .5rem; gap: .6rem; }
  .cards figcaption { font-size: .75rem; }
  .cards td { width: 3.4rem; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
