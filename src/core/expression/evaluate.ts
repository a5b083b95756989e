/** Runs a checked program line by line, with whatever kind of value `apply` works on. */
import type { Expr } from './ast';
import { type CheckedProgram, findFunction } from './checkProgram';
import { constants, type FunctionDef, operators } from './functions';

type Apply<V> = (def: FunctionDef, args: (V | number)[]) => V | number;

/** The value of every name after the last line, and the result. Names of `scope` win over defaults of params. */
export function evaluate<V>(
  { program }: CheckedProgram,
  scope: Readonly<Record<string, V | number>>,
  apply: Apply<V>,
): { names: Map<string, V | number>; result?: V | number } {
  const names = new Map<string, V | number>(Object.entries(constants));
  for (const { name, value } of program.params) names.set(name, value);
  for (const [name, value] of Object.entries(scope)) names.set(name, value);
  const value = (expr: Expr): V | number => {
    switch (expr.kind) {
      case 'number':
        return expr.value;
      case 'name':
        return names.get(expr.name) as V | number;
      case 'negate':
        return apply(operators.negate, [value(expr.of)]);
      case 'binary':
        return apply(operators[expr.operator], [value(expr.left), value(expr.right)]);
      case 'call':
        return apply(findFunction(expr.name, expr.args.length) as FunctionDef, expr.args.map(value));
    }
  };
  for (const line of program.assignments) names.set(line.name, value(line.value));
  return { names, result: program.result && value(program.result) };
}
