/** Labels from where the mapping says they are: a variable of the files, a table beside them, their folders. */
import type { ArrayFile, ArrayVariable } from '#/core/grid/arrayFile';
import { findVariable, labelRoles, mapGrid } from '#/core/grid/mapGrid';
import { TetradError } from '#/core/protocol/errors';
import type { ColumnValues } from '#/core/table/column';
import type { GridPlan } from './gridPlan';
import type { LabelTable } from './labelTable';

export interface VariableLabels {
  per: LabelTable['per'];
  values: Float64Array;
  classes?: ArrayVariable['classes'];
}

/** Values of one file, over its recordings or the times of each, appended to those of the files before. */
export async function readVariableLabels(
  arrays: ArrayFile,
  { mapping, sizes, ranges }: GridPlan,
  name: string,
): Promise<VariableLabels> {
  const variable = findVariable(arrays.variables, name);
  const roles = variable && labelRoles(variable, mapGrid(arrays.variables, mapping));
  if (!variable || !roles)
    throw new TetradError({
      code: 'badInput',
      message: `The labels in “${name}” do not fit the samples.`,
      place: `variable ${name}`,
      hint: 'A label has one value per sample, per time, or per time of each sample.',
    });
  const parts = roles.map((role) => (role === 'single' ? { start: 0, count: 1, step: 1 } : ranges[role]));
  const read = await arrays.readExact(
    name,
    parts.map(({ start }) => start),
    parts.map(({ count }) => count),
    parts.map(({ step }) => step),
  );
  const long = roles.filter((role) => role !== 'single');
  const perTime = long.includes('time');
  const { classes } = variable;
  if (!perTime) return { per: 'recording', values: read, classes };
  const values = new Float64Array(sizes.sample * sizes.time);
  for (let i = 0; i < values.length; i++) {
    const time = i % sizes.time;
    const sample = Math.floor(i / sizes.time);
    const from = long.length === 1 ? time : long[0] === 'sample' ? i : time * sizes.sample + sample;
    values[i] = read[from] as number;
  }
  return { per: 'time', values, classes };
}

/** Numbers, or the names of the classes they stand for; a number without a name is missing. */
export function labelColumn(parts: readonly Float64Array[], classes: ArrayVariable['classes']): ColumnValues {
  const values = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  if (!classes) return { physical: 'f64', values };
  const codeOf = new Map(classes.map(({ value }, code) => [value, code]));
  const codes = Int32Array.from(values, (value) => codeOf.get(value) ?? -1);
  return { physical: 'dict', codes, dictionary: classes.map(({ name }) => name) };
}

/** Of two flags the larger value is what happened: 0 is noise, healthy, dry; 1 is the event. */
export function eventOfFlags(classes: ArrayVariable['classes']): string | undefined {
  if (classes?.length !== 2) return undefined;
  const [first, second] = classes as [{ value: number; name: string }, { value: number; name: string }];
  return (first.value > second.value ? first : second).name;
}

/** "strain/label" -> "label". */
export const labelNameOf = (variable: string): string => variable.split('/').at(-1) || variable;

/** One text per file, repeated for each of its recordings. */
export function textLabels(name: string, perFile: readonly string[], recordingsPerFile: number): LabelTable {
  const dictionary = [...new Set(perFile)];
  const codeOf = new Map(dictionary.map((text, code) => [text, code]));
  const codes = new Int32Array(perFile.length * recordingsPerFile);
  perFile.forEach((text, file) =>
    codes.fill(codeOf.get(text) as number, file * recordingsPerFile, (file + 1) * recordingsPerFile),
  );
  return { per: 'recording', names: [name], columns: [{ physical: 'dict', codes, dictionary }] };
}
