/** How a number of a network's raw output moves with its input, or with what one of its nodes computes. */
import type { ArchSpec } from '#/core/arch/archSpec';
import type { Forward } from '#/core/arch/compileForward';
import { deviceShape } from '#/core/arch/deviceShape';
import { initWeights } from '#/core/arch/initWeights';
import { inferShapes } from '#/core/arch/shapes';
import type { DrawnAnew } from '#/core/explain/explainerDef';
import type { HostWeight, Tensor } from '#/core/layers/layerDef';
import { TetradError } from '#/core/protocol/errors';
import type { BodyDevice, OpenBody } from './bodyEngine';

interface Opened extends BodyDevice {
  arch: ArchSpec;
  forward: Forward;
  weights: ReadonlyMap<string, Tensor>;
  /** Of a sample. */
  shape: readonly number[];
}

export function gradientsOf(opened: Opened): NonNullable<OpenBody['gradient']> {
  const { arch, forward, weights, shape, tf, compute } = opened;
  const shapes = inferShapes(arch);
  let drawn: { seed: number; values: Map<string, HostWeight> } | undefined;
  /** Made inside a tidy: gone after the pass. */
  const drawAnew = ({ nodes, seed }: DrawnAnew): Map<string, Tensor> => {
    if (drawn?.seed !== seed) drawn = { seed, values: initWeights(arch, seed) };
    const { values } = drawn;
    return new Map(
      [...weights].map(([name, own]) => {
        const anew = nodes.has(name.slice(0, name.indexOf('/'))) ? values.get(name) : undefined;
        return [name, anew ? tf.tensor(anew.data, anew.shape, 'float32') : own];
      }),
    );
  };
  return async (features, rows, { weights: asked, offset }, { anew, at, shares } = {}) => {
    const node = at === undefined ? shape : shapes.get(at);
    if (!node) throw new TetradError({ code: 'internal', message: `There is no node "${at}".` });
    const made = compute(() =>
      tf.tidy(() => {
        const input = tf.tensor(features, deviceShape(shape, rows), 'float32');
        const by = tf.tensor(asked, [1, asked.length], 'float32');
        const own = anew ? drawAnew(anew) : weights;
        let seen: Tensor | undefined;
        /** `moved`: the input, or what is added to the node. */
        const answer = (moved: Tensor): Tensor => {
          const [output] = forward([at === undefined ? moved : input], own, {
            training: false,
            ...(at !== undefined && {
              replace(id: string, computed: Tensor) {
                if (id !== at) return computed;
                seen = tf.keep(tf.clone(computed));
                const each = [rows, ...computed.shape.slice(1).map(() => 1)];
                const kept = shares ? tf.mul(computed, tf.tensor(shares, each)) : computed;
                return tf.add(kept, moved);
              },
            }),
          });
          return tf.sum(tf.mul(tf.reshape(output as Tensor, [rows, asked.length]), by), 1);
        };
        const from = at === undefined ? input : tf.zeros(deviceShape(node, rows));
        const { value, grad } = tf.valueAndGrad(answer)(from, tf.ones([rows]));
        return { value, grad, ...(seen && { seen }) };
      }),
    );
    try {
      const [values, gradient] = await Promise.all([
        made.value.data<'float32'>(),
        made.grad.data<'float32'>(),
      ]);
      const inside = await made.seen?.data<'float32'>();
      return {
        answers: Float64Array.from(values, (value) => value + offset),
        gradient: gradient.slice(),
        ...(inside && { at: inside.slice() }),
      };
    } finally {
      tf.dispose(made);
    }
  };
}
