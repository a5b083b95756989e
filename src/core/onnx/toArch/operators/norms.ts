/** Normalisations, PRelu, LeakyRelu, Softmax: what has numbers for each channel or an axis of its own. */
import type { OnnxNode } from '../../graphBuilder';
import { type ArchReader, channelsFirst, plain } from '../archReader';
import { type Constant, notALayer } from '../told';
import { whole } from './attributes';
import type { Operator } from './operator';

const [leastEpsilon, mostEpsilon] = [1e-7, 0.1];

function epsilonOf(node: OnnxNode): number {
  const epsilon = whole(node, 'epsilon', 1e-5);
  if (epsilon >= leastEpsilon && epsilon <= mostEpsilon) return epsilon;
  throw notALayer(node, `has an epsilon of ${epsilon}`);
}

export const batchNorm: Operator = (reader, node) => {
  const value = reader.layered(node);
  const [gamma, beta, mean, variance] = [1, 2, 3, 4].map((at) => reader.needed(node, at)) as [
    Constant,
    Constant,
    Constant,
    Constant,
  ];
  const id = reader.make.layer(
    reader.name('norm', gamma),
    'batchNorm',
    { epsilon: epsilonOf(node), momentum: Math.min(0.9999, Math.max(0, whole(node, 'momentum', 0.9))) },
    [reader.channelsLast(node, value)],
    { gamma: gamma.data, beta: beta.data, movingMean: mean.data, movingVariance: variance.data },
  );
  return channelsFirst(id, value.perm.length - 1);
};

export const instanceNorm: Operator = (reader, node) => {
  const value = reader.layered(node);
  const [gamma, beta] = [reader.needed(node, 1), reader.needed(node, 2)];
  const id = reader.make.layer(
    reader.name('norm', gamma),
    'instanceNorm',
    { epsilon: epsilonOf(node) },
    [reader.channelsLast(node, value)],
    { gamma: gamma.data, beta: beta.data },
  );
  return channelsFirst(id, value.perm.length - 1);
};

export const groupNorm: Operator = (reader, node) => {
  const value = reader.layered(node);
  const [gamma, beta] = [reader.needed(node, 1), reader.needed(node, 2)];
  const id = reader.channelsLast(node, value);
  // Before opset 21 there was one number for each group.
  if (gamma.data.length !== reader.make.shapeOf(id).at(-1))
    throw notALayer(node, 'scales groups, not channels');
  const made = reader.make.layer(
    reader.name('norm', gamma),
    'groupNorm',
    { epsilon: epsilonOf(node), groups: whole(node, 'num_groups', 1) },
    [id],
    { gamma: gamma.data, beta: beta.data },
  );
  return channelsFirst(made, value.perm.length - 1);
};

export const layerNorm: Operator = (reader, node) => {
  const value = reader.layered(node);
  const axes = value.perm.length - 1;
  const axis = whole(node, 'axis', -1);
  if (axis !== -1 && axis !== axes) throw notALayer(node, 'goes over more than the last axis');
  const gamma = reader.needed(node, 1);
  const beta = reader.constant(node, 2);
  const id = reader.make.layer(
    reader.name('norm', gamma),
    'layerNorm',
    { epsilon: epsilonOf(node) },
    [reader.asWritten(node, value)],
    { gamma: gamma.data, beta: beta?.data ?? new Float32Array(gamma.data.length) },
  );
  return plain(id, axes);
};

export const leakyRelu: Operator = (reader, node) => {
  const value = reader.layered(node);
  const params = { kind: 'leakyRelu', alpha: whole(node, 'alpha', 0.01) };
  return { ...value, id: reader.make.layer(reader.name('leakyRelu'), 'activation', params, [value.id]) };
};

export const prelu: Operator = (reader, node) => {
  const value = reader.layered(node);
  const slope = reader.needed(node, 1);
  const axes = value.perm.length - 1;
  const id = axes > 1 ? reader.channelsLast(node, value) : reader.asWritten(node, value);
  const channels = reader.make.shapeOf(id).at(-1) ?? 1;
  const isOne = slope.data.length === 1;
  // One for each channel: [channels, 1, 1].
  const fits = slope.data.length === channels && slope.shape[slope.shape.length - axes] === channels;
  if (!isOne && !fits) throw notALayer(node, 'has slopes that are not one for each channel');
  const made = reader.make.layer(reader.name('prelu', slope), 'prelu', {}, [id], {
    slope: isOne ? new Float32Array(channels).fill(slope.data[0] as number) : slope.data,
  });
  return axes > 1 ? channelsFirst(made, axes) : plain(made, axes);
};

const firstByAxis = 13;

export const softmax =
  (kind: 'softmax' | 'logSoftmax'): Operator =>
  (reader, node) => {
    const value = reader.layered(node);
    const axes = value.perm.length - 1;
    const given = whole(node, 'axis', reader.opset < firstByAxis ? 1 : -1);
    const axis = given < 0 ? given + axes + 1 : given;
    // Before opset 13 it went over all axes from this one on.
    if (axis === 0 || (reader.opset < firstByAxis && axis !== axes))
      throw notALayer(node, `goes over axis ${given}`);
    const others = value.perm.map((_, i) => i).filter((i) => i !== 0 && i !== axis);
    const id = reader.make.layer(reader.name('softmax'), 'activation', { kind }, [
      reader.inOrder(node, value, [...others, axis]),
    ]);
    const order = [0, ...others, axis];
    return { kind: 'layered', id, perm: order.map((_, i) => order.indexOf(i)) };
  };

/** Left as it is by an answer; in training our layer does what the file says. */
export const dropout: Operator = (reader, node) => {
  const value = reader.layered(node);
  const ratio = Number(reader.constant(node, 1)?.data[0] ?? whole(node, 'ratio', 0.5));
  const rate = Math.min(0.95, Math.max(0, ratio));
  return { ...value, id: reader.make.layer(reader.name('dropout'), 'dropout', { rate }, [value.id]) };
};

export const asIs = (reader: ArchReader, node: OnnxNode) => reader.input(node, 0);
