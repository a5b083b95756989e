import { z } from 'zod';
import { castTo } from '../onnx/dtypes';
import { TetradError } from '../protocol/errors';
import type { TaskSpec } from '../protocol/train';
import { mean } from '../transforms/impute';
import { asNumbers, presentColumn } from '../transforms/numberBlock';
import { safeScale } from '../transforms/scale';
import { rawOutputs } from './classification';
import { commonScale, unscaled } from './scale';
import { numberFigure } from '../evaluation/finalFigure';
import type { ValidationPredictions } from '../evaluation/validationPredictions';
import { defineArtifact } from './artifact';
import { defineTask } from './taskDef';

export interface RegressionTask extends TaskSpec {
  type: 'regression';
}

/** In the target's own unit. */
export interface NumberPredictions extends ValidationPredictions {
  truth: Float64Array<ArrayBuffer>;
  predicted: Float64Array<ArrayBuffer>;
}

export const areNumbers = (judged: ValidationPredictions): judged is NumberPredictions =>
  judged.kind === regression.type;

const spec = z.object({
  type: z.literal('regression'),
  target: z.string(),
  scales: z.array(z.object({ mean: z.number(), std: z.number() })).optional(),
});

export const regression = defineTask<RegressionTask, NumberPredictions>({
  type: 'regression',
  title: 'Regression',
  words: { of: 'regression of', answer: 'a number' },
  value: 'number',
  spec,
  of: ({ column: { name, type } }) => (type === 'integer' ? { type: 'regression', target: name } : undefined),
  judge: 'r2',
  loss: 'mse',
  frames: false,
  answerName: 'value',
  outputWidth: () => 1,
  fit(task, values) {
    const present = presentColumn(asNumbers(values, 'target'), 0);
    if (present.length === 0)
      throw new TetradError({
        code: 'badInput',
        message: `The target "${task.target}" has no numbers to learn from.`,
        place: `column ${task.target}`,
        hint: 'Choose another target, or make it categorical to predict classes.',
      });
    const center = mean(present);
    const variance = present.reduce((sum, value) => sum + (value - center) ** 2, 0) / present.length;
    return { ...task, scales: [{ mean: center, std: safeScale(Math.sqrt(variance), center) }] };
  },
  encode(task, values) {
    const { mean: center, std } = commonScale(task);
    return asNumbers(values, 'target').data.map((value) => (value - center) / std);
  },
  decode(task, output) {
    const { mean: center, std } = commonScale(task);
    return Array.from(output, (value) => ({ value: value * std + center }));
  },
  compare(task, { outputs, truth }) {
    const scale = commonScale(task);
    return { predicted: unscaled(outputs, scale), truth: unscaled(truth, scale) };
  },
  kept: { width: (width) => width, of: rawOutputs },
  artifact: defineArtifact<NumberPredictions>({
    members: {},
    columns: { truth: { dtype: 'float64' }, predicted: { dtype: 'float64' } },
  }),
  keep: (task, { kept, truth }) => ({ truth, predicted: unscaled(kept.values, commonScale(task)) }),
  figure: (task, judged, { seed }) => numberFigure(judged, commonScale(task).mean, seed),
  errors: {
    of: ({ truth, predicted }) => truth.map((value, i) => Math.abs(value - (predicted[i] as number))),
  },
  report: async () => (await import('../report/numberSection')).numberSection,
  toOnnx(graph, raw, task, { outputs, batch, dtype }) {
    const { mean: center, std } = commonScale(task);
    const scalar = (value: number, hint: string) =>
      graph.constant(dtype, [], dtype === 'double' ? Float64Array.of(value) : Float32Array.of(value), hint);
    const column = graph.constant('int64', [1], BigInt64Array.of(-1n));
    const flat = graph.node('Reshape', [raw, column], {}, { hint: 'flat' });
    const exact =
      dtype === 'double' ? graph.node('Cast', [flat], { to: castTo(dtype) }, { hint: 'standardized' }) : flat;
    const scaled = graph.node('Mul', [exact, scalar(std, 'std')]);
    graph.output(graph.node('Add', [scaled, scalar(center, 'mean')]), outputs.label, dtype, [batch]);
  },
  describe: ({ target }, from, { label }) =>
    `Predicts ${target} from ${from}: ${label}, in the target's own unit.`,
});
