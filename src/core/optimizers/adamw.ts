import { z } from 'zod';
import { momentParams, momentSlots, momentStep } from './adaptiveMoments';
import type { OptimizerDef } from './optimizerDef';
import { decayed, weightDecayParam } from './weightDecay';

const params = z.strictObject({ ...momentParams, weightDecay: weightDecayParam(0.2) });

export const adamw: OptimizerDef<z.infer<typeof params>> = {
  type: 'adamw',
  title: 'AdamW',
  summary: 'Adam with weight decay that does not pass through the moments: the usual first choice.',
  params,
  ...momentSlots,
  update(tf, input, settings) {
    const { change, slots } = momentStep(tf, input, settings);
    return { weight: tf.sub(decayed(tf, input, settings.weightDecay), change), slots };
  },
};
