import { chartGroups } from '../metrics/chartGroups';
import type { MetricPoint } from '../protocol/model';
import { html, type Markup } from './markup';
import { reportPlot } from './reportPlot';

/** What the run's page shows of the learning, over epochs; steps lie between them. */
export function curvesSection(metrics: readonly MetricPoint[]): Markup {
  const byName = new Map<string, MetricPoint[]>();
  for (const point of [...metrics].sort((a, b) => a.step - b.step)) {
    const points = byName.get(point.name);
    if (points) points.push(point);
    else byName.set(point.name, [point]);
  }
  const ended = (byName.get('valLoss') ?? byName.get('trainLoss'))?.at(-1);
  const perEpoch = ended && ended.epoch > 0 ? ended.step / ended.epoch : 1;
  return html`<section><h2>Curves</h2><div class="plots">${chartGroups
    .filter(({ section }) => section !== 'machine')
    .map(({ title, epochs = [], steps = [], unit = 1 }) => {
      const perStep = steps.some((name) => byName.has(name));
      return reportPlot({
        title,
        xLabel: 'epoch',
        curves: (perStep ? steps : epochs).map((name) => ({
          label: name,
          points: (byName.get(name) ?? []).map(({ step, epoch, value }) => ({
            x: perStep ? step / perEpoch : epoch,
            y: value / unit,
          })),
        })),
      });
    })}</div></section>`;
}
