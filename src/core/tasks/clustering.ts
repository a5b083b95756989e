/** Which group of similar rows a row is of: groups that nobody named, found in the rows themselves. */
import { z } from 'zod';
import { meanOf } from '../clusters/groupScores';
import type { ValidationPredictions } from '../evaluation/validationPredictions';
import { TetradError } from '../protocol/errors';
import type { TaskSpec } from '../protocol/train';
import { largestIndex } from '../stats/largestIndex';
import { ratioInterval } from '../stats/ratioInterval';
import { largestPerRow, probabilities } from '../train/probabilities';
import { defineArtifact } from './artifact';
import { rowCountOf } from './untaught';
import { columnOf } from './keptRows';
import { defineTask } from './taskDef';

interface ClusteringTask extends TaskSpec {
  type: 'clustering';
}

export interface GroupPredictions extends ValidationPredictions {
  labels: string[];
  /** Index into `labels`. */
  group: Int32Array<ArrayBuffer>;
  /** How well the row lies in its group, -1 to 1; NaN of rows for which it was not found. */
  silhouette: Float64Array<ArrayBuffer>;
  /** Where it lies along the two directions in which training rows differ most. */
  x: Float64Array<ArrayBuffer>;
  y: Float64Array<ArrayBuffer>;
}

/** Output values: logarithms of shares, of each group and, where a row may be of none, of that. */
export const clustering = defineTask<ClusteringTask, GroupPredictions>({
  type: 'clustering',
  title: 'Clustering',
  words: { of: 'clustering into', answer: 'a group with its probabilities' },
  value: 'group',
  untaught: true,
  spec: z.object({
    type: z.literal('clustering'),
    target: z.string(),
    labels: z.array(z.string()).optional(),
  }),
  judge: 'silhouette',
  loss: '',
  frames: false,
  answerName: 'group',
  outputWidth: ({ labels = [] }) => labels.length,
  fit: (task) => task,
  encode: (_task, values) => new Float64Array(rowCountOf(values)),
  decode(task, output, width) {
    const { labels = [] } = task;
    const shares = probabilities(output, width);
    return Array.from(largestPerRow(output, width), (best, row) => ({
      value: labels[best] ?? '',
      probabilities: Array.from(shares.subarray(row * width, (row + 1) * width)),
    }));
  },
  compare: (_task, { rows }) => ({
    predicted: new Float64Array(rows).fill(Number.NaN),
    truth: new Float64Array(rows),
  }),
  kept: {
    width: () => 4,
    of: ({ outputs, width }, row) => [
      largestIndex(outputs.subarray(row * width, (row + 1) * width)),
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ],
  },
  columns: {
    names: ({ labels = [] }) => labels.map((label) => `probability ${label}`),
    of: ({ probabilities: shares = [] }) => shares,
    says: ({ labels = [] }, shares) => labels[largestIndex(shares)] ?? '',
  },
  artifact: defineArtifact<GroupPredictions>({
    members: { labels: z.array(z.string()).max(100_000) },
    columns: {
      group: { dtype: 'int32' },
      silhouette: { dtype: 'float64' },
      x: { dtype: 'float64' },
      y: { dtype: 'float64' },
    },
    damage: ({ labels, group }) =>
      group.some((label) => label < 0 || label >= labels.length) ? 'it names an unknown group' : undefined,
  }),
  keep: ({ labels = [] }, { kept }) => ({
    labels,
    group: Int32Array.from(columnOf(kept, 0)),
    silhouette: columnOf(kept, 1),
    x: columnOf(kept, 2),
    y: columnOf(kept, 3),
  }),
  figure(_task, { silhouette }, { seed }) {
    const above = silhouette.filter((value) => !Number.isNaN(value));
    if (above.length === 0) return undefined;
    const interval = ratioInterval({ above }, seed);
    return {
      metric: 'silhouette',
      value: meanOf(above),
      ...(interval && { low: Math.max(-1, interval.low), high: Math.min(1, interval.high) }),
    };
  },
  errors: { of: () => undefined },
  report: async () => (await import('../report/groupsSection')).groupsSection,
  toOnnx(graph, raw, { labels = [] }, { outputs, batch }) {
    if (labels.length === 0)
      throw new TetradError({ code: 'corrupt', message: 'The model version names no groups.' });
    const shares = graph.node('Softmax', [raw], { axis: -1n });
    graph.output(shares, outputs.probabilities ?? 'probabilities', 'float', [batch, labels.length]);
    const index = graph.node('ArgMax', [raw], { axis: 1n, keepdims: 0n }, { hint: 'groupIndex' });
    const texts = graph.constant('string', [labels.length], labels, 'groups');
    const text = graph.node('Gather', [texts, index], { axis: 0n }, { hint: 'groupLabel' });
    graph.output(text, outputs.label, 'string', [batch]);
  },
  describe: ({ labels = [] }, from, { label, probabilities: shared }) =>
    `Tells which of ${labels.length} groups of similar rows a row is of, from ${from}: ${label} (text) and ${shared} (one per group).`,
});
