/** Answers that are numbers: how far off, and how that is spread. */
import { histogram } from '../stats/histogram';
import { errorLevels, residuals } from '../stats/residuals';
import type { NumberPredictions } from '../tasks/regression';
import { html, type Markup } from './markup';
import { numberText, reportHistogram } from './reportPlot';

export function numberSection({ truth, predicted }: NumberPredictions): Markup {
  const found = residuals(truth, predicted);
  const facts: [string, number][] = [
    ['MAE', found.mae],
    ['RMSE', found.rmse],
    ['R²', found.r2],
    ['Mean residual (true − predicted)', found.mean],
    ...errorLevels.map((level, i): [string, number] => [
      `${level * 100} % of absolute errors below`,
      found.quantiles[i] as number,
    ]),
  ];
  return html`<table><tbody>${facts.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${numberText(value)}</td></tr>`)}</tbody></table>
<div class="plots">${reportHistogram('Residuals', 'true − predicted', histogram(found.values, 40))}</div>`;
}
