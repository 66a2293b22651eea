/** A share as a bar, beside its figure. */
import { html, type Html } from './html.js';

export function bar(share: number): Html {
  return html`<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
    <rect width="${(share * 100).toFixed(1)}" height="8" />
  </svg>`;
}
