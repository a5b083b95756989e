/** A program as nodes of an ONNX graph, number by number; what depends on no value of the graph is computed here. */
import type { GraphBuilder } from '../onnx/graphBuilder';
import { TetradError } from '../protocol/errors';
import type { CheckedProgram } from './checkProgram';
import { evaluate } from './evaluate';
import { applyNumbers } from './evaluateNumbers';

type Lower = (graph: GraphBuilder, ...x: [string, string, string]) => string;

const node =
  (opType: string): Lower =>
  (graph, ...x) =>
    graph.node(
      opType,
      x.filter((value) => value !== undefined),
    );
const scalar = (graph: GraphBuilder, value: number): string =>
  graph.constant('float', [], Float32Array.of(value));

/** By name and number of arguments: "-" with one is the negative. */
const lowered: Readonly<Record<string, Lower>> = {
  'abs 1': node('Abs'),
  'sign 1': node('Sign'),
  'square 1': (graph, x) => graph.node('Mul', [x, x]),
  'sqrt 1': node('Sqrt'),
  'exp 1': node('Exp'),
  'expm1 1': (graph, x) => graph.node('Sub', [graph.node('Exp', [x]), scalar(graph, 1)]),
  'log 1': node('Log'),
  'log1p 1': (graph, x) => graph.node('Log', [graph.node('Add', [x, scalar(graph, 1)])]),
  'sin 1': node('Sin'),
  'cos 1': node('Cos'),
  'tanh 1': node('Tanh'),
  'sigmoid 1': node('Sigmoid'),
  'softplus 1': node('Softplus'),
  'relu 1': node('Relu'),
  'min 2': node('Min'),
  'max 2': node('Max'),
  'clip 3': (graph, x, low, high) => graph.node('Min', [graph.node('Max', [x, low]), high]),
  'where 3': node('Where'),
  '+ 2': node('Add'),
  '- 2': node('Sub'),
  '* 2': node('Mul'),
  '/ 2': node('Div'),
  '^ 2': node('Pow'),
  '< 2': node('Less'),
  '<= 2': node('LessOrEqual'),
  '> 2': node('Greater'),
  '>= 2': node('GreaterOrEqual'),
  '== 2': node('Equal'),
  '!= 2': (graph, a, b) => graph.node('Not', [graph.node('Equal', [a, b])]),
  '- 1': node('Neg'),
};

/** `scope`: values of the graph by the names of the program. Answers the value of its last line. */
export function lowerExpression(
  graph: GraphBuilder,
  program: CheckedProgram,
  scope: Readonly<Record<string, string>>,
): string {
  const { result } = evaluate<string>(program, scope, (def, args) => {
    if (args.every((arg) => typeof arg === 'number')) {
      const value = applyNumbers(def, args, 1);
      return typeof value === 'number' ? value : (value[0] as number);
    }
    const [condition, ...choices] = args;
    if (def.name === 'where' && typeof condition === 'number')
      return (condition ? choices[0] : choices[1]) as string | number;
    const lower = lowered[`${def.name} ${args.length}`];
    if (!lower)
      throw new TetradError({
        code: 'unsupported',
        message: `“${def.name}” of the expression has no counterpart in ONNX.`,
        place: 'expression',
      });
    const values = args.map((arg) => (typeof arg === 'number' ? scalar(graph, arg) : arg));
    return lower(graph, ...(values as [string, string, string]));
  });
  return typeof result === 'string' ? result : scalar(graph, result ?? 0);
}
