/**
 * A chart's SVG → the same for the inside of a page whose security policy allows no style but its own: style attributes
 * become presentation attributes, and the style of dark pages is left to the page.
 */

/** @param svg as `renderSvg` gives it */
export function inlineSvg(svg: string): string {
  return svg
    .replace(/<style>.*?<\/style>\n?/s, '')
    .replaceAll(/ style="([^"]*)"/g, (_, declarations: string) => asAttributes(declarations))
    .replaceAll(/ (?:ecmeta_\w+|pointer-events|xmlns:xlink|version|baseProfile)="[^"]*"/g, '');
}

/** `font-size:12px;fill:red;` → ` font-size="12px" fill="red"`. */
function asAttributes(declarations: string): string {
  return declarations
    .split(';')
    .filter((declaration) => declaration.includes(':'))
    .map((declaration) => {
      const colon = declaration.indexOf(':');
      return ` ${declaration.slice(0, colon).trim()}="${declaration.slice(colon + 1).trim()}"`;
    })
    .join('');
}
