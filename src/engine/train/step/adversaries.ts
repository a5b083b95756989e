/**
 * The gradients of two networks that learn against each other, in one step for both (as simultaneous descent): the judge's,
 * to tell real images from made ones and to name the numbers that these were drawn from, and the maker's, to be taken for
 * real (Goodfellow et al. 2014, the loss that does not saturate) and to be read right (Chen et al. 2016). To the optimiser,
 * to checkpoints and to a resumed training they are one network.
 */
import { adversariesOf } from '#/core/arch/adversariesOf';
import { compileForward, type ForwardOptions } from '#/core/arch/compileForward';
import type { Ops, Tensor } from '#/core/layers/layerDef';
import { taskOf } from '#/core/tasks/registry';
import type { TrainSpec } from '../trainSpec';
import type { Batch } from './splitTensors';
import { inputShape } from './splitTensors';

/** What it is worth to the maker to be read right: more makes its images differ in every number, at the cost of being real. */
const told = 0.1;

/** Real images count as real for so much: the judge does not become sure of itself (Salimans et al. 2016). */
const surelyReal = 0.9;

type Views = ReadonlyMap<string, Tensor>;

/** Inside tf.tidy: what a step lowers, and its gradients by weight name. */
export type Gradients = (
  batch: Batch,
  views: Views,
  options: ForwardOptions,
) => { loss: Tensor; gradients: Map<string, Tensor> };

/** Undefined where the network has no judge of its own. */
export function adversarialGradients(
  tf: Ops,
  { arch, task }: Pick<TrainSpec, 'arch' | 'task'>,
  trainable: readonly string[],
): Gradients | undefined {
  const found = adversariesOf(arch);
  if (!found) return undefined;
  const { critic, maker, makes, latent } = found;
  const [judge, make] = [compileForward(critic, tf), compileForward(maker, tf)];
  const shape = inputShape(arch);
  const shown = (output: Tensor) =>
    tf.reshape(taskOf(task).shown?.(tf, output, task) ?? output, [-1, ...shape]);
  const names = (made: boolean) => trainable.filter((name) => makes.has(name) === made);
  const [ofJudge, ofMaker] = [names(false), names(true)];
  const descend = (wanted: readonly string[], views: Views, loss: (views: Views) => Tensor) => {
    const { value, grads } = tf.valueAndGrads((...values: Tensor[]) => {
      const named = new Map(views);
      wanted.forEach((name, i) => named.set(name, values[i] as Tensor));
      return tf.reshape(loss(named), []);
    })(wanted.map((name) => views.get(name) as Tensor));
    return {
      value: value as Tensor,
      gradients: wanted.map((name, i) => [name, grads[i] as Tensor] as const),
    };
  };
  return ({ input }, views, options) => {
    const rows = input.shape[0] ?? 1;
    const numbers = normal(tf, [rows, latent.width], options);
    /** How well the judge names what images were drawn from. */
    const misread = (named: Tensor) => tf.mean(tf.squaredDifference(named, numbers));
    const pass = (of: 'real' | 'made' | 'maker') => drawnApart(options, of);
    const made = shown(make([numbers], views, pass('maker'))[0] as Tensor);
    const judged = descend(ofJudge, views, (named) => {
      const [real] = judge([input], named, pass('real'));
      const [fake, read] = judge([made], named, pass('made'));
      const wrong = tf.add(certainty(tf, real as Tensor, surelyReal), certainty(tf, fake as Tensor, 0));
      return tf.add(wrong, misread(read as Tensor));
    });
    const drawn = descend(ofMaker, views, (named) => {
      const own = shown(make([numbers], named, pass('maker'))[0] as Tensor);
      const [fake, read] = judge([own], named, pass('made'));
      return tf.add(certainty(tf, fake as Tensor, 1), tf.mul(misread(read as Tensor), told));
    });
    return {
      loss: tf.add(judged.value, drawn.value),
      gradients: new Map([...judged.gradients, ...drawn.gradients]),
    };
  };
}

/** Mean cross-entropy of log-odds with one share of yes. */
const certainty = (tf: Ops, odds: Tensor, yes: number): Tensor =>
  tf.mean(tf.sub(tf.softplus(odds), tf.mul(odds, yes)));

/** Layers that draw do so for each pass anew. */
function drawnApart(options: ForwardOptions, pass: string): ForwardOptions {
  const { uniform } = options;
  return uniform ? { ...options, uniform: (draw, shape) => uniform(`${draw}@${pass}`, shape) } : options;
}

/** Box and Muller's way from uniform numbers to normal ones; 1 - u is never 0. */
function normal(tf: Ops, shape: number[], { uniform }: ForwardOptions): Tensor {
  if (!uniform) return tf.zeros(shape);
  const radius = tf.sqrt(tf.mul(tf.log(tf.sub(1, uniform('*maker', shape))), -2));
  return tf.mul(radius, tf.cos(tf.mul(uniform('*maker#1', shape), 2 * Math.PI)));
}
