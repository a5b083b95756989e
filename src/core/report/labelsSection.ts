/** Several labels a row: how well each is found. */
import { labelFacts } from '../evaluation/labelFacts';
import type { LabelsPredictions } from '../tasks/multiLabel';
import { html, type Markup } from './markup';
import { numberText, percentText } from './reportPlot';

const shareText = (share: number): string => (Number.isNaN(share) ? '–' : percentText(share));

export function labelsSection(judged: LabelsPredictions): Markup {
  const { byLabel, meanAveragePrecision, microF1, macroF1, subsetAccuracy } = labelFacts(judged);
  return html`<table><tbody><tr><th scope="row">mAP</th><td>${shareText(meanAveragePrecision ?? Number.NaN)}</td></tr><tr><th scope="row">F1, micro</th><td>${shareText(microF1)}</td></tr><tr><th scope="row">F1, macro</th><td>${shareText(macroF1)}</td></tr><tr><th scope="row">Subset accuracy</th><td>${shareText(subsetAccuracy)}</td></tr></tbody></table>
<div class="wide"><table><thead><tr><th scope="col">Label</th><th scope="col">Rows</th><th scope="col">Average precision</th><th scope="col">Precision</th><th scope="col">Recall</th><th scope="col">F1</th></tr></thead>
<tbody>${byLabel.map(
    ({ label, rows, averagePrecision, precision, recall, f1 }) =>
      html`<tr><th scope="row">${label}</th><td>${numberText(rows)}</td><td>${shareText(averagePrecision)}</td><td>${shareText(precision)}</td><td>${shareText(recall)}</td><td>${shareText(f1)}</td></tr>`,
  )}</tbody></table></div><p>A label is called from a probability of a half on.</p>`;
}
