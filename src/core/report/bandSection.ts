/** Forecasts with intervals, by channel and by step. */
import { coverageVerdict, factsOfBand, naiveError } from '../evaluation/quantileFacts';
import { unitText } from '../grid/unitText';
import type { BandPredictions } from '../tasks/quantileForecast';
import { html, type Markup } from './markup';
import { calibration } from './quantileSection';
import { numberText, percentText } from './reportPlot';

export const bandSection = (judged: BandPredictions): Markup =>
  html`${judged.channels.map(({ name, unit }, channel) => {
    const all = factsOfBand(judged, channel);
    const naive = judged.period ? `of ${judged.period} steps before` : 'of persistence';
    return html`<h3>${name}${unit ? ` (${unitText(unit)})` : ''}</h3>
<p><strong>${coverageVerdict(all)}</strong></p>
<div class="wide"><table><thead><tr><th scope="col">Step</th><th scope="col">Coverage</th><th scope="col">Mean width</th><th scope="col">Pinball loss</th><th scope="col">MAE of the median</th><th scope="col">${naive}</th><th scope="col">Forecasts</th></tr></thead>
<tbody>${Array.from({ length: judged.steps }, (_, step) => {
      const facts = factsOfBand(judged, channel, step);
      return html`<tr><th scope="row">${step + 1}</th><td>${percentText(facts.coverage)}</td><td>${numberText(facts.width)}</td><td>${numberText(facts.pinball)}</td><td>${numberText(facts.mae)}</td><td>${numberText(naiveError(judged, channel, step))}</td><td>${numberText(facts.values)}</td></tr>`;
    })}</tbody></table></div>
${calibration(judged.levels, all)}`;
  })}`;
