/** The target of a training as it stands in the data, to what is learnt: labels, codes, standardised numbers. */
import { TetradError } from '#/core/protocol/errors';
import type { TaskSpec } from '#/core/protocol/train';
import { readsLabels, taskOf, tasks } from '#/core/tasks/registry';
import { maxLabels } from '#/core/train/taskKind';
import { labelsOf } from '#/core/transforms/labelsOf';
import type { Values } from '#/core/transforms/transformDef';
import { keptLabels } from './kept';
import type { PrepareRequest } from './kindEngine';
import type { Split } from './preparedData';

/** The labels come from the rows. */
export const inferTask = (
  request: Pick<PrepareRequest, 'task' | 'target' | 'config' | 'kept'>,
  values: Values,
): TaskSpec => keptLabels(request, taskIn(request, values));

function taskIn(
  { task: type, target, config }: Pick<PrepareRequest, 'task' | 'target' | 'config'>,
  values: Values,
): TaskSpec {
  const { heeds, infer } = tasks.get(type, 'task');
  if (!readsLabels({ type })) return { type, target, ...heeds?.(config) };
  if (values.kind !== 'string')
    throw new TetradError({ code: 'internal', message: 'A classification target must be read as text.' });
  if (infer) return infer(target, values.data);
  const labels = labelsOf(values.data);
  if (labels.length > maxLabels)
    throw new TetradError({
      code: 'badInput',
      message: `The target "${target}" has ${labels.length.toLocaleString('en')} different values; at most ${maxLabels.toLocaleString('en')} classes can be told apart.`,
      place: `column ${target}`,
      hint: 'If it is a quantity, make the column numeric; if it is an identifier, choose another target; else group rare values.',
    });
  return { type, target, labels };
}

/** Where the answer is a class, or a set of labels: its number by row. */
export const classCodes = (task: TaskSpec, values: Values): Float64Array | undefined =>
  readsLabels(task) ? taskOf(task).encode(task, values) : undefined;

/** As the device takes it. */
export function encodeTarget(task: TaskSpec, values: Values): Split['target'] {
  const encoded = taskOf(task).encode(task, values);
  return readsLabels(task) ? Int32Array.from(encoded) : Float32Array.from(encoded);
}

export function presentRows(values: Values): Uint32Array {
  const rows: number[] = [];
  for (let row = 0; row < values.data.length; row++) {
    const value = values.data[row];
    if (value !== null && !Number.isNaN(value)) rows.push(row);
  }
  return Uint32Array.from(rows);
}
