/** Numbers with intervals: what the interval held, beside what it promises. */
import { coverageVerdict, factsOfRows, type QuantileFacts } from '../evaluation/quantileFacts';
import { percentOf } from '../quantiles/levels';
import type { QuantilePredictions } from '../tasks/quantiles';
import { html, type Markup } from './markup';
import { numberText, percentText, reportPlot } from './reportPlot';

export function quantileSection(judged: QuantilePredictions): Markup {
  const facts = factsOfRows(judged);
  return html`<p><strong>${coverageVerdict(facts)}</strong></p>
<table><tbody><tr><th scope="row">Coverage</th><td>${percentText(facts.coverage)}</td></tr><tr><th scope="row">Promised</th><td>${percentText(facts.promised)}</td></tr><tr><th scope="row">Mean width</th><td>${numberText(facts.width)}</td></tr><tr><th scope="row">Pinball loss</th><td>${numberText(facts.pinball)}</td></tr><tr><th scope="row">MAE of the median</th><td>${numberText(facts.mae)}</td></tr></tbody></table>
${calibration(judged.levels, facts)}`;
}

export const calibration = (levels: readonly number[], { below }: QuantileFacts): Markup =>
  html`<table><thead><tr><th scope="col">Quantile</th><th scope="col">Values at or below</th></tr></thead><tbody>${levels.map(
    (level, i) =>
      html`<tr><th scope="row">${percentOf(level)}</th><td>${percentText(below[i] ?? 0)}</td></tr>`,
  )}</tbody></table>
<div class="plots">${reportPlot({
    title: 'Calibration of the quantiles',
    xLabel: 'level',
    unit: true,
    diagonal: true,
    curves: [{ label: 'share below', points: levels.map((x, i) => ({ x, y: below[i] ?? 0 })) }],
  })}</div>`;
