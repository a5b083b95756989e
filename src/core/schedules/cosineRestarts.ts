import { z } from 'zod';
import { halfCosine } from './cosine';
import { endParam, type ScheduleDef } from './scheduleDef';

const params = z.strictObject({
  cycles: z
    .int()
    .min(1)
    .max(100)
    .default(3)
    .meta({ label: 'Cycles', hint: 'How often the rate falls; the run is divided among them.' }),
  growth: z
    .int()
    .min(1)
    .max(10)
    .default(2)
    .meta({ label: 'Growth', hint: 'How many times longer each cycle is than the one before.' }),
  end: endParam(0),
});

/** Loshchilov & Hutter 2017. */
export const cosineRestarts: ScheduleDef<z.infer<typeof params>> = {
  type: 'cosineRestarts',
  title: 'Cosine with restarts',
  summary: 'Falls smoothly several times, back at the full rate after each: leaves poor valleys.',
  params,
  factor(step, totalSteps, { cycles, growth, end }) {
    const parts = growth === 1 ? cycles : (growth ** cycles - 1) / (growth - 1);
    let length = Math.max(1, Math.ceil(totalSteps / parts));
    let at = step - 1;
    while (at >= length) {
      at -= length;
      length *= growth;
    }
    return halfCosine(at / length, end);
  },
  examples: [
    { step: 1, totalSteps: 70, expected: 1 },
    { step: 6, totalSteps: 70, expected: 0.5 },
    { step: 11, totalSteps: 70, expected: 1 },
    { step: 21, totalSteps: 70, expected: 0.5 },
    { step: 31, totalSteps: 70, expected: 1 },
    { params: { cycles: 2, growth: 1 }, step: 51, totalSteps: 100, expected: 1 },
  ],
};
