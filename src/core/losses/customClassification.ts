/** A loss for classes that the user writes: docs/guide.md has the language. */
import { compileProgram } from '../expression/compileProgram';
import { evaluateTensors } from '../expression/evaluateTensors';
import { type ExpressionParams, expressionParams, paramValues } from '../expression/expressionParams';
import { classTarget } from './classTarget';
import { perRowResult } from './perRowResult';
import type { LossDef } from './lossDef';

export const customClassification: LossDef<ExpressionParams> = {
  type: 'customClassification',
  title: 'Custom loss',
  summary: 'A formula of your own: the loss of a row from its logits and target.',
  value: 'class',
  params: expressionParams(
    'classLoss',
    'The last line is the loss of one row, from logits and target. The mean over the rows is taken by itself.',
  ),
  outputWidth: (classes) => classes,
  perRow(tf, output, target, params, smoothing) {
    const classes = output.shape.at(-1) ?? 1;
    const scope = {
      ...paramValues(params),
      logits: output,
      target: classTarget(tf, target, classes, smoothing),
      classes,
    };
    const program = compileProgram(params.expression, 'classLoss');
    return perRowResult(tf, output, evaluateTensors(tf, program, scope, classes).result);
  },
  examples: [
    { output: [[0, 0, 0]], target: [1], expected: Math.log(3) },
    {
      output: [[1, 2, 4]],
      target: [0],
      params: { expression: 'param k = 1\nmean(abs(logits - k * target))', k: 3 },
      expected: (2 + 2 + 4) / 3,
    },
    {
      output: [[2, -1]],
      target: [0],
      smoothing: 0.2,
      params: { expression: 'sum(target * logits) + classes' },
      expected: 0.9 * 2 - 0.1 + 2,
    },
  ],
};
