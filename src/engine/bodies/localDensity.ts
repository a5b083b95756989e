/** How thin it is about rows, on the host. */
import { densitiesOf, localDensity as def, type LocalDensityBody } from '#/core/bodies/localDensity';
import { rowsPerSearch } from '#/core/neighbours/searchSize';
import { localOutputs } from '#/core/outliers/localDensity';
import { breathe } from '#/core/protocol/heartbeat';
import { defineBodyEngine } from './bodyEngine';

export const localDensity = defineBodyEngine<LocalDensityBody>({
  type: def.type,
  open(spec, tensors) {
    const kept = densitiesOf(spec, tensors);
    const { width, neighbours } = spec;
    const piece = rowsPerSearch(kept);
    return {
      async run(features, rows) {
        const outputs = new Float32Array(rows);
        for (let from = 0; from < rows; from += piece) {
          const to = Math.min(from + piece, rows);
          outputs.set(
            localOutputs(kept, features.subarray(from * width, to * width), to - from, neighbours),
            from,
          );
          breathe();
        }
        return outputs;
      },
      dispose: () => undefined,
    };
  },
});
