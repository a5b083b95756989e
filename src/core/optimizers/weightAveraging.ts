/**
 * A running mean of the weights (EMA), kept as one more slot of the optimiser: it is then updated, saved and
 * resumed with the rest. Its memory grows with the steps up to `decay`, so that the random start is soon forgotten.
 */
import { needSlot } from './needSlot';
import { type OptimizerDef, slotsOf } from './optimizerDef';
import { runningMean } from './runningMean';

export const averageSlot = 'average';

export function withAveraging(optimizer: OptimizerDef, decay: number): OptimizerDef {
  if (decay === 0) return optimizer;
  return {
    ...optimizer,
    slotsFor: (params) => [...slotsOf(optimizer, params), averageSlot],
    update(tf, input, params) {
      const next = optimizer.update(tf, input, params);
      // 0 at the first step: the mean of one value.
      const keep = Math.min(decay, (input.step - 1) / (input.step + 9));
      const average = runningMean(tf, needSlot(input.slots, averageSlot), next.weight, keep);
      return { weight: next.weight, slots: { ...next.slots, [averageSlot]: average } };
    },
  };
}
