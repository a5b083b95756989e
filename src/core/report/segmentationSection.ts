/** Masks: how answer and truth overlap, by label. */
import { maskFacts } from '../evaluation/maskFacts';
import type { MaskPredictions } from '../tasks/segmentation';
import { html, type Markup } from './markup';
import { numberText } from './reportPlot';

export function segmentationSection(judged: MaskPredictions): Markup {
  return html`<table><thead><tr><th></th><th>IoU</th><th>Dice</th><th>Precision</th><th>Recall</th><th>Share of pixels</th></tr></thead>
<tbody>${maskFacts(judged).map(
    ({ label, iou, dice, precision, recall, share }) =>
      html`<tr><th scope="row">${label}</th><td>${numberText(iou)}</td><td>${numberText(dice)}</td><td>${numberText(precision)}</td><td>${numberText(recall)}</td><td>${numberText(share)}</td></tr>`,
  )}</tbody></table>`;
}
