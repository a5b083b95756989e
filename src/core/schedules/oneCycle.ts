import { z } from 'zod';
import { halfCosine } from './cosine';
import type { ScheduleDef } from './scheduleDef';

const params = z.strictObject({
  rise: z
    .number()
    .min(0)
    .max(1)
    .default(0.3)
    .meta({ label: 'Rise (share)', hint: 'Share of the run in which the rate rises.' }),
  startDivisor: z
    .number()
    .min(1)
    .max(1e6)
    .default(25)
    .meta({ label: 'Start divisor', hint: 'The first rate is the learning rate divided by this.' }),
  endDivisor: z
    .number()
    .min(1)
    .max(1e9)
    .default(1e4)
    .meta({ label: 'End divisor', hint: 'The last rate is the first divided by this.' }),
});

/** Smith & Topin 2019, with cosines as PyTorch has it. */
export const oneCycle: ScheduleDef<z.infer<typeof params>> = {
  type: 'oneCycle',
  title: 'One cycle',
  summary: 'Rises to the learning rate, then falls far below its start: fast training at large rates.',
  params,
  factor(step, totalSteps, { rise, startDivisor, endDivisor }) {
    const start = 1 / startDivisor;
    const end = start / endDivisor;
    const at = step - 1;
    const last = Math.max(totalSteps - 1, 1);
    // A run too short to rise starts at the top.
    const top = Math.max(rise * totalSteps - 1, 0);
    if (at < top) return start + (1 - start) * (1 - halfCosine(at / top, 0));
    return top >= last ? 1 : halfCosine(Math.min((at - top) / (last - top), 1), end);
  },
  examples: [
    { step: 1, totalSteps: 100, expected: 0.04 },
    { step: 30, totalSteps: 100, expected: 1 },
    { step: 100, totalSteps: 100, expected: 4e-6 },
    { step: 1, totalSteps: 1, expected: 1 },
  ],
};
