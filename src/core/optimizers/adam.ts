import { z } from 'zod';
import { momentParams, momentSlots, momentStep } from './adaptiveMoments';
import type { OptimizerDef } from './optimizerDef';

const params = z.strictObject(momentParams);

export const adam: OptimizerDef<z.infer<typeof params>> = {
  type: 'adam',
  title: 'Adam',
  summary: 'Scales each step by the recent size of its gradient: works with little tuning.',
  params,
  ...momentSlots,
  update(tf, input, settings) {
    const { change, slots } = momentStep(tf, input, settings);
    return { weight: tf.sub(input.weight, change), slots };
  },
};
