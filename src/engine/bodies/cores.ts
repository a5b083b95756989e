/** Core rows, on the host. */
import { cores as def, type CoresBody, coresOf } from '#/core/bodies/cores';
import { coreOutputs } from '#/core/clusters/nearestCore';
import { rowsPerSearch } from '#/core/neighbours/searchSize';
import { breathe } from '#/core/protocol/heartbeat';
import { defineBodyEngine } from './bodyEngine';

export const cores = defineBodyEngine<CoresBody>({
  type: def.type,
  open(spec, tensors) {
    const kept = coresOf(spec, tensors);
    const { width, groups } = spec;
    const piece = rowsPerSearch(kept);
    return {
      async run(features, rows) {
        const outputs = new Float32Array(rows * (groups + 1));
        for (let from = 0; from < rows; from += piece) {
          const to = Math.min(from + piece, rows);
          outputs.set(
            coreOutputs(kept, features.subarray(from * width, to * width), to - from),
            from * (groups + 1),
          );
          breathe();
        }
        return outputs;
      },
      dispose: () => undefined,
    };
  },
});
