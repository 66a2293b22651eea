/**
 * The colours of charts. Series use the palette of Okabe and Ito (Color Universal Design, 2008), told apart also by people
 * who are colour-blind. Each has a twin for dark pages, put in its place by a rule of style that SVG viewers apply and
 * rasterisers do not know.
 */

/** On a light page. */
export const CHART_COLOURS = {
  paper: '#ffffff',
  ink: '#222222',
  /** Ticks, and what matters less. */
  muted: '#666666',
  grid: '#e3e3e3',
  series: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'],
} as const;

/** Light → dark. */
const TWINS: Readonly<Record<string, string>> = {
  '#ffffff': '#161616',
  '#222222': '#eeeeee',
  '#666666': '#aaaaaa',
  '#e3e3e3': '#3a3a3a',
  '#0072b2': '#4aa8e0',
  '#d55e00': '#ff8a3d',
  '#009e73': '#2fc79b',
};

/** A style sheet for the inside of an SVG whose colours stand in `fill` and `stroke`. */
export const DARK_STYLE = `@media(prefers-color-scheme:dark){${Object.entries(TWINS)
  .map(([light, dark]) => `[fill="${light}"]{fill:${dark}}[stroke="${light}"]{stroke:${dark}}`)
  .join('')}}`;
