/** Images of the same drawn numbers, where the narrow place is learnt to be normal; and validation images, made again. */
import { compileForward } from '#/core/arch/compileForward';
import { decoderOf, isNormal, latentOf } from '#/core/arch/latentOf';
import { sizeOf } from '#/core/arch/sizeOf';
import type { Tensor } from '#/core/layers/layerDef';
import type { MadeImages, Snapshot } from '#/core/protocol/model';
import { normals } from '#/core/random/random';
import { taskOf } from '#/core/tasks/registry';
import { inputShape } from '../step/splitTensors';
import type { MakerContext } from './replay';
import { thinnedImages } from './thinnedImages';

const drawnImages = 16;
const madeAgain = 8;

type Made = Pick<Snapshot, 'drawn' | 'given' | 'again'>;

export async function makeImages(context: MakerContext): Promise<Made> {
  const { spec, tf, stepper } = context;
  const latent = latentOf(spec.arch);
  const made: Made = await againOf(context);
  if (!latent || !isNormal(spec.arch, latent)) return made;
  const numbers = normals(spec.config.seed, 'snapshot', 0, drawnImages * latent.width);
  const decode = compileForward(decoderOf(spec.arch, latent), tf);
  const outputs = await stepper.withWeights(
    (views) =>
      decode([tf.tensor2d(numbers, [drawnImages, latent.width])], views, { training: false })[0] as Tensor,
  );
  return { ...made, drawn: shadesOf(context, outputs) };
}

async function againOf(context: MakerContext): Promise<Made> {
  const { spec, tf, stepper, val } = context;
  if (!val) return {};
  const count = Math.min(madeAgain, val.rows);
  const rows = Uint32Array.from({ length: count }, (_, i) => Math.floor((i * val.rows) / count));
  await val.ready(rows);
  const width = sizeOf(inputShape(spec.arch));
  const forward = compileForward(spec.arch, tf);
  const both = await stepper.withWeights((views) => {
    const { input } = val.batch(rows);
    const output = forward([input], views, { training: false })[0] as Tensor;
    return tf.concat([tf.reshape(input, [count, width]), tf.reshape(output, [count, width])], 0);
  });
  const { scales = [] } = spec.task;
  const given = both.slice(0, count * width).map((value, i) => {
    const { mean = 0, std = 1 } = scales[i % scales.length] ?? {};
    return value * std + mean;
  });
  return {
    given: thinnedImages(given, inputShape(spec.arch)),
    again: shadesOf(context, both.slice(count * width)),
  };
}

function shadesOf({ spec }: MakerContext, outputs: Float32Array): MadeImages {
  const shape = inputShape(spec.arch);
  const answers = taskOf(spec.task).decode(spec.task, outputs, sizeOf(shape));
  const shades = new Float32Array(outputs.length);
  answers.forEach(({ field }, i) => shades.set(field ?? [], i * sizeOf(shape)));
  return thinnedImages(shades, shape);
}
