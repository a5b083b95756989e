/** Forecasts of a field by lead time, and whether 4-D pays. */
import { ablationMetrics, type AblationPair } from '../evaluation/ablationPair';
import { ablationVerdict, notTested } from '../evaluation/ablationVerdict';
import type { ChannelSkill } from '../evaluation/forecastSkill';
import { forecastVerdict } from '../evaluation/forecastVerdict';
import type { ForecastPredictions, ValidationPredictions } from '../evaluation/validationPredictions';
import { unitText } from '../grid/unitText';
import { html, type Markup } from './markup';
import { numberText, reportPlot } from './reportPlot';

export interface ReportedPair extends AblationPair {
  /** What both answered on the part; absent in runs of before. */
  judged?: { full: ValidationPredictions; ablation: ValidationPredictions };
}

export const forecastTables = ({ channels }: ForecastPredictions): Markup =>
  html`${channels.map(forecastTable)}<p>Skill: the share of persistence's RMSE that the model takes away. Later leads feed the model its own answers. Climatology is the mean of the training time at every place; correlations are of departures from it. Values that are missing in the truth or at the last known time are left out of every figure.</p>`;

function forecastTable({ channel, unit, leads }: ChannelSkill): Markup {
  const [first] = leads;
  const of = (name: 'model' | 'persistence' | 'climatology') => ({
    label: name,
    points: leads.map(({ lead, rmse }) => ({ x: lead, y: rmse[name] })),
  });
  return html`<h3>${channel}${unit ? ` (${unitText(unit)})` : ''}</h3>
${first && html`<p><strong>${forecastVerdict(first)}</strong></p>`}
<div class="wide"><table><thead><tr><th scope="col">Lead (steps)</th><th scope="col">Skill</th><th scope="col">RMSE</th><th scope="col">of persistence</th><th scope="col">of climatology</th><th scope="col">Anomaly correlation</th><th scope="col">of persistence</th><th scope="col">Forecasts</th></tr></thead>
<tbody>${leads.map(
    ({ lead, rmse, correlation, forecasts }) =>
      html`<tr><th scope="row">${lead}</th><td>${rmse.persistence > 0 ? (1 - rmse.model / rmse.persistence).toFixed(3) : '–'}</td><td>${numberText(rmse.model)}</td><td>${numberText(rmse.persistence)}</td><td>${numberText(rmse.climatology)}</td><td>${correlation.model.toFixed(3)}</td><td>${correlation.persistence.toFixed(3)}</td><td>${numberText(forecasts)}</td></tr>`,
  )}</tbody></table></div>
${
  leads.length > 1
    ? html`<div class="plots">${reportPlot({
        title: `RMSE of ${channel} by lead time`,
        xLabel: 'steps ahead',
        curves: [of('model'), of('persistence'), of('climatology')],
      })}</div>`
    : undefined
}`;
}

export function ablationSection({ full, ablation, part, judged }: ReportedPair): Markup {
  const { text } = judged ? ablationVerdict(judged.full, judged.ablation, part) : notTested;
  const shown = ablationMetrics.filter(
    (name) => full.summary[name] !== undefined && ablation.summary[name] !== undefined,
  );
  return html`<section><h2>Does 4-D pay?</h2><p><strong>${text}</strong></p>
<div class="wide"><table><thead><tr><th scope="col">Figure</th><th scope="col">4-D: ${full.name}</th><th scope="col">3-D, time as channels: ${ablation.name}</th></tr></thead>
<tbody>${shown.map(
    (name) =>
      html`<tr><th scope="row">${name}</th><td>${numberText(full.summary[name])}</td><td>${numberText(ablation.summary[name])}</td></tr>`,
  )}</tbody></table></div></section>`;
}
