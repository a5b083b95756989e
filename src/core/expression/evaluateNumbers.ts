/** A program in float64, for one row or one weight: the oracle, and what differences are taken of. */
import type { CheckedProgram } from './checkProgram';
import { evaluate } from './evaluate';
import type { FunctionDef } from './functions';

/** An array holds one number per class. */
type Numbers = number | readonly number[];

export const evaluateNumbers = (
  program: CheckedProgram,
  scope: Readonly<Record<string, Numbers>>,
): ReturnType<typeof evaluate<readonly number[]>> => {
  const classes = Object.values(scope).find((value) => typeof value !== 'number')?.length ?? 1;
  return evaluate<readonly number[]>(program, scope, (def, args) => applyNumbers(def, args, classes));
};

export function applyNumbers(def: FunctionDef, args: readonly Numbers[], classes: number): Numbers {
  if (def.kind !== 'elementwise') {
    const x = args[0] as Numbers;
    return def.host(typeof x === 'number' ? new Array<number>(classes).fill(x) : x);
  }
  const width = args.find((arg) => typeof arg !== 'number')?.length;
  if (width === undefined) return def.host(...(args as number[]));
  return Array.from({ length: width }, (_, i) =>
    def.host(...args.map((arg) => (typeof arg === 'number' ? arg : (arg[i] as number)))),
  );
}
