/** Parts of a mixture, on the host. */
import { mixture as def, type MixtureBody, mixtureOf } from '#/core/bodies/mixture';
import { mixtureOutputs } from '#/core/clusters/mixture';
import { breathe } from '#/core/protocol/heartbeat';
import { defineBodyEngine } from './bodyEngine';

const rowsPerBreath = 4096;

export const mixture = defineBodyEngine<MixtureBody>({
  type: def.type,
  open(spec, tensors) {
    const of = mixtureOf(spec, tensors);
    const { width, parts } = spec;
    return {
      async run(features, rows) {
        const outputs = new Float32Array(rows * parts);
        for (let from = 0; from < rows; from += rowsPerBreath) {
          const to = Math.min(from + rowsPerBreath, rows);
          outputs.set(
            mixtureOutputs(of, features.subarray(from * width, to * width), to - from),
            from * parts,
          );
          breathe();
        }
        return outputs;
      },
      dispose: () => undefined,
    };
  },
});
