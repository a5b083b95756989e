/** How odd the rows are. */
import { histogram } from '../stats/histogram';
import { quantileOfSorted } from '../stats/quantile';
import type { OddPredictions } from '../tasks/anomaly';
import { html, type Markup } from './markup';
import { numberText, reportHistogram } from './reportPlot';

const levels = [0.5, 0.9, 0.95, 0.99, 1];

export function oddSection({ score }: OddPredictions): Markup {
  const sorted = Float64Array.from(score).sort();
  return html`<table><tbody>${levels.map(
    (level) =>
      html`<tr><th scope="row">${level === 1 ? 'The highest score' : `${level * 100} % of scores below`}</th><td>${numberText(quantileOfSorted(sorted, level))}</td></tr>`,
  )}</tbody></table>
<div class="plots">${reportHistogram('Scores', 'larger is odder', histogram(score, 40))}</div>`;
}
