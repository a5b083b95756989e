/** A condition between parameters of a space, as text: "batchSize * learningRate <= 1". */
import type { BinaryOperator, Expr } from '../expression/ast';
import { nearestName } from '../expression/nearestName';
import { parseProgram } from '../expression/parseProgram';
import { TetradError, toErrorInfo } from '../protocol/errors';
import type { TrialParams } from '../protocol/sweep';

export interface Constraint {
  text: string;
  /** A condition on a parameter that is not searched in this trial, or is no number, holds. */
  holds(params: TrialParams): boolean;
}

const apply: Record<BinaryOperator, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
  '<': (a, b) => Number(a < b),
  '<=': (a, b) => Number(a <= b),
  '>': (a, b) => Number(a > b),
  '>=': (a, b) => Number(a >= b),
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
};

/** The expression language has no dots in names. */
const undotted = (text: string): string => text.replaceAll(/(?<=[A-Za-z]\w*)\.(?=[A-Za-z])/g, '_');

export function parseConstraint(text: string, names: readonly string[]): Constraint {
  const refused = (message: string, hint?: string): TetradError =>
    new TetradError({ code: 'badInput', message: `"${text}": ${message}`, place: 'constraints', hint });
  const known = new Map(names.map((name) => [undotted(name), name]));
  let expr: Expr | undefined;
  try {
    const program = parseProgram(undotted(text));
    expr = program.assignments.length + program.params.length === 0 ? program.result : undefined;
  } catch (thrown) {
    const { message, hint } = toErrorInfo(thrown);
    throw refused(message, hint);
  }
  if (!expr || expr.kind !== 'binary' || !/^[<>=!]/.test(expr.operator))
    throw refused('this is not a comparison.', 'Write one, for example "batchSize * learningRate <= 1".');
  const check = (node: Expr): void => {
    if (node.kind === 'call')
      throw refused(`functions (${node.name}) are not known here.`, 'Use + - * / ^ and numbers.');
    if (node.kind === 'name' && !known.has(node.name)) {
      const near = nearestName(node.name, [...known.keys()]);
      throw refused(
        `"${node.name}" is not in the space.`,
        near ? `Did you mean ${known.get(near)}?` : `In the space are: ${names.join(', ')}.`,
      );
    }
    if (node.kind === 'negate') check(node.of);
    if (node.kind === 'binary') [node.left, node.right].forEach(check);
  };
  check(expr);
  const value = (node: Expr, params: TrialParams): number => {
    if (node.kind === 'number') return node.value;
    if (node.kind === 'negate') return -value(node.of, params);
    if (node.kind === 'binary')
      return apply[node.operator](value(node.left, params), value(node.right, params));
    const given = node.kind === 'name' ? params[known.get(node.name) ?? ''] : undefined;
    return typeof given === 'number' ? given : Number.NaN;
  };
  const { left, right, operator } = expr;
  return {
    text,
    holds(params) {
      const [a, b] = [value(left, params), value(right, params)];
      return Number.isNaN(a) || Number.isNaN(b) || apply[operator](a, b) === 1;
    },
  };
}
