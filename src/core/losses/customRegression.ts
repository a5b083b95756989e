/** A loss for numbers that the user writes: docs/guide.md has the language. */
import { compileProgram } from '../expression/compileProgram';
import { evaluateTensors } from '../expression/evaluateTensors';
import { type ExpressionParams, expressionParams, paramValues } from '../expression/expressionParams';
import type { LossDef } from './lossDef';
import { perRowResult } from './perRowResult';

export const customRegression: LossDef<ExpressionParams> = {
  type: 'customRegression',
  title: 'Custom loss',
  summary: 'A formula of your own: the loss of a row from prediction and target.',
  value: 'number',
  params: expressionParams(
    'valueLoss',
    'The last line is the loss of one row, from prediction and target, both standardised. The mean over the rows is taken by itself.',
  ),
  outputWidth: () => 1,
  perRow(tf, output, target, params) {
    const prediction = tf.reshape(output, [-1, 1]);
    const scope = {
      ...paramValues(params),
      prediction,
      target: tf.reshape(target, [-1, 1]),
    };
    const program = compileProgram(params.expression, 'valueLoss');
    return perRowResult(tf, prediction, evaluateTensors(tf, program, scope).result);
  },
  examples: [
    { output: [[1], [3]], target: [1, 1], expected: Math.log(Math.cosh(2)) / 2 },
    { output: [[1e4]], target: [0], expected: 1e4 - Math.LN2 },
    {
      output: [[1], [4]],
      target: [0.8, 1],
      params: {
        expression:
          'param delta = 1\nmiss = abs(prediction - target)\nwhere(miss < delta, 0.5 * miss ^ 2, delta * (miss - 0.5 * delta))',
        delta: 0.5,
      },
      expected: (0.02 + 0.5 * (3 - 0.25)) / 2,
    },
  ],
};
