/** Support rows, on the host. */
import { kernel as def, type KernelBody, supportIn } from '#/core/bodies/kernel';
import { breathe } from '#/core/protocol/heartbeat';
import { kernelSums } from '#/core/svm/kernelSums';
import { defineBodyEngine } from './bodyEngine';

const rowsPerBreath = 256;

export const kernel = defineBodyEngine<KernelBody>({
  type: def.type,
  open(spec, tensors) {
    const of = supportIn(spec, tensors);
    const { width, outputs } = spec;
    return {
      async run(features, rows) {
        const said = new Float32Array(rows * outputs);
        for (let from = 0; from < rows; from += rowsPerBreath) {
          const to = Math.min(from + rowsPerBreath, rows);
          said.set(kernelSums(of, features.subarray(from * width, to * width), to - from), from * outputs);
          breathe();
        }
        return said;
      },
      dispose: () => undefined,
    };
  },
});
