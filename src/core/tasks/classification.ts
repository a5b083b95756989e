import { maxLabels } from '../train/taskKind';
import { labelsOf } from '../transforms/labelsOf';
import { z } from 'zod';
import { TetradError } from '../protocol/errors';
import type { TaskSpec } from '../protocol/train';
import type { GraphBuilder } from '../onnx/graphBuilder';
import { calledClasses } from './calledClasses';
import { largestIndex } from '../stats/largestIndex';
import { largestPerRow, probabilities } from '../train/probabilities';
import { classFigure } from '../evaluation/finalFigure';
import type { ValidationPredictions } from '../evaluation/validationPredictions';
import { defineArtifact } from './artifact';
import { defineTask, type JudgedPart } from './taskDef';

export interface ClassificationTask extends TaskSpec {
  type: 'classification';
  labels: string[];
}

export interface ClassPredictions extends ValidationPredictions {
  labels: string[];
  /** Index into `labels`. */
  truth: Int32Array<ArrayBuffer>;
  /** Row-major [rows, labels]. */
  probabilities: Float32Array<ArrayBuffer>;
}

export const areClasses = (judged: ValidationPredictions): judged is ClassPredictions =>
  judged.kind === classification.type;

const spec = z.object({
  type: z.literal('classification'),
  target: z.string(),
  labels: z.array(z.string()),
  event: z.string().optional(),
  threshold: z.object({ label: z.string(), from: z.number().min(0).max(1) }).optional(),
});

export const classification = defineTask<ClassificationTask, ClassPredictions>({
  type: 'classification',
  title: 'Classification',
  words: { of: 'classification of', answer: 'a label with its probabilities' },
  value: 'class',
  spec,
  of: ({ column: { name, type }, stats: { distinct, distinctCapped, top = [] } }) =>
    (type === 'integer' || type === 'categorical') && !distinctCapped && distinct <= maxLabels
      ? { type: 'classification', target: name, labels: labelsOf(top.map(({ value }) => value)) }
      : undefined,
  judge: 'accuracy',
  loss: 'crossEntropy',
  frames: false,
  answerName: 'label',
  outputWidth: ({ labels }, _inputShape, loss) => loss.outputWidth(labels.length),
  fit: (task) => task,
  encode({ labels }, values) {
    if (values.kind !== 'string')
      throw new TetradError({
        code: 'internal',
        message: 'A classification target must be given as labels.',
      });
    const index = new Map(labels.map((label, i) => [label, i]));
    return Float64Array.from(
      values.data,
      (label) => (label === null ? undefined : index.get(label)) ?? Number.NaN,
    );
  },
  /** Softmax, or sigmoid for one logit; the first of the largest probabilities wins, where no threshold decides. */
  decode(task, output, width) {
    const { labels } = task;
    const shares = probabilities(output, width);
    const classes = labels.length;
    return Array.from(calledClasses(task, shares), (best, row) => ({
      value: labels[best] ?? '',
      probabilities: Array.from(shares.subarray(row * classes, (row + 1) * classes)),
    }));
  },
  compare: (_task, { outputs, width, truth }) => ({ predicted: classesOf(outputs, width), truth }),
  kept: { width: (width) => width, of: rawOutputs },
  columns: {
    names: ({ labels = [] }) => labels.map((label) => `probability ${label}`),
    of: ({ probabilities: shares = [] }) => shares,
    says: (task, shares) =>
      task.labels?.[task.threshold ? (calledClasses(task, shares)[0] ?? 0) : largestIndex(shares)] ?? '',
  },
  artifact: defineArtifact<ClassPredictions>({
    members: { labels: z.array(z.string()).max(100_000) },
    columns: {
      truth: { dtype: 'int32' },
      probabilities: { dtype: 'float32', perRow: ({ labels }) => labels.length },
    },
    damage: ({ labels, truth }) =>
      truth.some((label) => label < 0 || label >= labels.length) ? 'it names an unknown label' : undefined,
  }),
  keep: ({ labels }, { kept, truth }) => ({
    labels,
    truth: Int32Array.from(truth),
    probabilities: Float32Array.from(probabilities(kept.values, kept.width)),
  }),
  figure: (_task, judged, { common }) => classFigure(judged, common),
  errors: {
    of({ labels, truth, probabilities: shares }) {
      const guessed = largestPerRow(shares, labels.length);
      return Float64Array.from(truth, (label, i) => (label === guessed[i] ? 0 : 1));
    },
  },
  report: async () => (await import('../report/classSection')).classSection,
  toOnnx(graph, raw, task, { width, outputs, batch }) {
    const { labels } = task;
    const { label, probabilities: shared = 'probabilities' } = outputs;
    const sigmoid = (logit: string) => graph.node('Sigmoid', [logit]);
    const shares =
      width === 1
        ? graph.node('Concat', [sigmoid(graph.node('Neg', [raw])), sigmoid(raw)], { axis: 1n })
        : graph.node('Softmax', [raw], { axis: -1n });
    graph.output(shares, shared, 'float', [batch, labels.length]);
    const index = calledOnnx(graph, shares, task);
    // A table of strings rather than a LabelEncoder: builds of ONNX Runtime for WebGPU leave ai.onnx.ml out.
    const texts = graph.constant('string', [labels.length], labels, 'labels');
    const text = graph.node('Gather', [texts, index], { axis: 0n }, { hint: 'classLabel' });
    graph.output(text, label, 'string', [batch]);
  },
  describe: ({ target, threshold }, from, { label, probabilities: shared }) =>
    `Predicts ${target} from ${from}: ${label} (text${threshold ? `; ${threshold.label} from a probability of ${threshold.from}` : ''}) and ${shared} (one per label).`,
});

function calledOnnx(graph: GraphBuilder, shares: string, { labels, threshold }: ClassificationTask): string {
  const event = threshold && labels.length === 2 ? labels.indexOf(threshold.label) : -1;
  if (!threshold || event < 0)
    return graph.node('ArgMax', [shares], { axis: 1n, keepdims: 0n }, { hint: 'classIndex' });
  const whole = (value: number) => graph.constant('int64', [], BigInt64Array.of(BigInt(value)));
  const share = graph.node('Gather', [shares, whole(event)], { axis: 1n });
  const from = graph.constant('float', [], Float32Array.of(threshold.from), 'threshold');
  const called = graph.node('GreaterOrEqual', [share, from]);
  return graph.node('Where', [called, whole(event), whole(1 - event)], {}, { hint: 'classIndex' });
}

/** The first of the largest logits; one logit alone decides by its sign, as 0.5 does on the probability. */
function classesOf(outputs: Float32Array, width: number): Int32Array {
  return width === 1
    ? Int32Array.from(outputs, (logit) => (logit > 0 ? 1 : 0))
    : largestPerRow(outputs, width);
}

export function rawOutputs({ outputs, width }: JudgedPart, row: number): Float32Array {
  return outputs.subarray(row * width, (row + 1) * width);
}
