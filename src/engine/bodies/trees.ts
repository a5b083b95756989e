/** Boosted trees, on the host. */
import { trees as def, type TreesBody, treesOf } from '#/core/bodies/trees';
import { breathe } from '#/core/protocol/heartbeat';
import { putInOrder } from '#/core/trees/inOrder';
import { addTrees, baseScores } from '#/core/trees/trees';
import { defineBodyEngine } from './bodyEngine';

const treesPerBreath = 50;

export const trees = defineBodyEngine<TreesBody>({
  type: def.type,
  open(spec, tensors) {
    const all = treesOf(spec, tensors);
    return {
      async run(features, rows) {
        const scores = baseScores(all, rows);
        for (let from = 0; from < all.starts.length; from += treesPerBreath) {
          addTrees(all, [from, Math.min(from + treesPerBreath, all.starts.length)], features, scores);
          breathe();
        }
        const answers = Float32Array.from(scores);
        if (spec.ordered) putInOrder(answers, spec.base.length);
        return answers;
      },
      dispose: () => undefined,
    };
  },
});
