/** Which label each pixel of an image is of. */
import { z } from 'zod';
import { segmentationFigure } from '../evaluation/segmentationFigure';
import type { ValidationPredictions } from '../evaluation/validationPredictions';
import type { Ops, Tensor } from '../layers/layerDef';
import { pixelsOf } from '../losses/pixelLosses';
import { TetradError } from '../protocol/errors';
import type { TaskSpec } from '../protocol/train';
import { probabilities } from '../train/probabilities';
import { defineArtifact } from './artifact';
import { defineTask, type JudgedPart } from './taskDef';

interface SegmentationTask extends TaskSpec {
  type: 'segmentation';
}

/** Pixels of each image by label, row-major [rows, labels]: what they overlap in is computed from these. */
export interface MaskPredictions extends ValidationPredictions {
  labels: string[];
  /** Rightly answered. */
  both: Float32Array<ArrayBuffer>;
  answered: Float32Array<ArrayBuffer>;
  truth: Float32Array<ArrayBuffer>;
}

const spec = z.object({
  type: z.literal('segmentation'),
  target: z.string(),
  labels: z.array(z.string()).optional(),
  keys: z.array(z.number()).optional(),
});

/** Counts of a label: right, answered, true. */
const counts = 3;
const perLabel = ({ labels }: Pick<MaskPredictions, 'labels'>) => labels.length;

export const segmentation = defineTask<SegmentationTask, MaskPredictions>({
  type: 'segmentation',
  title: 'Segmentation',
  words: { of: 'segmentation by the', answer: 'a label for each pixel' },
  value: 'mask',
  spec,
  judge: 'iou',
  loss: 'crossEntropyDice',
  frames: false,
  codes: ([height = 1, width = 1]) => ({ dimensions: ['y', 'x'], shape: [height, width] }),
  answerName: 'mask',
  outputWidth: ({ labels = [] }, [height = 1, width = 1]) => height * width * labels.length,
  onDevice: { width: ({ labels = [] }) => counts * labels.length, of: overlaps },
  /** The kind that has masks sets the labels. */
  fit: (task) => task,
  encode() {
    throw new TetradError({ code: 'internal', message: 'A mask is no column.' });
  },
  decode({ labels = [] }, output, width, whole) {
    return Array.from({ length: output.length / width }, (_, row) => {
      const logits = output.subarray(row * width, (row + 1) * width);
      const mask = largestOf(logits, labels.length);
      return {
        value: shown(mask, labels),
        mask,
        ...(whole && { field: Float32Array.from(probabilities(logits, labels.length)) }),
      };
    });
  },
  compare({ labels = [] }, { outputs }) {
    const rows = outputs.length / (counts * labels.length);
    const [both, either] = [new Float64Array(rows * labels.length), new Float64Array(rows * labels.length)];
    for (let row = 0, i = 0; row < rows; row++)
      for (let label = 0; label < labels.length; label++, i++) {
        const [right, answered, truth] = [0, 1, 2].map(
          (count) => outputs[(row * counts + count) * labels.length + label] as number,
        ) as [number, number, number];
        both[i] = right;
        either[i] = answered + truth - right;
      }
    return { predicted: both, truth: either };
  },
  kept: { width: (_outputWidth, { labels = [] }) => counts * labels.length, of: countsOf },
  artifact: defineArtifact<MaskPredictions>({
    members: { labels: z.array(z.string()).max(1000) },
    columns: {
      both: { dtype: 'float32', perRow: perLabel },
      answered: { dtype: 'float32', perRow: perLabel },
      truth: { dtype: 'float32', perRow: perLabel },
    },
  }),
  keep({ labels = [] }, { kept }) {
    const part = (count: number) =>
      Float32Array.from(
        { length: kept.values.length / counts },
        (_, i) =>
          kept.values[
            (Math.floor(i / labels.length) * counts + count) * labels.length + (i % labels.length)
          ] as number,
      );
    return { labels, both: part(0), answered: part(1), truth: part(2) };
  },
  figure: (_task, judged) => segmentationFigure(judged),
  errors: {
    of({ labels, both, answered }) {
      const sum = (of: Float32Array, row: number) =>
        of.subarray(row * labels.length, (row + 1) * labels.length).reduce((a, b) => a + b, 0);
      return Float64Array.from(
        { length: both.length / labels.length },
        (_, row) => 1 - sum(both, row) / Math.max(1, sum(answered, row)),
      );
    },
    mean: { error: 'share of wrong pixels', rows: 'images' },
  },
  report: async () => (await import('../report/segmentationSection')).segmentationSection,
  toOnnx(graph, raw, { labels = [] }, { outputs, batch, inputShape: [height = 1, width = 1] }) {
    const shape = BigInt64Array.of(-1n, BigInt(height), BigInt(width), BigInt(labels.length));
    const logits = graph.node('Reshape', [raw, graph.constant('int64', [4], shape)]);
    const shares = graph.node('Softmax', [logits], { axis: -1n });
    graph.output(shares, outputs.probabilities ?? 'probabilities', 'float', [
      batch,
      height,
      width,
      labels.length,
    ]);
    const mask = graph.node('ArgMax', [shares], { axis: 3n, keepdims: 0n });
    graph.output(mask, outputs.label, 'int64', [batch, height, width]);
  },
  describe: ({ labels = [] }, from, { label, probabilities: shares }) =>
    `Says what each pixel of ${from} is: ${label}, numbers of labels (${labels.map((name, i) => `${i}: ${name}`).join(', ')}), and ${shares}, one for each label; both of the size that the network takes.`,
});

/** On the device: of each image pixels by label, rightly answered, answered and true. Row-major [rows, counts × labels]. */
function overlaps(tf: Ops, output: Tensor, target: Tensor): Tensor {
  const { rows, each, labels, logits, truth } = pixelsOf(tf, output, target);
  const answered = tf.mul(
    tf.cast(tf.oneHot(tf.cast(tf.argMax(logits, -1), 'int32'), labels), 'float32'),
    tf.sum(truth, -1, true),
  );
  const perImage = (value: Tensor) => tf.sum(tf.reshape(value, [rows, each, labels]), 1);
  return tf.concat([perImage(tf.mul(answered, truth)), perImage(answered), perImage(truth)], 1);
}

function countsOf({ outputs, width }: JudgedPart, row: number): Float32Array {
  return outputs.subarray(row * width, (row + 1) * width);
}

/** The first of the largest logits of each pixel. */
function largestOf(logits: Float32Array, labels: number): Uint8Array<ArrayBuffer> {
  const mask = new Uint8Array(logits.length / Math.max(1, labels));
  for (let pixel = 0; pixel < mask.length; pixel++) {
    let best = 0;
    for (let label = 1; label < labels; label++)
      if ((logits[pixel * labels + label] as number) > (logits[pixel * labels + best] as number))
        best = label;
    mask[pixel] = best;
  }
  return mask;
}

/** "circle 12.5 %, star 3.0 %": of the picture, the largest first; the first label is the ground. */
function shown(mask: Uint8Array, labels: readonly string[]): string {
  const pixels = new Float64Array(labels.length);
  for (const code of mask) pixels[code] = (pixels[code] as number) + 1;
  const found = labels
    .map((label, code) => ({ label, share: (pixels[code] as number) / Math.max(1, mask.length), code }))
    .filter(({ share, code }) => share > 0 && code > 0)
    .sort((a, b) => b.share - a.share);
  if (found.length === 0) return labels[0] ?? '';
  return found.map(({ label, share }) => `${label} ${(100 * share).toFixed(1)} %`).join(', ');
}
