/** Explainable boosting, on the host: the shapes as trees. */
import { additive as def, type AdditiveBody, additiveOf } from '#/core/bodies/additive';
import { termTrees } from '#/core/additive/termTrees';
import { addTrees, baseScores } from '#/core/trees/trees';
import { breathe } from '#/core/protocol/heartbeat';
import { defineBodyEngine } from './bodyEngine';

const treesPerBreath = 50;

export const additive = defineBodyEngine<AdditiveBody>({
  type: def.type,
  open(spec, tensors) {
    const all = termTrees(additiveOf(spec, tensors));
    return {
      async run(features, rows) {
        const scores = baseScores(all, rows);
        for (let from = 0; from < all.starts.length; from += treesPerBreath) {
          addTrees(all, [from, Math.min(from + treesPerBreath, all.starts.length)], features, scores);
          breathe();
        }
        return Float32Array.from(scores);
      },
      dispose: () => undefined,
    };
  },
});
