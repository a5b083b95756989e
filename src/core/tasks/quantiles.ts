/** Of a number: where it lies with a probability, as the ends of an interval and the median. */
import { z } from 'zod';
import { factsOfRows, metricsOfFacts } from '../evaluation/quantileFacts';
import { quantileFigure } from '../evaluation/quantileFigure';
import type { ValidationPredictions } from '../evaluation/validationPredictions';
import { pinball } from '../losses/pinball';
import { castTo } from '../onnx/dtypes';
import type { TaskSpec } from '../protocol/train';
import { endsMovedOnnx, outwardsBy, withEndsMoved } from '../quantiles/conformal';
import {
  coverageOf,
  levelsOf,
  levelsOfCoverage,
  meanPinball,
  medianOf,
  percentOf,
} from '../quantiles/levels';
import { quantileOfSorted } from '../stats/quantile';
import { asNumbers, presentColumn } from '../transforms/numberBlock';
import { defineArtifact } from './artifact';
import { rawOutputs } from './classification';
import { regression } from './regression';
import { commonScale, unscaled } from './scale';
import { defineTask } from './taskDef';

interface QuantilesTask extends TaskSpec {
  type: 'quantiles';
}

/** In the target's own unit. */
export interface QuantilePredictions extends ValidationPredictions {
  levels: number[];
  truth: Float64Array<ArrayBuffer>;
  /** Row-major [rows, levels]. */
  quantiles: Float64Array<ArrayBuffer>;
}

/** Ascending, of which the middle one is the median. */
export const levelsSchema = z
  .array(z.number().gt(0).lt(1))
  .min(3)
  .max(99)
  .refine((levels) => levels.length % 2 === 1, 'The median must be the middle one.');

export const heedsCoverage = ({ lossParams }: { lossParams?: unknown }): { levels: number[] } => {
  const { data } = pinball.params.safeParse(lossParams ?? {});
  return { levels: levelsOfCoverage((data as { coverage: number } | undefined)?.coverage ?? 0.8) };
};

export const quantileNames = (task: TaskSpec): string[] =>
  levelsOf(task).map((level) => `${percentOf(level)} quantile`);

export const quantiles = defineTask<QuantilesTask, QuantilePredictions>({
  type: 'quantiles',
  title: 'Number with interval',
  words: { of: 'quantiles of', answer: 'a number with the interval that is likely to hold it' },
  value: 'quantile',
  spec: z.object({
    type: z.literal('quantiles'),
    target: z.string(),
    levels: levelsSchema.optional(),
    usual: z.array(z.number()).optional(),
    outwards: z.array(z.number()).optional(),
    scales: z.array(z.object({ mean: z.number(), std: z.number() })).optional(),
  }),
  of: ({ column: { name, type } }) =>
    type === 'integer' || type === 'numeric'
      ? { type: 'quantiles', target: name, levels: [...levelsOf({})] }
      : undefined,
  heeds: heedsCoverage,
  judge: 'pinball',
  loss: 'pinball',
  frames: false,
  answerName: 'value',
  outputWidth: (task) => levelsOf(task).length,
  perValue: (task) => levelsOf(task).length,
  fit(task, values) {
    const sorted = presentColumn(asNumbers(values, 'target'), 0).toSorted();
    return {
      ...(regression.fit(task, values) as QuantilesTask),
      usual: levelsOf(task).map((level) => quantileOfSorted(sorted, level)),
    };
  },
  encode: (task, values) => regression.encode(task, values),
  decode(task, output, width) {
    const own = unscaled(withEndsMoved(task, output, width), commonScale(task));
    return Array.from({ length: own.length / width }, (_, row) => {
      const found = [...own.subarray(row * width, (row + 1) * width)];
      return { value: found[medianOf(levelsOf(task))] as number, quantiles: found };
    });
  },
  compare(task, { outputs, truth }) {
    const scale = commonScale(task);
    return { predicted: unscaled(outputs, scale), truth: unscaled(truth, scale), levels: levelsOf(task) };
  },
  kept: { width: (width) => width, of: rawOutputs },
  keptValues: (task) => levelsOf(task).length,
  columns: {
    names: quantileNames,
    of: ({ quantiles: found = [] }) => found,
    says: (task, found) => found[medianOf(levelsOf(task))] as number,
  },
  artifact: defineArtifact<QuantilePredictions>({
    members: { levels: levelsSchema },
    columns: {
      truth: { dtype: 'float64' },
      quantiles: { dtype: 'float64', perRow: ({ levels }) => levels.length },
    },
  }),
  keep: (task, { kept, truth }) => ({
    levels: [...levelsOf(task)],
    truth,
    quantiles: unscaled(withEndsMoved(task, Float32Array.from(kept.values), kept.width), commonScale(task)),
  }),
  settle(task, { kept, truth }) {
    const { mean, std } = commonScale(task);
    const outwards = outwardsBy(
      { levels: levelsOf(task), channels: 1 },
      {
        count: truth.length,
        truth: (i) => ((truth[i] as number) - mean) / std,
        of: (i, level) => kept.values[i * kept.width + level] as number,
      },
    );
    return { ...task, ...(outwards && { outwards }) };
  },
  settledMetrics: (judged) => metricsOfFacts(factsOfRows(judged)),
  figure: ({ usual = [] }, judged, { seed }) =>
    quantileFigure(
      {
        model: pinballs(judged),
        free: judged.truth.map((value) => meanPinball(value, usual, judged.levels)),
        blocks: judged.blocks,
      },
      'the quantiles of the training rows',
      seed,
    ),
  errors: { of: pinballs, mean: { error: 'pinball loss', rows: 'rows' } },
  report: async () => (await import('../report/quantileSection')).quantileSection,
  toOnnx(graph, raw, task, { outputs: { label, quantiles: name = 'quantiles' }, batch, dtype }) {
    const { mean, std } = commonScale(task);
    const levels = levelsOf(task);
    const scalar = (value: number, hint: string) =>
      graph.constant(dtype, [], dtype === 'double' ? Float64Array.of(value) : Float32Array.of(value), hint);
    const flat = graph.constant('int64', [2], BigInt64Array.of(-1n, BigInt(levels.length)));
    const moved = graph.node('Reshape', [endsMovedOnnx(graph, raw, task, 1), flat]);
    const exact = dtype === 'double' ? graph.node('Cast', [moved], { to: castTo(dtype) }) : moved;
    const scaled = graph.node('Mul', [exact, scalar(std, 'std')]);
    const found = graph.node('Add', [scaled, scalar(mean, 'mean')]);
    graph.output(found, name, dtype, [batch, levels.length]);
    const middle = graph.constant('int64', [], BigInt64Array.of(BigInt(medianOf(levels))), 'median');
    graph.output(graph.node('Gather', [found, middle], { axis: 1n }), label, dtype, [batch]);
  },
  describe: (task, from, { label, quantiles: name }) =>
    `Predicts ${task.target} from ${from}: ${label}, its median, and ${name} (${levelsOf(task).map(percentOf).join(', ')}), in the target's own unit. ${percentOf(coverageOf(levelsOf(task)))} of the values are to lie between the outermost.`,
});

/** Of each row, mean over the quantiles. */
export function pinballs({ levels, truth, quantiles: found }: QuantilePredictions): Float64Array {
  return truth.map((value, row) => meanPinball(value, found, levels, row * levels.length));
}
