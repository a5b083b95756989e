/** Off the plane of principal components, and on it, on the host. */
import { components as def, type ComponentsBody, componentsIn } from '#/core/bodies/components';
import { alongComponents, offComponents } from '#/core/components/components';
import { breathe } from '#/core/protocol/heartbeat';
import { defineBodyEngine } from './bodyEngine';

const rowsPerBreath = 1024;

export const components = defineBodyEngine<ComponentsBody>({
  type: def.type,
  open(spec, tensors) {
    const of = componentsIn(spec, tensors);
    const inPieces = (
      features: Float32Array,
      rows: number,
      width: number,
      answer: (part: Float32Array, rows: number) => ArrayLike<number>,
    ) => {
      const said = new Float32Array(rows * width);
      for (let from = 0; from < rows; from += rowsPerBreath) {
        const to = Math.min(from + rowsPerBreath, rows);
        said.set(answer(features.subarray(from * of.width, to * of.width), to - from), from * width);
        breathe();
      }
      return said;
    };
    return {
      run: async (features, rows) =>
        inPieces(features, rows, 1, (part, count) => offComponents(of, part, count)),
      encode: async (features, rows) =>
        inPieces(features, rows, of.count, (part, count) => alongComponents(of, part, count)),
      dispose: () => undefined,
    };
  },
});
