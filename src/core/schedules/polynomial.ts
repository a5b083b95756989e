import { z } from 'zod';
import { endParam, type ScheduleDef } from './scheduleDef';

const params = z.strictObject({
  power: z
    .number()
    .gt(0)
    .max(20)
    .default(1)
    .meta({ label: 'Power', hint: '1 falls along a line; more falls early, less falls late.' }),
  end: endParam(0),
});

export const polynomial: ScheduleDef<z.infer<typeof params>> = {
  type: 'polynomial',
  title: 'Polynomial',
  summary: 'Falls along a line (or a power of it) towards its end at the last step.',
  params,
  factor: (step, totalSteps, { power, end }) => end + (1 - end) * (1 - (step - 1) / totalSteps) ** power,
  examples: [
    { step: 1, totalSteps: 100, expected: 1 },
    { step: 51, totalSteps: 100, expected: 0.5 },
    { params: { power: 2, end: 0.2 }, step: 51, totalSteps: 100, expected: 0.4 },
  ],
};
