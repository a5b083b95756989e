/** Stored rows that answer for those nearest to them, on the host. */
import { neighbours as def, type NeighboursBody, storedRows } from '#/core/bodies/neighbours';
import { answerOfNearest } from '#/core/neighbours/answerOfNearest';
import { emptyNearest, findNearest } from '#/core/neighbours/findNearest';
import { rowsPerSearch } from '#/core/neighbours/searchSize';
import { breathe } from '#/core/protocol/heartbeat';
import { defineBodyEngine } from './bodyEngine';

export const neighbours = defineBodyEngine<NeighboursBody>({
  type: def.type,
  open(spec, tensors) {
    const { features: kept, targets } = storedRows(tensors);
    const [rows = 0, width = 0] = kept.shape;
    const stored = { rows, width, features: kept.data };
    const votes = { ...spec, targets: targets.data };
    return {
      async run(features, asked) {
        const nearest = emptyNearest(asked, spec.neighbours);
        const piece = rowsPerSearch(stored);
        for (let from = 0; from < asked; from += piece) {
          findNearest(stored, spec.distance, features, [from, Math.min(from + piece, asked)], nearest);
          breathe();
        }
        return answerOfNearest(nearest, [0, asked], votes);
      },
      dispose: () => undefined,
    };
  },
});
