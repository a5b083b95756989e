/** What samples come to at a layer of a network: a row of numbers each. */
import { sizeOf } from '#/core/arch/sizeOf';
import { bodyOf } from '#/core/bodies/registry';
import { TetradError } from '#/core/protocol/errors';
import type { EncodeRequest, Pooling } from '#/core/protocol/predict';
import type { Activation } from '../bodies/bodyEngine';
import type { OpenModel } from './openModel';

export function atLayer(
  {
    activations,
    version: { body },
  }: Pick<OpenModel, 'activations'> & { version: Pick<OpenModel['version'], 'body'> },
  { node, pooled }: NonNullable<EncodeRequest['at']>,
) {
  if (!activations)
    throw new TetradError({
      code: 'badInput',
      message: `${bodyOf(body).title} has no layers whose values could be read.`,
      place: 'modelVersionId',
      hint: 'Choose a version that is a network.',
    });
  return async (features: Float32Array, rows: number): Promise<Float32Array> => {
    const seen = (await activations(features, rows, [node])).get(node);
    if (seen) return pool(seen, pooled);
    throw new TetradError({
      code: 'badInput',
      message: `The network has no layer "${node}".`,
      place: 'cut',
      hint: 'Choose one of models.cuts.',
    });
  };
}

/** Of each channel over all its positions; `none`: everything, position by position. */
function pool({ shape: [rows = 0, ...rest], values }: Activation, how: Pooling): Float32Array {
  const channels = rest.at(-1) ?? 1;
  const positions = sizeOf(rest) / channels;
  if (how === 'none' || positions === 1) return values;
  const pooled = new Float32Array(rows * channels).fill(how === 'max' ? Number.NEGATIVE_INFINITY : 0);
  for (let row = 0; row < rows; row++)
    for (let at = 0; at < positions; at++)
      for (let channel = 0; channel < channels; channel++) {
        const into = row * channels + channel;
        const value = values[(row * positions + at) * channels + channel] as number;
        pooled[into] =
          how === 'max'
            ? Math.max(pooled[into] as number, value)
            : (pooled[into] as number) + value / positions;
      }
  return pooled;
}
