/**
 * Group normalisation: Wu and He 2018, https://arxiv.org/abs/1803.08494. Over all places and the channels of a group,
 * for each sample alone, so that the size of the batch does not matter. As many groups as channels: instance
 * normalisation (Ulyanov et al. 2016); one group: layer normalisation over the whole sample.
 */
import { z } from 'zod';
import { batchOf } from '../arch/deviceShape';
import { sizeOf } from '../arch/sizeOf';
import type { GraphBuilder } from '../onnx/graphBuilder';
import { TetradError } from '../protocol/errors';
import type { LayerDef, Ops, Tensor } from './layerDef';
import { asValueOnnx } from './oneAxis';
import { normalise } from './normOp';
import { needWeight, oneInput, oneShape } from './oneInput';
import { reshape } from './convOnnx';

export const epsilon = z.number().min(1e-7).max(0.1).default(1e-5).meta({ label: 'Epsilon' });

function groupsOf(shape: readonly number[], groups: number): { channels: number; each: number } {
  const channels = shape.at(-1) ?? 1;
  if (channels % groups === 0) {
    if (sizeOf(shape) > groups) return { channels, each: channels / groups };
    throw new TetradError({
      code: 'badInput',
      message: `Each of ${groups} groups of [${shape.join(', ')}] is a single value, which is its own mean.`,
      place: 'groups',
      hint: 'Use fewer groups, or another normalisation.',
    });
  }
  throw new TetradError({
    code: 'badInput',
    message: `${groups} groups do not divide ${channels} channels.`,
    place: 'groups',
    hint: 'Use a number of groups that divides the number of channels.',
  });
}

const channelWeights = (inputs: number[][]) => {
  const shape = [oneShape(inputs).at(-1) ?? 0];
  const more = { shape, trainable: true, decay: false };
  return [
    { name: 'gamma', init: { kind: 'ones' } as const, ...more },
    { name: 'beta', init: { kind: 'zeros' } as const, ...more },
  ];
};

/** [batch, places, channels] to the mean of each group, again for each of its channels: [batch, 1, channels]. */
function groupMean(tf: Ops, x: Tensor, groups: number, each: number): Tensor {
  const channels = groups * each;
  const ofChannel = tf.mean(x, 1);
  if (each === 1) return tf.reshape(ofChannel, [-1, 1, channels]);
  const ofGroup = tf.mean(tf.reshape(ofChannel, [-1, groups, each]), 2, true);
  return tf.reshape(tf.mul(ofGroup, tf.ones([1, 1, each])), [-1, 1, channels]);
}

function groupMeanOnnx(graph: GraphBuilder, x: string, groups: number, each: number): string {
  const channels = groups * each;
  const mean = (value: string, axis: bigint) =>
    graph.node('ReduceMean', [value], { axes: [axis], keepdims: 1n });
  const ofChannel = mean(x, 1n);
  if (each === 1) return ofChannel;
  const ofGroup = mean(reshape(graph, ofChannel, [-1, groups, each]), 2n);
  const spread = graph.constant('float', [1, 1, each], new Float32Array(each).fill(1), 'each');
  return reshape(graph, graph.node('Mul', [ofGroup, spread]), [-1, 1, channels]);
}

export function groupNormLayer<Params extends { epsilon: number }>(
  which: Pick<LayerDef<Params>, 'type' | 'title' | 'summary' | 'params' | 'examples'>,
  groupsFor: (shape: readonly number[], params: Params) => number,
): LayerDef<Params> {
  const inGroups = (shape: readonly number[], settings: Params) => {
    const groups = groupsFor(shape, settings);
    return { groups, ...groupsOf(shape, groups) };
  };
  return {
    ...which,
    inferShape(inputs, settings) {
      const shape = oneShape(inputs);
      inGroups(shape, settings);
      return [...shape];
    },
    weights: channelWeights,
    forward({ tf, shapes }, inputs, weights, settings) {
      const x = oneInput(inputs);
      const shape = oneShape(shapes);
      const { groups, channels, each } = inGroups(shape, settings);
      const [gamma, beta] = [needWeight(weights, 'gamma'), needWeight(weights, 'beta')];
      const places = sizeOf(shape) / channels;
      const { epsilon } = settings;
      const atOnce = normalise(tf, x, { gamma, beta }, { groups, places, epsilon });
      if (atOnce) return atOnce;
      const table = tf.reshape(x, [batchOf(x, shape), places, channels]);
      const centred = tf.sub(table, groupMean(tf, table, groups, each));
      const variance = groupMean(tf, tf.square(centred), groups, each);
      const scale = tf.mul(gamma, tf.rsqrt(tf.add(variance, epsilon)));
      return tf.reshape(tf.add(tf.mul(centred, scale), beta), x.shape);
    },
    keeps: () => 4,
    toOnnx(graph, inputs, weights, settings, shapes) {
      const shape = oneShape(shapes);
      const { groups, channels, each } = inGroups(shape, settings);
      const [gamma, beta] = [needWeight(weights, 'gamma'), needWeight(weights, 'beta')];
      const table = reshape(graph, oneInput(inputs), [-1, sizeOf(shape) / channels, channels]);
      const centred = graph.node('Sub', [table, groupMeanOnnx(graph, table, groups, each)]);
      const variance = groupMeanOnnx(graph, graph.node('Mul', [centred, centred]), groups, each);
      const small = graph.constant('float', [], Float32Array.of(settings.epsilon), 'epsilon');
      const root = graph.node('Sqrt', [graph.node('Add', [variance, small])]);
      const scale = graph.node('Div', [graph.constant('float', gamma.shape, gamma.data, 'gamma'), root]);
      const shift = graph.constant('float', beta.shape, beta.data, 'beta');
      return asValueOnnx(graph, graph.node('Add', [graph.node('Mul', [centred, scale]), shift]), shape);
    },
  };
}
