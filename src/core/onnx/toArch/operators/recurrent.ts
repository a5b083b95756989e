/** LSTM, GRU and RNN along time: their gates stand as ours do, the weights turned, the two biases as one. */
import type { OnnxNode } from '../../graphBuilder';
import type { ArchReader } from '../archReader';
import { absent, notALayer, type Told } from '../told';
import { text, whole } from './attributes';
import type { Operator } from './operator';

const cells = {
  LSTM: { type: 'lstm', gates: 4, activations: 'Sigmoid Tanh Tanh' },
  GRU: { type: 'gru', gates: 3, activations: 'Sigmoid Tanh' },
  RNN: { type: 'rnn', gates: 1, activations: 'Tanh' },
} as const;

export const recurrent =
  (opType: keyof typeof cells): Operator =>
  (reader, node): Told => {
    const { type, gates, activations } = cells[opType];
    const value = reader.layered(node);
    const direction = text(node, 'direction', 'forward');
    const directions = direction === 'bidirectional' ? 2 : 1;
    const units = whole(node, 'hidden_size', 1);
    const named = node.attributes.activations;
    const usual = new Array(directions).fill(activations).join(' ');
    const said = Array.isArray(named) && named.length > 0 ? named.join(' ') : usual;
    const isStraight = said !== usual && said === usual.replaceAll('Sigmoid', 'HardSigmoid');
    if (direction === 'reverse') throw notALayer(node, 'goes backwards alone');
    if (said !== usual && !(isStraight && hasUsualSlopes(node)))
      throw notALayer(node, 'has other activations');
    const resetsBefore = opType === 'GRU' && whole(node, 'linear_before_reset', 0) !== 1;
    if (
      node.attributes.clip !== undefined ||
      whole(node, 'layout', 0) !== 0 ||
      whole(node, 'input_forget', 0) !== 0
    )
      throw notALayer(node, 'has a clip, a layout or coupled gates');
    if (value.perm[1] !== 0) throw notALayer(node, 'does not take time first and the batch second');
    for (const at of [4, 5, 6, 7]) startsEmpty(reader, node, at);
    const [w, r] = [reader.needed(node, 1), reader.needed(node, 2)];
    const b = reader.constant(node, 3);
    const width = gates * units;
    const channels = w.shape[2] ?? 1;
    const own = (at: number) =>
      value.perm[at] === absent ? 1 : (reader.make.shapeOf(value.id)[(value.perm[at] ?? 1) - 1] ?? 1);
    const times = own(0);
    // Ours: batch, time, channels.
    const turned = reader.inOrder(node, value, [0, 2]);
    const kernel = new Float32Array(channels * directions * width);
    const state = new Float32Array(directions * units * width);
    const bias = new Float32Array(directions * width);
    const stateBias = new Float32Array(directions * units);
    for (let d = 0; d < directions; d++)
      for (let gate = 0; gate < width; gate++) {
        for (let c = 0; c < channels; c++)
          kernel[c * directions * width + d * width + gate] = w.data[
            (d * width + gate) * channels + c
          ] as number;
        for (let u = 0; u < units; u++)
          state[(d * units + u) * width + gate] = r.data[(d * width + gate) * units + u] as number;
        const [ofInput, ofState] = [
          b?.data[2 * d * width + gate] ?? 0,
          b?.data[(2 * d + 1) * width + gate] ?? 0,
        ];
        // The last gate of a GRU adds the bias of its state before it resets.
        const isApart = opType === 'GRU' && !resetsBefore && gate >= 2 * units;
        bias[d * width + gate] = isApart ? ofInput : ofInput + ofState;
        if (isApart) stateBias[d * units + gate - 2 * units] = ofState;
      }
    const arrays = {
      kernel,
      recurrent: state,
      bias,
      ...(opType === 'GRU' && !resetsBefore && { recurrentBias: stateBias }),
    };
    const form = { ...(isStraight && { gates: 'hardSigmoid' }), ...(resetsBefore && { resets: 'before' }) };
    const layer = (answer: 'last' | 'sequence') =>
      reader.make.layer(
        reader.name(type),
        type,
        { units, bidirectional: directions === 2, answer, ...form },
        [turned],
        arrays,
      );
    const [states = '', end = ''] = node.outputs;
    if (end && reader.isRead(end)) {
      if (states && reader.isRead(states)) throw notALayer(node, 'answers with all states and the last one');
      // [directions, batch, units].
      const id = layer('last');
      const last: Told =
        directions === 1
          ? { kind: 'layered', id, perm: [absent, 0, 1] }
          : {
              kind: 'layered',
              id: reader.make.layer(reader.name('reshape'), 'reshape', { shape: [2, units] }, [id]),
              perm: [1, 0, 2],
            };
      reader.tell(end, last);
      return last;
    }
    // [times, directions, batch, units].
    const id = layer('sequence');
    if (directions === 1) return { kind: 'layered', id, perm: [1, absent, 0, 2] };
    const shape = [times, 2, units];
    return {
      kind: 'layered',
      id: reader.make.layer(reader.name('reshape'), 'reshape', { shape }, [id]),
      perm: [1, 2, 0, 3],
    };
  };

/** Of a hard sigmoid: 0.2 and 0.5, said or not. */
const hasUsualSlopes = ({ attributes }: OnnxNode): boolean =>
  (['activation_alpha', 'activation_beta'] as const).every((name, at) => {
    const value = attributes[name];
    return (
      !Array.isArray(value) || value.every((one) => Math.abs(Number(one) - (at === 0 ? 0.2 : 0.5)) < 1e-6)
    );
  });

/** Lengths, first states and peepholes: none, or zeros. */
function startsEmpty(reader: ArchReader, node: OnnxNode, at: number): void {
  if (!node.inputs[at]) return;
  const given = reader.told(node.inputs[at]);
  if (given?.kind === 'constant' && Array.from(given.data).every((x) => x === 0) && at !== 4) return;
  throw notALayer(
    node,
    at === 4 ? 'is told how long each sequence is' : 'begins with states that are not zeros',
  );
}
