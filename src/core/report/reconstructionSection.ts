/** Reconstructions: how far pixels are off, beside one shade for all. */
import { ratioOf } from '../stats/ratioInterval';
import type { PixelPredictions } from '../tasks/reconstruction';
import { html, type Markup } from './markup';
import { numberText } from './reportPlot';

export function reconstructionSection({ errors, flat }: PixelPredictions): Markup {
  const rows = [
    ['The model', errors],
    ['The mean shade', flat],
  ] as const;
  return html`<table><thead><tr><th></th><th>RMSE of pixels (0 to 255)</th></tr></thead>
<tbody>${rows.map(
    ([name, squares]) =>
      html`<tr><th scope="row">${name}</th><td>${numberText(Math.sqrt(ratioOf({ above: squares })))}</td></tr>`,
  )}</tbody></table>`;
}
