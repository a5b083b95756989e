/** From what a run logged to the curves of its charts, over epochs or over steps. Pure. */
import type { RunStream } from '#/app/stores/runStreams';
import type { Curve } from '#/ui/charts/curve';
import { metricTitle } from '#/ui/charts/metricNames';
import { type ChartTheme, seriesColor } from '#/ui/charts/palette';

export type XAxis = 'epoch' | 'step';

export interface RunChart {
  title: string;
  curves: Curve[];
  /** Losses and rates may be shown on a log axis. */
  loggable: boolean;
}

const groups: {
  title: string;
  names: string[];
  loggable: boolean;
  task?: 'classification' | 'regression';
}[] = [
  { title: 'Loss', names: ['trainLoss', 'valLoss'], loggable: true },
  {
    title: 'Accuracy',
    names: ['trainAccuracy', 'valAccuracy', 'valF1'],
    loggable: false,
    task: 'classification',
  },
  { title: 'Error', names: ['trainMae', 'valMae', 'valRmse'], loggable: true, task: 'regression' },
  { title: 'R²', names: ['valR2'], loggable: false, task: 'regression' },
  { title: 'Learning rate', names: ['learningRate'], loggable: true },
];

export function runCharts(
  stream: Pick<RunStream, 'epochs' | 'losses' | 'prepared'>,
  task: 'classification' | 'regression',
  axis: XAxis,
  theme: ChartTheme,
): RunChart[] {
  const perEpoch = stepsPerEpoch(stream);
  const charts = groups
    .filter((group) => !group.task || group.task === task)
    .map(
      (group): RunChart => ({
        title: group.title,
        loggable: group.loggable,
        curves: group.names.map((name, index) => ({
          id: name,
          label: shortTitle(name, group.title),
          color: seriesColor(theme, index),
          points: stream.epochs.flatMap(({ epoch, step, metrics }) => {
            const y = metrics[name];
            return y === undefined ? [] : [{ x: axis === 'epoch' ? epoch : step, y }];
          }),
        })),
      }),
    );
  const batch: Curve = {
    id: 'batchLoss',
    label: metricTitle('batchLoss'),
    color: seriesColor(theme, 0),
    points: stream.losses.map(({ step, value }) => ({
      x: axis === 'epoch' ? step / perEpoch : step,
      y: value,
    })),
  };
  return [...charts, { title: 'Batch loss', loggable: true, curves: [batch] }];
}

/** Under the title "Loss" it is enough to say "Training". */
function shortTitle(name: string, title: string): string {
  const full = metricTitle(name);
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
