/** How odd a row is beside those that were learnt from, and whether it is odd enough to be called so. */
import { z } from 'zod';
import type { ValidationPredictions } from '../evaluation/validationPredictions';
import type { Figure } from '../evaluation/finalFigure';
import { wilsonInterval } from '../evaluation/wilsonInterval';
import { castTo } from '../onnx/dtypes';
import type { TaskSpec } from '../protocol/train';
import { defineArtifact } from './artifact';
import { columnOf } from './keptRows';
import { defineTask } from './taskDef';
import { rowCountOf } from './untaught';

interface AnomalyTask extends TaskSpec {
  type: 'anomaly';
}

export interface OddPredictions extends ValidationPredictions {
  /** Of each row, larger is odder. */
  score: Float64Array<ArrayBuffer>;
  /** Where it lies along the two directions in which training rows differ most. */
  x: Float64Array<ArrayBuffer>;
  y: Float64Array<ArrayBuffer>;
}

export const areOdd = (judged: ValidationPredictions): judged is OddPredictions =>
  judged.kind === anomaly.type;

/** Without a threshold nothing is odd. */
const fromOf = ({ oddFrom = Number.POSITIVE_INFINITY }: TaskSpec): number => oddFrom;

/** The output is the logarithm of the score to base 2. */
export const anomaly = defineTask<AnomalyTask, OddPredictions>({
  type: 'anomaly',
  title: 'Anomaly detection',
  words: { of: 'search for', answer: 'how odd a row is' },
  value: 'oddness',
  untaught: true,
  spec: z.object({ type: z.literal('anomaly'), target: z.string(), oddFrom: z.number().optional() }),
  judge: 'oddShare',
  loss: '',
  frames: false,
  answerName: 'score',
  outputWidth: () => 1,
  fit: (task) => task,
  encode: (_task, values) => new Float64Array(rowCountOf(values)),
  decode: (task, output) =>
    Array.from(output, (raw) => {
      const value = 2 ** raw;
      return { value, odd: value >= fromOf(task) };
    }),
  compare: (task, { outputs }) => ({
    predicted: Float64Array.from(outputs, (raw) => Number(2 ** raw >= fromOf(task))),
    truth: new Float64Array(outputs.length),
  }),
  kept: { width: () => 3, of: ({ outputs }, row) => [2 ** (outputs[row] as number), Number.NaN, Number.NaN] },
  columns: {
    names: () => ['score'],
    of: ({ value }) => [Number(value)],
    says: (task, [score = 0]: ArrayLike<number> & Iterable<number>) =>
      score >= fromOf(task) ? 'odd' : 'usual',
  },
  artifact: defineArtifact<OddPredictions>({
    members: {},
    columns: { score: { dtype: 'float64' }, x: { dtype: 'float64' }, y: { dtype: 'float64' } },
  }),
  keep: (_task, { kept }) => ({ score: columnOf(kept, 0), x: columnOf(kept, 1), y: columnOf(kept, 2) }),
  figure: oddFigure,
  errors: { of: () => undefined },
  report: async () => (await import('../report/oddSection')).oddSection,
  toOnnx(graph, raw, task, { outputs, batch, dtype }) {
    const column = graph.constant('int64', [1], BigInt64Array.of(-1n));
    const flat = graph.node('Reshape', [raw, column]);
    const double = (value: number, hint: string) =>
      graph.constant('double', [], Float64Array.of(value), hint);
    const exact = graph.node('Cast', [flat], { to: castTo('double') });
    const score = graph.node('Pow', [double(2, 'two'), exact], {}, { hint: 'oddness' });
    // No finite number for "never": no score comes near.
    const from = double(Math.min(fromOf(task), Number.MAX_VALUE), 'oddFrom');
    const isOdd = graph.node('Cast', [graph.node('GreaterOrEqual', [score, from])], { to: castTo('int64') });
    graph.output(isOdd, outputs.odd ?? 'odd', 'int64', [batch]);
    const told = dtype === 'double' ? score : graph.node('Cast', [score], { to: castTo(dtype) });
    graph.output(told, outputs.label, dtype, [batch]);
  },
  describe: (task, from, { label, odd }) =>
    `Tells how odd a row is, from ${from}: ${label}, larger is odder, and ${odd}, 1 from a score of ${fromOf(task)} on.`,
});

/** The share of the rows that are called odd. */
export function oddFigure(task: TaskSpec, { score }: Pick<OddPredictions, 'score'>): Figure {
  const odd = score.filter((value) => value >= fromOf(task)).length;
  const interval = wilsonInterval(odd, score.length);
  return {
    metric: 'oddShare',
    value: odd / score.length,
    ...(interval && { low: interval.low, high: interval.high }),
  };
}
