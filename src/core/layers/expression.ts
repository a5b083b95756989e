/** A layer that somebody writes: the same expression of every value, whose params are learnt. */
import { z } from 'zod';
import type { Expr, Program } from '../expression/ast';
import { compileProgram } from '../expression/compileProgram';
import { evaluateTensors } from '../expression/evaluateTensors';
import { layerLanguage } from '../expression/language';
import { lowerExpression } from '../expression/lowerExpression';
import { inWords, SourceError } from '../expression/sourceError';
import { maxSourceLength } from '../expression/tokenize';
import type { LayerDef, Tensor } from './layerDef';
import { needWeight, oneInput, oneShape } from './oneInput';

const params = z
  .strictObject({
    expression: z
      .string()
      .max(maxSourceLength)
      .default(layerLanguage.presets[0]?.text ?? '')
      .meta({
        label: 'Expression',
        hint: 'Of x, each value by itself. Its params begin as written and are learnt.',
        expression: 'layer',
      }),
    perChannel: z.boolean().default(false).meta({
      label: 'Params by channel',
      hint: 'Each channel learns params of its own; else all share them.',
    }),
  })
  .superRefine(({ expression }, context) => {
    try {
      compileProgram(expression, 'layer');
    } catch (thrown) {
      if (!(thrown instanceof SourceError)) throw thrown;
      context.addIssue({ code: 'custom', path: ['expression'], message: inWords(thrown) });
    }
  });
type Params = z.infer<typeof params>;

const paramsOf = ({ expression }: Params) => compileProgram(expression, 'layer').program.params;

function operationsIn({ assignments, result }: Program): number {
  const count = (expr: Expr): number => {
    if (expr.kind === 'negate') return 1 + count(expr.of);
    if (expr.kind === 'binary') return 1 + count(expr.left) + count(expr.right);
    return expr.kind === 'call' ? expr.args.reduce((sum, arg) => sum + count(arg), 1) : 0;
  };
  return [...assignments.map(({ value }) => value), ...(result ? [result] : [])].reduce(
    (sum, expr) => sum + count(expr),
    0,
  );
}

export const expression: LayerDef<Params> = {
  type: 'expression',
  title: 'Expression of your own',
  summary: 'Makes every value another by an expression that you write, with params that are learnt.',
  params,
  inferShape: (inputs) => [...oneShape(inputs)],
  weights: (inputs, settings) =>
    paramsOf(settings).map(({ name, value }) => ({
      name,
      shape: [settings.perChannel ? (oneShape(inputs).at(-1) ?? 1) : 1],
      init: { kind: 'repeated', values: [value], times: 1 },
      trainable: true,
      decay: false,
    })),
  forward({ tf }, inputs, weights, settings) {
    const learnt = Object.fromEntries(
      paramsOf(settings).map(({ name }) => [name, needWeight(weights, name)]),
    );
    const program = compileProgram(settings.expression, 'layer');
    // The check has seen that it depends on x.
    return evaluateTensors(tf, program, { ...learnt, x: oneInput(inputs) }).result as Tensor;
  },
  // What every operation says, for the slope of what reads it.
  keeps: ({ expression: text }) => 1 + operationsIn(compileProgram(text, 'layer').program),
  toOnnx(graph, inputs, weights, settings) {
    const learnt = paramsOf(settings).map(({ name }): [string, string] => {
      const { shape, data } = needWeight(weights, name);
      return [name, graph.constant('float', shape, data, name)];
    });
    const scope = Object.fromEntries([...learnt, ['x', oneInput(inputs)]]);
    return lowerExpression(graph, compileProgram(settings.expression, 'layer'), scope);
  },
  channelwise: ({ perChannel, expression: text }) =>
    perChannel || compileProgram(text, 'layer').program.params.length === 0,
  examples: [
    { inputs: [[5]], params: {} },
    {
      inputs: [[2, 3, 4]],
      params: { expression: 'param a = 0.2\nwhere(x > 0, x, a * x) + log1p(square(x))', perChannel: true },
    },
    {
      inputs: [[2, 2, 1, 3, 2]],
      params: {
        expression: [
          'param a = 1',
          'param b = 0.5',
          'soft = softplus(-x) + expm1(-abs(x)) * cos(b * x)',
          'low = min(sin(a * x), 0.9) - clip(tanh(x), -0.99, 0.99) / (1 + exp(-abs(x)))',
          'soft * low + max(sqrt(1 + x ^ 2), 1) - sign(x) * log(2 + abs(x)) + relu(x) ^ 3 * pi / 9',
        ].join('\n'),
      },
    },
  ],
};
