/** Changes of samples as a training draws them: a pure function of seed, epoch and row, so that a resumed run sees the same. */
import { parseSettings } from '../registry/parseSettings';
import { normals, uniforms } from '../random/random';
import type { Augmentation } from './augmentDef';
import { augments } from './registry';

/** Changes the values of a row in place, as it is in that epoch (from 1), and its mask along: a label of each place. */
export type Augmenter = (values: Float32Array, row: number, epoch: number, mask?: Float32Array) => void;

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
  return (values, row, epoch, mask) => {
    const counter = epoch * 2 ** 32 + row;
    for (const { def, params, stream } of steps) {
      const draw = {
        uniforms: (count: number) => uniforms(seed, stream, counter, count),
        normals: (count: number) => normals(seed, stream, counter, count),
      };
      def.apply(values, shape, params, draw);
      if (mask && def.moves) def.apply(mask, [...shape.slice(0, -1), 1], params, draw);
    }
  };
}
