import { z } from 'zod';
import type { Ops, Tensor } from '../layers/layerDef';
import { classTarget } from './classTarget';
import type { LossDef } from './lossDef';

const params = z.strictObject({});

/** Nats of each token: outputs [batch, places × tokens] against ids [batch, places]. */
export function tokenNats(tf: Ops, output: Tensor, target: Tensor, smoothing: number): Tensor {
  const tokens = output.size / target.size;
  const truth = classTarget(tf, target, tokens, smoothing);
  return tf.neg(tf.sum(tf.mul(truth, tf.logSoftmax(tf.reshape(output, [-1, tokens]))), -1));
}

export const tokenCrossEntropy: LossDef<z.infer<typeof params>> = {
  type: 'tokenCrossEntropy',
  title: 'Cross-entropy of tokens',
  summary: 'Minus the log of the probability given to the token that follows, over all places.',
  value: 'tokens',
  params,
  outputWidth: (classes) => classes,
  perRow: (tf, output, target, _params, smoothing) => tokenNats(tf, output, target, smoothing),
  examples: [
    { output: [[0, 0, 0]], target: [1], expected: Math.log(3) },
    {
      output: [[2, -1, 0.5]],
      target: [0],
      expected: Math.log(Math.exp(2) + Math.exp(-1) + Math.exp(0.5)) - 2,
    },
    { output: [[1e4, -1e4]], target: [1], expected: 2e4 },
  ],
};
