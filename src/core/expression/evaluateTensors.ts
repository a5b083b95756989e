/**
 * A program on tensors: rows are [batch, 1], rows of classes [batch, classes], so that shapes broadcast by
 * themselves. What depends on no tensor is computed on the host, in float64.
 */
import type { Ops, Tensor } from '../layers/layerDef';
import type { CheckedProgram } from './checkProgram';
import { evaluate } from './evaluate';
import { applyNumbers } from './evaluateNumbers';
import type { FunctionDef, Value } from './functions';

/** Inside tf.tidy. `classes`: of a class loss. */
export const evaluateTensors = (
  tf: Ops,
  program: CheckedProgram,
  scope: Readonly<Record<string, Value>>,
  classes = 1,
): ReturnType<typeof evaluate<Tensor>> =>
  evaluate<Tensor>(program, scope, (def, args) => applyTensors(tf, def, args, classes));

function applyTensors(tf: Ops, def: FunctionDef, args: Value[], classes: number): Value {
  if (args.every((arg) => typeof arg === 'number')) {
    const value = applyNumbers(def, args, classes);
    // Of equal numbers, every class has the same.
    return typeof value === 'number' ? value : (value[0] as number);
  }
  if (def.kind === 'elementwise') return def.tensor(tf, ...(args as [Value, Value, Value]));
  return def.tensor(tf, args[0] as Tensor);
}
