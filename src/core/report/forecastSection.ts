/** Forecasts of whole frames, by lead time. */
import type { ChannelSkill } from '../evaluation/forecastSkill';
import { forecastVerdict } from '../evaluation/forecastVerdict';
import { unitText } from '../grid/unitText';
import type { ForecastPredictions } from '../tasks/forecast';
import { html, type Markup } from './markup';
import { numberText, reportPlot } from './reportPlot';

export const forecastSection = ({ channels }: ForecastPredictions): Markup =>
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
