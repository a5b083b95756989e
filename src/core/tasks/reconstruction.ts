/** The image again, through a narrow place: what a network can know of images without any label. */
import { z } from 'zod';
import { sizeOf } from '../arch/sizeOf';
import type { ValidationPredictions } from '../evaluation/validationPredictions';
import type { Ops, Tensor } from '../layers/layerDef';
import { TetradError } from '../protocol/errors';
import type { Scale, TaskSpec } from '../protocol/train';
import { ratioInterval, ratioOf } from '../stats/ratioInterval';
import { defineArtifact } from './artifact';
import { columnOf } from './keptRows';
import { defineTask, type JudgedPart } from './taskDef';

interface ReconstructionTask extends TaskSpec {
  type: 'reconstruction';
}

/** Of each image, in squares of shades, which are 0 to 255. */
export interface PixelPredictions extends ValidationPredictions {
  /** Mean squared error of its pixels. */
  errors: Float64Array<ArrayBuffer>;
  /** The same of the mean shade of the training images. */
  flat: Float64Array<ArrayBuffer>;
}

const spec = z.object({
  type: z.literal('reconstruction'),
  target: z.string(),
  scales: z.array(z.object({ mean: z.number(), std: z.number() })).optional(),
});

/** White. */
const mostShade = 255;

/** Outputs are log-odds of the shade: between black and white whatever they are. */
export const reconstruction = defineTask<ReconstructionTask, PixelPredictions>({
  type: 'reconstruction',
  title: 'Reconstruction',
  words: { of: 'reconstruction of', answer: 'the image, made again' },
  value: 'pixels',
  spec,
  judge: 'explained',
  loss: 'pixelBinaryCrossEntropy',
  frames: false,
  codes: ([height = 1, width = 1, channels = 1]) => ({
    dimensions: ['y', 'x', 'channel'],
    shape: [height, width, channels],
  }),
  answerName: 'reconstruction',
  outputWidth: (_task, inputShape) => sizeOf(inputShape),
  meant: shares,
  shown: standardised,
  onDevice: { width: () => 2, of: squares },
  /** The kind that has pixels sets their scales. */
  fit: (task) => task,
  encode() {
    throw new TetradError({ code: 'internal', message: 'An image is no column.' });
  },
  decode(_task, output, width, whole) {
    return Array.from({ length: output.length / width }, (_, row) => {
      const field = output.slice(row * width, (row + 1) * width);
      let sum = 0;
      for (let i = 0; i < field.length; i++) {
        const shade = mostShade / (1 + Math.exp(-(field[i] as number)));
        sum += shade;
        field[i] = whole ? shade : Math.round(shade);
      }
      return { value: `mean shade ${(sum / width).toFixed(1)}`, field };
    });
  },
  compare(_task, { outputs }) {
    const [predicted, truth] = [0, 1].map((column) =>
      Float64Array.from({ length: outputs.length / 2 }, (_, row) => outputs[2 * row + column] as number),
    ) as [Float64Array, Float64Array];
    return { predicted, truth };
  },
  kept: { width: () => 2, of: ownSquares },
  artifact: defineArtifact<PixelPredictions>({
    members: {},
    columns: { errors: { dtype: 'float64' }, flat: { dtype: 'float64' } },
  }),
  keep: (_task, { kept }) => ({ errors: columnOf(kept, 0), flat: columnOf(kept, 1) }),
  figure(_task, { errors, flat }, { seed }) {
    const interval = ratioInterval({ above: errors }, seed);
    return {
      metric: 'pixelRmse',
      value: Math.sqrt(ratioOf({ above: errors })),
      ...(interval && { low: Math.sqrt(Math.max(0, interval.low)), high: Math.sqrt(interval.high) }),
      free: { answer: 'the mean shade', value: Math.sqrt(ratioOf({ above: flat })) },
    };
  },
  errors: { of: ({ errors }) => errors, mean: { error: 'squared error of pixels', rows: 'images' } },
  report: async () => (await import('../report/reconstructionSection')).reconstructionSection,
  toOnnx(graph, raw, _task, { outputs, batch, inputShape }) {
    const shape = graph.constant(
      'int64',
      [1 + inputShape.length],
      BigInt64Array.from([-1, ...inputShape], BigInt),
    );
    const odds = graph.node('Reshape', [raw, shape]);
    const white = graph.constant('float', [], Float32Array.of(mostShade));
    const shades = graph.node('Mul', [graph.node('Sigmoid', [odds]), white]);
    graph.output(shades, outputs.label, 'float', [batch, ...inputShape]);
  },
  describe: (_task, from, { label, latent }) =>
    `Makes ${from} again from few numbers: ${label}, [batch, height, width, channel], 0 to 255, of the size that the network takes${latent ? `, and ${latent}, these numbers` : ''}.`,
});

/** A standardised image as shares of white, which losses compare with. */
function shares(tf: Ops, target: Tensor, { scales = [{ mean: 0, std: mostShade }] }: TaskSpec): Tensor {
  const row = (of: (scale: Scale) => number) => tf.tensor1d(scales.map((scale) => of(scale) / mostShade));
  const values = tf.reshape(target, [-1, scales.length]);
  const shades = tf.add(
    tf.mul(
      values,
      row(({ std }) => std),
    ),
    row(({ mean }) => mean),
  );
  return tf.reshape(shades, target.shape);
}

/** Log-odds of shades as a standardised image. */
function standardised(tf: Ops, output: Tensor, { scales = [{ mean: 0, std: mostShade }] }: TaskSpec): Tensor {
  const row = (of: (scale: Scale) => number) => tf.tensor1d(scales.map(of));
  const shades = tf.mul(tf.sigmoid(tf.reshape(output, [-1, scales.length])), mostShade);
  return tf.reshape(
    tf.div(
      tf.sub(
        shades,
        row(({ mean }) => mean),
      ),
      row(({ std }) => std),
    ),
    output.shape,
  );
}

/** On the device: of each image the mean squared error, and that of the mean shade. [rows, 2] */
function squares(tf: Ops, output: Tensor, target: Tensor, task: TaskSpec): Tensor {
  const rows = target.shape[0] ?? 1;
  const [truth, mean] = [target, tf.zerosLike(target)].map((image) =>
    tf.reshape(shares(tf, image, task), [rows, -1]),
  );
  const answer = tf.sigmoid(tf.reshape(output, [rows, -1]));
  const of = (made: Tensor) =>
    tf.mul(tf.mean(tf.squaredDifference(made, truth as Tensor), 1, true), mostShade ** 2);
  return tf.concat([of(answer), of(mean as Tensor)], 1);
}

function ownSquares({ outputs, width }: JudgedPart, row: number): Float32Array {
  return outputs.subarray(row * width, (row + 1) * width);
}
