/** A forest, on the host. */
import { forest as def, type ForestBody, forestOf } from '#/core/bodies/forest';
import { addForest, forestOutputs } from '#/core/forests/forest';
import { breathe } from '#/core/protocol/heartbeat';
import { defineBodyEngine } from './bodyEngine';

const treesPerBreath = 20;

export const forest = defineBodyEngine<ForestBody>({
  type: def.type,
  open(spec, tensors) {
    const all = forestOf(spec, tensors);
    return {
      async run(features, rows) {
        const sums = new Float64Array(rows * spec.outputs);
        for (let from = 0; from < spec.count; from += treesPerBreath) {
          addForest(all, [from, Math.min(from + treesPerBreath, spec.count)], features, sums);
          breathe();
        }
        return forestOutputs(sums, spec.count, spec.areShares);
      },
      dispose: () => undefined,
    };
  },
});
