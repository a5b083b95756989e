/**
 * The recurrence of simple, LSTM and GRU cells over time, as layers call it. What the input contributes is computed
 * before, for all times at once; here is only what waits for the time before. Its kernels live in the engine.
 *
 *   simple: h' = tanh(x + h R)
 *   lstm:   i, o, f = s(x + h R), g = tanh(x + h R), c' = f c + i g, h' = o tanh(c')    Hochreiter, Schmidhuber 1997
 *   gru:    z, r = s(x + h R), q = h R + b, n = tanh(x + r q), h' = (1 - z) n + z h     Cho et al. 2014
 *
 * Gates lie in the order above, which is ONNX's. x [batch, times, directions, gates, units], R [directions, units,
 * gates, units], b [directions, units], y [batch, times, directions, units]. The second direction goes backwards.
 */
import type { Ops, Tensor } from './layerDef';

/** `tape`: values of a unit and a time that the gradient needs. */
export const cells = {
  simple: { gates: 1, tape: 1 },
  lstm: { gates: 4, tape: 5 },
  gru: { gates: 3, tape: 4 },
} as const;
export type CellName = keyof typeof cells;

export interface RecurrentGeometry {
  cell: CellName;
  batch: number;
  times: number;
  units: number;
  directions: 1 | 2;
}

/** Names under which the passes are registered with tfjs. */
export const recurrentKernels = {
  /** x, r, bias?, lengths? to y and the tape [batch, times, directions, tape, units]. */
  forward: 'TetradRecurrent',
  /**
   * r as [directions, gates, units, units], transposed; tape, y, dy, lengths? to dx and, of gru, what hR + b gets.
   */
  backward: 'TetradRecurrentBackward',
} as const;

export interface RecurrentInputs {
  /** What the input contributes; any shape with the elements that the geometry names. */
  x: Tensor;
  r: Tensor;
  /** Of gru. */
  bias?: Tensor | undefined;
  /** How many times each row has, [batch]: afterwards its state stays as it is. Absent: all. */
  lengths?: Tensor | undefined;
}

/** y [batch, times, directions * units], differentiable in x, r and bias. */
export function recurrent(tf: Ops, geometry: RecurrentGeometry, inputs: RecurrentInputs): Tensor {
  const { x, r, bias, lengths } = inputs;
  const op = tf.customGrad((...values) => {
    // tfjs hands over, behind the inputs, what keeps tensors for the gradient.
    const save = values.at(-1) as unknown as (tensors: Tensor[]) => void;
    const [y, tape] = run(tf, recurrentKernels.forward, { x, r, bias, lengths }, geometry) as [
      Tensor,
      Tensor,
    ];
    save([y, tape, r, ...(lengths ? [lengths] : [])]);
    const gradFunc = (dy: Tensor, saved: Tensor[]) =>
      gradients(tf, geometry, dy, saved)
        .slice(0, bias ? 3 : 2)
        .map((gradient, i) => {
          const input = [x, r, bias][i] as Tensor;
          return tf.reshape(gradient(), input.shape);
        });
    return { value: y, gradFunc: gradFunc as never };
  });
  return bias ? op(x, r, bias) : op(x, r);
}

function run(
  tf: Ops,
  name: string,
  inputs: Record<string, Tensor | undefined>,
  geometry: RecurrentGeometry,
): Tensor[] {
  const given = Object.entries(inputs).filter((entry): entry is [string, Tensor] => entry[1] !== undefined);
  const made: unknown = tf.engine().runKernel(name, Object.fromEntries(given), geometry as never);
  return Array.isArray(made) ? made : [made as Tensor];
}

/** To x, r and bias. */
function gradients(
  tf: Ops,
  geometry: RecurrentGeometry,
  dy: Tensor,
  [y, tape, r, lengths]: readonly Tensor[],
): (() => Tensor)[] {
  const { batch, times, units, directions, cell } = geometry;
  const width = cells[cell].gates * units;
  if (!y || !tape || !r) return [];
  const turned = tf.transpose(tf.reshape(r, [directions, units, width]), [0, 2, 1]);
  const [dx, dh = dx] = run(tf, recurrentKernels.backward, { r: turned, tape, y, dy, lengths }, geometry);
  /** Of each direction what its gates get, [batch * times, gates * units]. */
  const parts = Array.from({ length: directions }, (_, direction) => {
    const both = tf.reshape(dh as Tensor, [batch * times, directions * width]);
    return tf.slice2d(both as never, [0, direction * width], [batch * times, width]);
  });
  return [
    () => dx as Tensor,
    () => {
      const products = parts.map((own, direction) =>
        tf.matMul(statesBefore(tf, geometry, y, direction), own, true, false),
      );
      return tf.concat(products, 0);
    },
    () =>
      tf.concat(
        parts.map((own) => tf.sum(tf.slice2d(own, [0, width - units], [-1, units]), 0)),
        0,
      ),
  ];
}

/** Of a direction the states that every time began with, [batch * times, units]. */
function statesBefore(
  tf: Ops,
  { batch, times, units, directions }: RecurrentGeometry,
  y: Tensor,
  direction: number,
): ReturnType<Ops['tensor2d']> {
  const from = direction === 0 ? 0 : 1;
  const states = tf.reshape(y, [batch, times, directions * units]) as ReturnType<Ops['tensor3d']>;
  if (times === 1) return tf.zeros([batch, units]);
  const seen = tf.slice3d(states, [0, from, direction * units], [batch, times - 1, units]);
  const shifted = tf.pad3d(seen, [
    [0, 0],
    [1 - from, from],
    [0, 0],
  ]);
  return tf.reshape(shifted, [batch * times, units]);
}
