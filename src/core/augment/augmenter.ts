/** Changes of samples as a training draws them: a pure function of seed, epoch and row, so that a resumed run sees the same. */
import { parseSettings } from '../registry/parseSettings';
import { normals, uniforms } from '../random/random';
import type { Augmentation } from './augmentDef';
import { augments } from './registry';

/** Changes the values of a row in place, as it is in that epoch (from 1). */
export type Augmenter = (values: Float32Array, row: number, epoch: number) => void;

/** `shape`: of a sample, channels last. Undefined where nothing is to change. */
export function augmenterFor(
  wanted: readonly Augmentation[],
  shape: readonly number[],
  seed: number,
): Augmenter | undefined {
  if (wanted.length === 0) return undefined;
  const steps = wanted.map(({ type, params }) => {
    const def = augments.get(type, 'augment');
    return { def, params: parseSettings(def.params, params, `augment.${type}`), stream: `augment/${type}` };
  });
  return (values, row, epoch) => {
    const counter = epoch * 2 ** 32 + row;
    for (const { def, params, stream } of steps)
      def.apply(values, shape, params, {
        uniforms: (count) => uniforms(seed, stream, counter, count),
        normals: (count) => normals(seed, stream, counter, count),
      });
  };
}
