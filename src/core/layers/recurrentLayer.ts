/**
 * Layers that go along time with a state: of a sequence [times, channels] the state at every time, or the last one.
 * Beside it may stand the ids of tokens [times]: id 0 fills short sequences up at their end, which is then left out.
 * It starts with orthogonal recurrent weights and, of an LSTM, open forget gates (Jozefowicz et al. 2015).
 * Gates of straight pieces and a GRU that resets first are taken for the networks of others, and are slower here.
 */
import { z } from 'zod';
import { batchOf } from '../arch/deviceShape';
import { TetradError } from '../protocol/errors';
import type { LayerDef, Ops, Tensor, WeightSpec } from './layerDef';
import { needWeight } from './oneInput';
import { lowerRecurrent } from './recurrentOnnx';
import { type CellName, cells, recurrent } from './recurrentOp';
import { type CellForm, isUsual, recurrentSteps, usualForm } from './recurrentSteps';

const params = z.strictObject({
  units: z.int().min(1).max(1024).default(64).meta({ label: 'Units', hint: 'Numbers of the state.' }),
  bidirectional: z
    .boolean()
    .default(false)
    .meta({ label: 'Both ways', hint: 'A second state goes from the end to the beginning.' }),
  answer: z
    .enum(['last', 'sequence'])
    .default('last')
    .meta({ label: 'Answer', hint: 'sequence: the state at every time, for another such layer.' }),
});
const gates = z.enum(['sigmoid', 'hardSigmoid']).default('sigmoid').meta({
  label: 'Gates',
  hint: 'hardSigmoid: of straight pieces, as TensorFlow.js has them; slower here.',
});
const resets = z.enum(['after', 'before']).default('after').meta({
  label: 'Resets',
  hint: 'before: the state is reset before it is multiplied, as in TensorFlow.js; slower here.',
});
const paramsOf = {
  simple: params,
  lstm: params.extend({ gates }),
  gru: params.extend({ gates, resets }),
} as const;
export type RecurrentParams = z.infer<typeof params> & Partial<CellForm>;

const otherForms: Record<CellName, Partial<CellForm>[]> = {
  simple: [],
  lstm: [{ gates: 'hardSigmoid' }],
  gru: [{ resets: 'before' }, { gates: 'hardSigmoid' }, { gates: 'hardSigmoid', resets: 'before' }],
};

export function recurrentLayer(
  cell: CellName,
  words: Pick<LayerDef, 'type' | 'title' | 'summary'>,
): LayerDef<RecurrentParams> {
  const { gates, tape } = cells[cell];
  /** The last gate has one of its own where the state is reset behind it. */
  const stateBias = (resets: CellForm['resets'] | undefined) => cell === 'gru' && resets !== 'before';
  return {
    ...words,
    params: paramsOf[cell],
    inferShape(inputs, { units, bidirectional, answer }) {
      const { times } = sequenceOf(inputs);
      const width = units * (bidirectional ? 2 : 1);
      return answer === 'last' ? [width] : [times, width];
    },
    weights(inputs, { units, bidirectional, resets }) {
      const { channels } = sequenceOf(inputs);
      const directions = bidirectional ? 2 : 1;
      const width = gates * units;
      const spec = (name: string, shape: number[], init: WeightSpec['init'], decay: boolean): WeightSpec => ({
        name,
        shape,
        init,
        trainable: true,
        decay,
      });
      const input = { kind: 'glorotUniform', fanIn: channels, fanOut: units } as const;
      // Of i, o, f and g.
      const open =
        cell === 'lstm'
          ? ({ kind: 'repeated', values: [0, 0, 1, 0], times: units } as const)
          : ({ kind: 'zeros' } as const);
      return [
        spec('kernel', [channels, directions * width], input, true),
        spec('recurrent', [directions * units, width], { kind: 'orthogonal', square: units }, true),
        spec('bias', [directions * width], open, false),
        ...(stateBias(resets) ? [spec('recurrentBias', [directions * units], { kind: 'zeros' }, false)] : []),
      ];
    },
    forward({ tf, shapes }, [x, ids], weights, { units, bidirectional, answer, ...given }) {
      const { times, channels } = sequenceOf(shapes);
      if (!x) throw new TetradError({ code: 'internal', message: 'There is no sequence.' });
      const batch = batchOf(x, [times, channels]);
      const directions = bidirectional ? 2 : 1;
      const rows = tf.reshape(x, [batch * times, channels]);
      const kernel = needWeight(weights, 'kernel');
      const lengths = ids && lengthsOf(tf, tf.reshape(ids, [batch, times]), times);
      const form = { ...usualForm, ...given };
      const geometry = { cell, batch, times, units, directions } as const;
      const values = {
        x: tf.add(tf.matMul(rows, kernel as typeof rows), needWeight(weights, 'bias')),
        r: needWeight(weights, 'recurrent'),
        bias: stateBias(form.resets) ? needWeight(weights, 'recurrentBias') : undefined,
        lengths,
      };
      const y = isUsual(form) ? recurrent(tf, geometry, values) : recurrentSteps(tf, geometry, values, form);
      if (answer === 'last') {
        const forwards = tf.slice(y, [0, times - 1, 0], [batch, 1, units]);
        const backwards = bidirectional ? [tf.slice(y, [0, 0, units], [batch, 1, units])] : [];
        return tf.reshape(tf.concat([forwards, ...backwards], 2), [batch, directions * units]);
      }
      if (!lengths) return y;
      const place = tf.reshape(tf.range(0, times), [1, times, 1]);
      return tf.mul(y, tf.cast(tf.less(place, tf.reshape(lengths, [batch, 1, 1])), 'float32'));
    },
    /** Held of every time, also where the output is of the last alone. */
    keeps({ answer }, _training, inputs) {
      return (2 * gates + tape + 1) * (answer === 'last' ? sequenceOf(inputs).times : 1);
    },
    toOnnx: (graph, inputs, weights, { units, bidirectional, answer, ...form }, shapes) =>
      lowerRecurrent(graph, inputs, weights, {
        cell,
        units,
        directions: bidirectional ? 2 : 1,
        last: answer === 'last',
        ...usualForm,
        ...form,
        ...sequenceOf(shapes),
      }),
    examples: [
      { inputs: [[5, 3]], params: { units: 4 } },
      { inputs: [[4, 2]], params: { units: 3, bidirectional: true } },
      { inputs: [[4, 2]], params: { units: 3, bidirectional: true, answer: 'sequence' } },
      { inputs: [[1, 2]], params: { units: 2, answer: 'sequence' } },
      { inputs: [[5, 2], [5]], params: { units: 3, bidirectional: true }, ids: [0, 2] },
      { inputs: [[5, 2], [5]], params: { units: 3, bidirectional: true, answer: 'sequence' }, ids: [0, 2] },
      ...otherForms[cell].map((form) => ({
        inputs: [[4, 2], [4]],
        params: { units: 3, bidirectional: true, answer: 'sequence', ...form },
        ids: [0, 2],
      })),
    ],
  };
}

function sequenceOf([values, ids]: readonly number[][]): { times: number; channels: number } {
  const [times, channels] = values ?? [];
  const fits = ids === undefined || ids.join() === `${times}`;
  if (values?.length === 2 && times !== undefined && channels !== undefined && fits)
    return { times, channels };
  throw new TetradError({
    code: 'badInput',
    message: `This layer goes along a sequence [times, channels], not [${values?.join(', ')}]${fits ? '' : `, with token ids [times], not [${ids?.join(', ')}]`}.`,
    place: 'inputs.0',
  });
}

/** Up to the last id that is not 0; at least one. */
function lengthsOf(tf: Ops, ids: Tensor, times: number): Tensor {
  const there = tf.cast(tf.notEqual(ids, 0), 'float32');
  return tf.maximum(tf.max(tf.mul(there, tf.reshape(tf.range(1, times + 1), [1, times])), 1), 1);
}
