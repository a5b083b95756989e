import { z } from 'zod';
import type { ScheduleDef } from './scheduleDef';

const params = z.strictObject({
  factor: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.1)
    .meta({ label: 'Factor', hint: 'What each drop multiplies the rate by.' }),
  patience: z
    .int()
    .min(0)
    .max(10_000)
    .default(10)
    .meta({ label: 'Patience (epochs)', hint: 'Epochs without improvement that are waited for.' }),
  threshold: z
    .number()
    .min(0)
    .lt(1)
    .default(1e-4)
    .meta({ label: 'Threshold', hint: 'Share by which the loss must fall to count as improvement.' }),
  cooldown: z
    .int()
    .min(0)
    .max(10_000)
    .default(0)
    .meta({ label: 'Cooldown (epochs)', hint: 'Epochs after a drop in which nothing is counted.' }),
  end: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .meta({ label: 'Least (share)', hint: 'Share of the learning rate below which no drop goes.' }),
});

/** A change smaller than this is none, as PyTorch has it. */
const leastChange = 1e-8;

export const plateau: ScheduleDef<z.infer<typeof params>> = {
  type: 'plateau',
  title: 'Reduce on plateau',
  summary: 'Drops when the validation loss has not improved for some epochs.',
  params,
  factor: (_step, _totalSteps, _params, state) => state.factor ?? 1,
  observe(state, loss, { factor, patience, threshold, cooldown, end }) {
    const { factor: now = 1, best = null, stalled = 0, cooling = 0 } = state;
    const improved = best === null || loss < best * (1 - threshold);
    const resting = (cooling ?? 0) > 0;
    const waited = resting || improved ? 0 : (stalled ?? 0) + 1;
    const left = Math.max((cooling ?? 0) - 1, 0);
    const kept = { factor: now, best: improved ? loss : best, stalled: waited, cooling: left };
    if (waited <= patience) return kept;
    const next = Math.max((now ?? 1) * factor, end);
    return {
      ...kept,
      factor: (now ?? 1) - next > leastChange ? next : now,
      stalled: 0,
      cooling: cooldown,
    };
  },
  examples: [{ step: 70, totalSteps: 100, expected: 1 }],
};
