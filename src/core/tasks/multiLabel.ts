/**
 * Several labels of a row at once, or none. What a row has is learnt as the number of its set of labels; `labelSets`
 * says which labels each set holds, and the loss sees those.
 */
import { z } from 'zod';
import { castTo } from '../onnx/dtypes';
import { labelFigure } from '../evaluation/labelFigure';
import type { ValidationPredictions } from '../evaluation/validationPredictions';
import { labelsIn, listedLabels } from '../labels/labelSets';
import { calledFrom } from '../metrics/labelMetric';
import { TetradError } from '../protocol/errors';
import type { TaskSpec } from '../protocol/train';
import { maxLabels } from '../train/taskKind';
import { sortLabels } from '../transforms/categories';
import { defineArtifact } from './artifact';
import { rawOutputs } from './classification';
import { defineTask } from './taskDef';

interface MultiLabelTask extends TaskSpec {
  type: 'multiLabel';
  labels: string[];
  labelSets?: number[][];
}

export interface LabelsPredictions extends ValidationPredictions {
  labels: string[];
  /** 1 where a row has the label, row-major [rows, labels]. */
  truth: Int32Array<ArrayBuffer>;
  probabilities: Float32Array<ArrayBuffer>;
}

const between = '; ';
/** As float32 everywhere: in the studio as in the exported file. */
const shareOf = (logit: number): number => Math.fround(1 / (1 + Math.exp(-logit)));

const calledText = (labels: readonly string[], shares: ArrayLike<number>): string =>
  labels.filter((_, i) => (shares[i] as number) >= calledFrom).join(between);

/** Row-major [sets, labels]. */
function tableOf({ labels = [], labelSets = [] }: TaskSpec): Float32Array {
  const table = new Float32Array(labels.length * labelSets.length);
  for (const [i, set] of labelSets.entries()) for (const label of set) table[i * labels.length + label] = 1;
  return table;
}

function truthOf(task: TaskSpec, codes: ArrayLike<number>): Int32Array<ArrayBuffer> {
  const { labels = [], labelSets = [] } = task;
  const truth = new Int32Array(codes.length * labels.length);
  for (let row = 0; row < codes.length; row++)
    for (const label of labelSets[codes[row] as number] ?? []) truth[row * labels.length + label] = 1;
  return truth;
}

const keyOf = (set: readonly number[]): string => set.join();

export const multiLabel = defineTask<MultiLabelTask, LabelsPredictions>({
  type: 'multiLabel',
  title: 'Several labels',
  words: { of: 'labels of', answer: 'the labels that are there, each with its probability' },
  value: 'labels',
  spec: z.object({
    type: z.literal('multiLabel'),
    target: z.string(),
    labels: z.array(z.string()),
    labelSets: z.array(z.array(z.int().min(0))).optional(),
  }),
  of({ column: { name, type }, stats }) {
    const isText = type === 'categorical' || type === 'text' || type === 'id';
    const labels = isText ? listedLabels(stats.top, 0) : undefined;
    return labels && { type: 'multiLabel', target: name, labels };
  },
  infer(target, cells) {
    const rows = cells.map((cell) => (cell === null ? undefined : labelsIn(cell)));
    const labels = sortLabels(new Set(rows.flatMap((row) => row ?? [])));
    if (labels.length < 2)
      throw new TetradError({
        code: 'badInput',
        message: `"${target}" has ${labels.length === 1 ? `no label but “${labels[0]}”` : 'no labels'}; several labels need at least two.`,
        place: `column ${target}`,
        hint: 'Write the labels of a row in one cell, "red; round" or ["red", "round"]; [] is none.',
      });
    if (labels.length > maxLabels)
      throw new TetradError({
        code: 'badInput',
        message: `"${target}" has ${labels.length.toLocaleString('en')} different labels; at most ${maxLabels.toLocaleString('en')} can be told apart.`,
        place: `column ${target}`,
        hint: 'Leave rare labels out, or put them together.',
      });
    const index = new Map(labels.map((label, i) => [label, i]));
    const sets = new Map<string, number[]>();
    for (const row of rows) {
      if (!row) continue;
      const set = row.map((label) => index.get(label) as number).sort((a, b) => a - b);
      sets.set(keyOf(set), set);
    }
    return { type: 'multiLabel', target, labels, labelSets: [...sets.values()] };
  },
  judge: 'meanAveragePrecision',
  loss: 'labelCrossEntropy',
  frames: false,
  answerName: 'labels',
  outputWidth: ({ labels }) => labels.length,
  perValue: ({ labels = [] }) => labels.length,
  fit: (task) => task,
  encode({ labels, labelSets = [] }, values) {
    if (values.kind !== 'string')
      throw new TetradError({ code: 'internal', message: 'Labels must be read as text.' });
    const index = new Map(labels.map((label, i) => [label, i]));
    const codes = new Map(labelSets.map((set, code) => [keyOf(set), code]));
    return Float64Array.from(values.data, (cell) => {
      if (cell === null) return Number.NaN;
      const set = labelsIn(cell).flatMap((label) => index.get(label) ?? []);
      return codes.get(keyOf(set.sort((a, b) => a - b))) ?? Number.NaN;
    });
  },
  targetTable: tableOf,
  decode({ labels }, output, width) {
    return Array.from({ length: output.length / width }, (_, row) => {
      const shares = Array.from(output.subarray(row * width, (row + 1) * width), shareOf);
      return { value: calledText(labels, shares), probabilities: shares };
    });
  },
  compare: (task, { outputs, truth }) => ({
    predicted: Float32Array.from(outputs, shareOf),
    truth: truthOf(task, truth),
  }),
  kept: { width: (width) => width, of: rawOutputs },
  columns: {
    names: ({ labels = [] }) => labels.map((label) => `probability ${label}`),
    of: ({ probabilities = [] }) => probabilities,
    says: ({ labels = [] }, row) => calledText(labels, row),
    isRight: (says, known) => labelsIn(String(says)).join() === labelsIn(String(known)).join(),
  },
  artifact: defineArtifact<LabelsPredictions>({
    members: { labels: z.array(z.string()).max(100_000) },
    columns: {
      truth: { dtype: 'int32', perRow: ({ labels }) => labels.length },
      probabilities: { dtype: 'float32', perRow: ({ labels }) => labels.length },
    },
  }),
  keep: (task, { kept, truth }) => ({
    labels: task.labels,
    truth: truthOf(task, truth),
    probabilities: Float32Array.from(kept.values, shareOf),
  }),
  figure: (_task, judged, { seed }) => labelFigure(judged, seed),
  errors: {
    of: ({ labels, truth, probabilities }) =>
      Float64Array.from({ length: truth.length / labels.length }, (_, row) => {
        let wrong = 0;
        for (let i = row * labels.length; i < (row + 1) * labels.length; i++)
          wrong += Number((probabilities[i] as number) >= calledFrom !== (truth[i] as number) > 0);
        return wrong / labels.length;
      }),
    mean: { error: 'share of labels called wrongly', rows: 'rows' },
  },
  report: async () => (await import('../report/labelsSection')).labelsSection,
  toOnnx(graph, raw, { labels }, { outputs: { label, probabilities: shares = 'probabilities' }, batch }) {
    const found = graph.node('Sigmoid', [raw]);
    graph.output(found, shares, 'float', [batch, labels.length]);
    const half = graph.constant('float', [], Float32Array.of(calledFrom), 'called');
    const called = graph.node('GreaterOrEqual', [found, half]);
    graph.output(graph.node('Cast', [called], { to: castTo('int64') }), label, 'int64', [
      batch,
      labels.length,
    ]);
  },
  describe: ({ target, labels }, from, { label, probabilities }) =>
    `Predicts ${target} from ${from}: ${label} [batch, label], 1 where a row has the label, and ${probabilities}, one for each of ${labels.length} labels.`,
});
