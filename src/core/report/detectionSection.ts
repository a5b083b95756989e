/** Two classes as detection: at fixed rates of false alarms, and at the threshold of one half. */
import { detectAt, detectFrom, falseAlarmRates, notMedical } from '../evaluation/detection';
import { eventOf } from '../evaluation/eventOf';
import type { ClassPredictions } from '../tasks/classification';
import type { ShareWithInterval } from '../evaluation/wilsonInterval';
import type { Run } from '../protocol/model';
import { html, type Markup } from './markup';
import { numberText, percentText } from './reportPlot';

const threshold = 0.5;

export function detectionSection(judged: ClassPredictions, run: Pick<Run, 'event' | 'task'>): Markup {
  const { labels, truth, probabilities } = judged;
  const { index } = eventOf(judged, run);
  const scores = Float32Array.from(truth, (_, i) => probabilities[i * 2 + index] as number);
  const isEvent = Uint8Array.from(truth, (label) => (label === index ? 1 : 0));
  const row = (at: string, sensitivity: ShareWithInterval, specificity: ShareWithInterval) =>
    html`<tr><th scope="row">${at}</th><td>${interval(sensitivity)}</td><td>${interval(specificity)}</td></tr>`;
  const chosen = detectFrom(scores, isEvent, threshold);
  return html`<h3>Detecting ${labels[index] || '(empty)'}</h3>
<div class="wide"><table><thead><tr><th scope="col">At</th><th scope="col">Sensitivity (95 %)</th><th scope="col">Specificity (95 %)</th></tr></thead>
<tbody>${row(`Threshold ${threshold}`, chosen.sensitivity, chosen.specificity)}${falseAlarmRates.map(
    (rate) => {
      const { resolved, sensitivity, specificity } = detectAt(scores, isEvent, rate);
      const few = `, which needs ${numberText(Math.ceil(1 / rate))} quiet samples (there are ${numberText(specificity.of)}): told without any false alarm`;
      return row(`False-alarm rate ${rate}${resolved ? '' : few}`, sensitivity, specificity);
    },
  )}</tbody></table></div><p>Intervals after Wilson. ${notMedical}</p>`;
}

const interval = ({ share, low, high, of }: ShareWithInterval): string =>
  of === 0 ? '–' : `${percentText(share)} (${percentText(low)} to ${percentText(high)})`;
