import { z } from 'zod';
import type { OptimizerDef } from './optimizerDef';

const params = z.strictObject({});

export const sgd: OptimizerDef<z.infer<typeof params>> = {
  type: 'sgd',
  title: 'SGD',
  summary: 'Plain gradient descent: needs a well-chosen learning rate.',
  params,
  slots: [],
  update: (tf, { weight, gradient, learningRate }) => ({
    weight: tf.sub(weight, tf.mul(gradient, learningRate)),
    slots: {},
  }),
};
