/** From what a run logged to the curves of its charts, over epochs or over steps. Pure. */
import { chartGroups, chartOf, type ChartSection } from '#/core/metrics/chartGroups';
import type { TaskSpec } from '#/core/protocol/train';
import type { RunStream } from '#/app/stores/runStreams';
import type { StepFigure } from '#/core/protocol/train';
import type { Curve } from '#/ui/charts/curve';
import { metricTitle } from '#/ui/charts/metricNames';
import { type ChartTheme, seriesColor } from '#/ui/charts/palette';

export type XAxis = 'epoch' | 'step';

export interface RunChart {
  title: string;
  section: ChartSection;
  curves: Curve[];
  /** Losses and rates may be shown on a log axis. */
  loggable: boolean;
}

export function runCharts(
  stream: Pick<RunStream, 'epochs' | 'losses' | 'figures' | 'prepared'>,
  task: TaskSpec['type'],
  axis: XAxis,
  theme: ChartTheme,
): RunChart[] {
  const perEpoch = stepsPerEpoch(stream);
  const atSteps = (name: StepFigure | 'batchLoss', unit: number): Curve['points'] => {
    const values = name === 'batchLoss' ? stream.losses : (stream.figures[name] ?? []);
    return values.map(({ step, value }) => ({
      x: axis === 'epoch' ? step / perEpoch : step,
      y: value / unit,
    }));
  };
  const atEpochs = (name: string, unit: number): Curve['points'] =>
    stream.epochs.flatMap(({ epoch, step, metrics }) => {
      const y = metrics[name];
      return y === undefined ? [] : [{ x: axis === 'epoch' ? epoch : step, y: y / unit }];
    });
  return chartGroups
    .filter((group) => chartOf(group, task))
    .map(({ title, section, loggable, epochs = [], steps = [], unit = 1 }): RunChart => {
      const found = steps.map((name) => [name, atSteps(name, unit)] as const);
      const perStep = found.some(([, points]) => points.length > 0) || epochs.length === 0;
      const series = perStep ? found : epochs.map((name) => [name, atEpochs(name, unit)] as const);
      return {
        title,
        section,
        loggable,
        curves: series.map(([name, points], index) => ({
          id: name,
          label: shortTitle(name, title),
          color: seriesColor(theme, index),
          points,
        })),
      };
    });
}

/** Under the title "Loss" it is enough to say "Training". */
function shortTitle(name: string, titleAndUnit: string): string {
  const full = metricTitle(name);
  const title = titleAndUnit.replace(/ \(.*\)$/, '');
  if (full === title) return titleAndUnit;
  return full.toLowerCase().endsWith(` ${title.toLowerCase()}`) ? full.slice(0, -title.length - 1) : full;
}

export function stepsPerEpoch({ epochs, prepared }: Pick<RunStream, 'epochs' | 'prepared'>): number {
  const last = epochs.at(-1);
  return prepared?.stepsPerEpoch ?? (last && last.epoch > 0 ? last.step / last.epoch : 1);
}

/** Drops curves nobody logged, and charts left without any, once there is something to show. */
export const loggedOnly = (charts: readonly RunChart[]): RunChart[] =>
  charts.every((chart) => chart.curves.every((curve) => curve.points.length === 0))
    ? [...charts]
    : charts
        .map((chart) => ({ ...chart, curves: chart.curves.filter((curve) => curve.points.length > 0) }))
        .filter((chart) => chart.curves.length > 0);
