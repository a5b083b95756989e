import { z } from 'zod';
import type { ScheduleDef } from './scheduleDef';

const params = z.strictObject({
  end: z
    .number()
    .min(1e-9)
    .max(1)
    .default(0.01)
    .meta({ label: 'End (share)', hint: 'Share of the learning rate that is left at the end of the run.' }),
});

export const exponential: ScheduleDef<z.infer<typeof params>> = {
  type: 'exponential',
  title: 'Exponential',
  summary: 'Falls by the same factor in every step.',
  params,
  factor: (step, totalSteps, { end }) => end ** ((step - 1) / totalSteps),
  examples: [
    { step: 1, totalSteps: 100, expected: 1 },
    { step: 51, totalSteps: 100, expected: 0.1 },
  ],
};
