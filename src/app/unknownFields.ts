/** What raw rows name that a model does not take, and what it takes that no row names. */
import { kindOf } from '#/core/kinds/registry';
import { TetradError } from '#/core/protocol/errors';
import type { ModelVersion } from '#/core/protocol/model';

const listed = (names: string[]) =>
  names
    .slice(0, 10)
    .map((name) => `"${name.slice(0, 80)}"`)
    .join(', ') + (names.length > 10 ? ', …' : '');

/**
 * Warnings for a person; throws when nothing fits, which is a wrong file rather than missing values.
 * The target may be there: rows to be judged often still have it.
 */
export function unknownFields(
  { inputs, task, input }: Pick<ModelVersion, 'inputs' | 'task' | 'input'>,
  given: Iterable<string>,
): string[] {
  // Its rows are numbers of samples; what is wrong with them the engine says.
  if (!kindOf(input).rowsAreCells) return [];
  const names = new Set(given);
  names.delete(task.target);
  const unknown = [...names].filter((name) => !inputs.some((field) => field.name === name));
  const absent = inputs.map(({ name }) => name).filter((name) => !names.has(name));
  if (names.size > 0 && unknown.length === names.size && inputs.length > 0)
    throw new TetradError({
      code: 'badInput',
      message: `The model takes none of the given columns (${listed(unknown)}).`,
      hint: `It takes ${listed(inputs.map(({ name }) => name))}.`,
      place: 'rows',
    });
  const warnings: string[] = [];
  if (unknown.length > 0) warnings.push(`Ignored, because the model does not take them: ${listed(unknown)}.`);
  if (absent.length > 0) warnings.push(`Not given, taken as missing: ${listed(absent)}.`);
  return warnings;
}

export function namesInRows(rows: readonly object[]): Set<string> {
  const names = new Set<string>();
  for (const row of rows) for (const name of Object.keys(row)) names.add(name);
  return names;
}

/** A row with columns, and none of them the model's, among others: its answer would say nothing. */
export function refuseForeignRows(
  { inputs, task, input }: Pick<ModelVersion, 'inputs' | 'task' | 'input'>,
  rows: readonly object[],
): void {
  if (!kindOf(input).rowsAreCells || inputs.length === 0) return;
  const taken = new Set([...inputs.map(({ name }) => name), task.target]);
  const at = rows.findIndex((row) => {
    const names = Object.keys(row);
    return names.length > 0 && !names.some((name) => taken.has(name));
  });
  if (at < 0) return;
  throw new TetradError({
    code: 'badInput',
    message: `Row ${at + 1} has none of the columns that the model takes, but ${listed(Object.keys(rows[at] ?? {}))}.`,
    hint: `No row was answered. The model takes ${listed(inputs.map(({ name }) => name))}: correct the row, or leave it out.`,
    place: `row ${at + 1}`,
  });
}
