import { z } from 'zod';
import type { ScheduleDef } from './scheduleDef';

const params = z.strictObject({
  at: z
    .array(z.number().gt(0).lt(1))
    .max(20)
    .default([0.6, 0.85])
    .meta({ label: 'Drops at (shares)', hint: 'Where the rate drops, as shares of the run: 0.6, 0.85.' }),
  factor: z
    .number()
    .gt(0)
    .max(1)
    .default(0.1)
    .meta({ label: 'Factor', hint: 'What each drop multiplies the rate by.' }),
});

export const step: ScheduleDef<z.infer<typeof params>> = {
  type: 'step',
  title: 'Step',
  summary: 'Drops at chosen moments: by default to a tenth after 60 % of the steps, and again after 85 %.',
  params,
  factor(current, totalSteps, { at, factor }) {
    const done = (current - 1) / totalSteps;
    return factor ** at.filter((share) => done >= share).length;
  },
  examples: [
    { step: 60, totalSteps: 100, expected: 1 },
    { step: 61, totalSteps: 100, expected: 0.1 },
    { step: 100, totalSteps: 100, expected: 0.01 },
    { params: { at: [0.5], factor: 0.3 }, step: 51, totalSteps: 100, expected: 0.3 },
  ],
};
