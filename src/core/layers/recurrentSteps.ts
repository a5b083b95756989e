/**
 * Recurrences that the kernels do not compute: gates of straight pieces (hard sigmoid), and a GRU that resets its state
 * before it multiplies, as Cho et al. 2014 wrote it and TensorFlow.js has it. Step by step in operations of tfjs, so
 * slower, with the gradient of these. Arguments and answer are those of `recurrent`.
 */
import type { Ops, Tensor } from './layerDef';
import { cells, type RecurrentGeometry, type RecurrentInputs } from './recurrentOp';

type Tensor2D = ReturnType<Ops['tensor2d']>;

export interface CellForm {
  gates: 'sigmoid' | 'hardSigmoid';
  resets: 'after' | 'before';
}

export const usualForm: CellForm = { gates: 'sigmoid', resets: 'after' };

export const isUsual = ({ gates, resets }: CellForm): boolean =>
  gates === usualForm.gates && resets === usualForm.resets;

interface State {
  h: Tensor2D;
  c: Tensor2D;
}

export function recurrentSteps(
  tf: Ops,
  geometry: RecurrentGeometry,
  { x, r, bias, lengths }: RecurrentInputs,
  form: CellForm,
): Tensor {
  const { cell, batch, times, units, directions } = geometry;
  const width = cells[cell].gates * units;
  const given = tf.reshape(x, [batch, times, directions * width]) as ReturnType<Ops['tensor3d']>;
  const step = stepOf(tf, geometry, form);
  const ends = lengths && tf.reshape(lengths, [batch, 1]);
  const ways = Array.from({ length: directions }, (_, direction) => {
    const matrix = tf.slice2d(
      tf.reshape(r, [directions * units, width]),
      [direction * units, 0],
      [units, -1],
    );
    const own =
      bias && tf.slice2d(tf.reshape(bias, [1, directions * units]), [0, direction * units], [1, units]);
    const empty = tf.zeros([batch, units]) as Tensor2D;
    let state: State = { h: empty, c: empty };
    const states: Tensor2D[] = [];
    for (let i = 0; i < times; i++) {
      const at = direction === 0 ? i : times - 1 - i;
      const now = tf.slice3d(given, [0, at, direction * width], [batch, 1, width]);
      const next = step(tf.reshape(now, [batch, width]), state, matrix, own);
      state = ends ? held(tf, tf.cast(tf.greater(ends, at), 'float32') as Tensor2D, next, state) : next;
      states[at] = state.h;
    }
    return tf.stack(states, 1);
  });
  return tf.concat(ways, 2);
}

/** Where its sequence has ended, a state stays as it is. */
function held(tf: Ops, goes: Tensor2D, next: State, before: State): State {
  const either = (a: Tensor2D, b: Tensor2D): Tensor2D => tf.add(b, tf.mul(goes, tf.sub(a, b)));
  return { h: either(next.h, before.h), c: either(next.c, before.c) };
}

function stepOf(tf: Ops, { cell, batch, units }: RecurrentGeometry, { gates, resets }: CellForm) {
  const gate = (value: Tensor2D): Tensor2D =>
    gates === 'sigmoid' ? tf.sigmoid(value) : tf.clipByValue(tf.add(tf.mul(value, 0.2), 0.5), 0, 1);
  const part = (value: Tensor2D, at: number, count = 1): Tensor2D =>
    tf.slice2d(value, [0, at * units], [value.shape[0], count * units]);
  const product = (h: Tensor2D, matrix: Tensor2D): Tensor2D => tf.matMul(h, matrix);
  const withBias = (value: Tensor2D, bias: Tensor2D | undefined): Tensor2D =>
    bias ? tf.add(value, tf.broadcastTo(bias, [batch, units])) : value;

  return (now: Tensor2D, { h, c }: State, matrix: Tensor2D, bias: Tensor2D | undefined): State => {
    if (cell === 'gru') {
      const both: Tensor2D = gate(tf.add(part(now, 0, 2), product(h, part(matrix, 0, 2))));
      const [z, reset] = [part(both, 0), part(both, 1)];
      const last = part(matrix, 2);
      const seen =
        resets === 'before'
          ? withBias(product(tf.mul(reset, h), last), bias)
          : tf.mul(reset, withBias(product(h, last), bias));
      const n: Tensor2D = tf.tanh(tf.add(part(now, 2), seen));
      return { h: tf.add(n, tf.mul(z, tf.sub(h, n))), c };
    }
    const all: Tensor2D = tf.add(now, product(h, matrix));
    if (cell === 'simple') return { h: tf.tanh(all), c };
    const open = gate(part(all, 0, 3));
    const memory: Tensor2D = tf.add(tf.mul(part(open, 2), c), tf.mul(part(open, 0), tf.tanh(part(all, 3))));
    return { h: tf.mul(part(open, 1), tf.tanh(memory)), c: memory };
  };
}
