import { z } from 'zod';
import { batchOf } from '../arch/deviceShape';
import { TetradError } from '../protocol/errors';
import { reshape } from './convOnnx';
import type { LayerDef } from './layerDef';
import { needWeight, oneInput, oneShape } from './oneInput';

const params = z.strictObject({});

function tokensOf(shape: readonly number[]): { tokens: number; channels: number } {
  const [tokens, channels] = shape;
  if (shape.length === 2 && tokens !== undefined && channels !== undefined) return { tokens, channels };
  throw new TetradError({
    code: 'badInput',
    message: `A token can be put behind tokens [tokens, channels], not behind [${shape.join(', ')}].`,
    place: 'inputs.0',
  });
}

/** As the [CLS] of BERT (Devlin et al. 2018, arXiv:1810.04805), but behind the others, where lastTime finds it. */
export const classToken: LayerDef<z.infer<typeof params>> = {
  type: 'classToken',
  title: 'Token for the answer',
  summary: 'One more token behind the others, the same for every sample: it gathers what the answer needs.',
  params,
  inferShape(inputs) {
    const { tokens, channels } = tokensOf(oneShape(inputs));
    return [tokens + 1, channels];
  },
  weights(inputs) {
    const { channels } = tokensOf(oneShape(inputs));
    const init = { kind: 'glorotUniform', fanIn: channels, fanOut: channels } as const;
    return [{ name: 'token', shape: [channels], init, trainable: true, decay: false }];
  },
  forward({ tf, shapes }, inputs, weights) {
    const x = oneInput(inputs);
    const { channels } = tokensOf(oneShape(shapes));
    const batch = batchOf(x, oneShape(shapes));
    // Times ones rather than tiled: the gradient is a sum over the batch.
    const token = tf.mul(
      tf.ones([batch, 1, channels]),
      tf.reshape(needWeight(weights, 'token'), [1, 1, channels]),
    );
    return tf.concat([x, token], 1);
  },
  toOnnx(graph, inputs, weights, _params, shapes) {
    const x = oneInput(inputs);
    const { tokens, channels } = tokensOf(oneShape(shapes));
    const token = needWeight(weights, 'token');
    const series = reshape(graph, x, [-1, tokens, channels]);
    const batch = graph.node('Gather', [
      graph.node('Shape', [series]),
      graph.constant('int64', [1], BigInt64Array.of(0n)),
    ]);
    const shape = graph.node(
      'Concat',
      [batch, graph.constant('int64', [2], BigInt64Array.of(1n, BigInt(channels)))],
      { axis: 0n },
    );
    const own = graph.node('Expand', [graph.constant('float', [1, 1, channels], token.data, 'token'), shape]);
    return graph.node('Concat', [series, own], { axis: 1n });
  },
  examples: [{ inputs: [[4, 3]], params: {} }],
};
