/** An optimiser that the user writes: docs/guide.md has the language. On WebGPU it runs as one dispatch, as all do. */
import { compileProgram } from '../expression/compileProgram';
import { evaluateTensors } from '../expression/evaluateTensors';
import { type ExpressionParams, expressionParams, paramValues } from '../expression/expressionParams';
import type { Value } from '../expression/functions';
import type { Tensor } from '../layers/layerDef';
import type { OptimizerDef } from './optimizerDef';

export const custom: OptimizerDef<ExpressionParams> = {
  type: 'custom',
  title: 'Custom optimizer',
  summary: 'A rule of your own: how a weight changes, from its gradient and what is remembered.',
  params: expressionParams(
    'update',
    'update is added to each weight. A name read before the line that gives it is remembered from step to step, from 0.',
  ),
  slots: [],
  slotsFor: ({ expression }) => compileProgram(expression, 'update').state,
  update(tf, { weight, gradient, slots, learningRate, step, decay }, params) {
    const program = compileProgram(params.expression, 'update');
    const { names } = evaluateTensors(tf, program, {
      ...paramValues(params),
      ...slots,
      g: gradient,
      w: weight,
      lr: learningRate,
      t: step,
      decay: Number(decay),
    });
    const tensor = (value: Value | undefined): Tensor =>
      typeof value === 'object' ? value : tf.add(tf.mul(weight, 0), value ?? 0);
    return {
      weight: tf.add(weight, names.get('update') as Value),
      slots: Object.fromEntries(program.state.map((name) => [name, tensor(names.get(name))])),
    };
  },
};
