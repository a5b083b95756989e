/**
 * What is wrong with a mapping, each problem at the place where it is put right. The mapping step asks while
 * the user types, the import asks again before it reads a value.
 */
import { TetradError } from '../protocol/errors';
import { type AxisRole, axisRoles } from './arrayFile';
import { checkWindowing } from './checkWindowing';
import type { GridImportOptions, IndexRange } from './gridSchema';
import { findVariable, labelRoles, mapGrid, type MappedVariable } from './mapGrid';

export type MappingPlace =
  | 'variables'
  | `dimension ${string}`
  | 'length'
  | 'stride'
  | 'horizon'
  | `patch ${'x' | 'y' | 'z'}`
  | 'labels'
  | 'size';

export interface MappingProblem {
  at: MappingPlace;
  message: string;
  hint: string;
}

const sizesText = ({ dimensions }: Pick<MappedVariable, 'dimensions'>): string =>
  listed(dimensions.map(({ name, size }) => `${name} (${size.toLocaleString('en')})`)) || 'nothing';

const listed = (names: readonly string[]): string =>
  names.slice(0, 8).join(', ') + (names.length > 8 ? ', …' : '');

/** `files`: how many files of equal shape are read, each as recordings of their own. */
export function checkMapping(
  variables: readonly MappedVariable[],
  options: GridImportOptions,
  files = 1,
): MappingProblem[] {
  const ofVariables = checkVariables(variables, options);
  if (ofVariables.length > 0) return ofVariables;
  const ofAxes = checkAxes(variables, options);
  if (ofAxes.length > 0) return ofAxes;
  const { sizes } = mapGrid(variables, options.mapping);
  const grid = {
    recordings: sizes.sample * files,
    axes: { time: { size: sizes.time }, x: { size: sizes.x }, y: { size: sizes.y }, z: { size: sizes.z } },
    windowing: options.windowing,
  };
  return [
    ...checkWindowing(grid, options.labels.kind === 'future'),
    ...checkLabels(variables, options, files),
  ];
}

/** Throws the first problem. `fileName` is where it is. */
export function requireMapping(
  problems: readonly MappingProblem[],
  fileName: string,
  code: 'badInput' | 'quota' = 'badInput',
): void {
  const [first] = problems;
  if (!first) return;
  throw new TetradError({
    code,
    message: first.message,
    place: `${fileName}, ${first.at}`,
    hint: first.hint,
  });
}

function checkVariables(
  variables: readonly MappedVariable[],
  { mapping }: GridImportOptions,
): MappingProblem[] {
  const problem = (message: string, hint: string): MappingProblem[] => [{ at: 'variables', message, hint }];
  const [firstName, ...others] = mapping.variables;
  if (firstName === undefined)
    return problem('No variable is chosen.', 'Choose at least one: each becomes a channel.');
  const twice = mapping.variables.find((name, i) => mapping.variables.indexOf(name) < i);
  if (twice !== undefined) return problem(`“${twice}” is chosen twice.`, 'Name each variable once.');
  const missing = mapping.variables.find((name) => !findVariable(variables, name));
  if (missing !== undefined)
    return problem(
      `The file has no variable “${missing}”.`,
      `Its variables are: ${listed(variables.map(({ name }) => name))}.`,
    );
  const { dimensions } = findVariable(variables, firstName) as MappedVariable;
  const double = dimensions.find(({ name }, i) => dimensions.findIndex((other) => other.name === name) < i);
  if (double)
    return problem(
      `“${firstName}” has the dimension “${double.name}” twice.`,
      'The two cannot be told apart; give one of them another name in the file.',
    );
  for (const name of others) {
    const variable = findVariable(variables, name) as MappedVariable;
    for (const { name: dimension, size } of dimensions) {
      const same = variable.dimensions.find((other) => other.name === dimension);
      if (!same)
        return problem(
          `“${firstName}” runs over “${dimension}” (${size.toLocaleString('en')}), “${name}” does not: it runs over ${sizesText(variable)}.`,
          'Variables of one field have the same dimensions. Import the others as a dataset of their own.',
        );
      if (same.size !== size)
        return problem(
          `The lengths of “${dimension}” disagree: ${size.toLocaleString('en')} in “${firstName}”, ${same.size.toLocaleString('en')} in “${name}”.`,
          'Variables of one field have the same lengths. Leave one of them out.',
        );
    }
    const extra = variable.dimensions.find((own) => !dimensions.some((other) => other.name === own.name));
    if (extra)
      return problem(
        `“${name}” runs over “${extra.name}” (${extra.size.toLocaleString('en')}), “${firstName}” does not: it runs over ${sizesText({ dimensions })}.`,
        'Variables of one field have the same dimensions. Import the others as a dataset of their own.',
      );
  }
  return [];
}

function checkAxes(variables: readonly MappedVariable[], { mapping }: GridImportOptions): MappingProblem[] {
  const { dimensions } = findVariable(variables, mapping.variables[0] ?? '') as MappedVariable;
  const roles = new Map(Object.entries(mapping.axes));
  const fixed = new Map(Object.entries(mapping.fixed));
  const ranges = new Map(Object.entries(mapping.ranges ?? {}));
  const problems: MappingProblem[] = [];
  const takenBy = new Map<AxisRole, string>();
  for (const { name, size } of dimensions) {
    const problem = (message: string, hint: string) =>
      problems.push({ at: `dimension ${name}`, message, hint });
    const role = roles.get(name);
    const index = fixed.get(name);
    if (size === 0) problem(`“${name}” has length 0: there are no values.`, 'Choose other variables.');
    else if (role !== undefined && !axisRoles.includes(role))
      problem(`“${role}” is no axis.`, `Axes are: ${axisRoles.join(', ')}.`);
    else if (role !== undefined && takenBy.has(role))
      problem(
        `“${takenBy.get(role)}” and “${name}” are both mapped to ${role}.`,
        'Give one of them another axis, or take one index of it.',
      );
    else if (role === undefined && index === undefined && size > 1)
      problem(
        `“${name}” has ${size.toLocaleString('en')} values and no axis.`,
        'Say what it is, or take one index of it.',
      );
    else if (
      role === undefined &&
      index !== undefined &&
      !(Number.isInteger(index) && index >= 0 && index < size)
    )
      problem(
        `“${name}” has no index ${index}.`,
        `Indices run from 0 to ${(size - 1).toLocaleString('en')}.`,
      );
    else {
      const range = ranges.get(name);
      const wrong = range && (role === undefined ? noAxis : rangeProblem(range, size));
      if (wrong) problem(`“${name}”: ${wrong[0]}`, wrong[1]);
    }
    if (role !== undefined && !takenBy.has(role)) takenBy.set(role, name);
  }
  for (const name of [...roles.keys(), ...fixed.keys(), ...ranges.keys()])
    if (!dimensions.some((dimension) => dimension.name === name))
      problems.push({
        at: 'variables',
        message: `The chosen variables have no dimension “${name}”.`,
        hint: `Their dimensions are: ${listed(dimensions.map((dimension) => dimension.name))}.`,
      });
  if (problems.length === 0 && !(['time', 'x', 'y', 'z'] as const).some((role) => takenBy.has(role)))
    problems.push({
      at: `dimension ${dimensions[0]?.name ?? ''}`,
      message: 'No dimension is time or space.',
      hint: 'Say which dimension is time, x, y or z; values without either are a table.',
    });
  return problems;
}

const noAxis = ['a part is taken of axes only.', 'Say which axis it is, or take one index.'] as const;

function rangeProblem(
  { start, count, step }: IndexRange,
  size: number,
): readonly [string, string] | undefined {
  const last = (size - 1).toLocaleString('en');
  if (!(Number.isInteger(start) && start >= 0 && start < size))
    return ['the part begins at no index.', `Enter the first index taken: 0 to ${last}.`];
  if (!(Number.isInteger(step) && step >= 1))
    return ['every how many is not said.', 'Enter a whole number from 1.'];
  const most = Math.ceil((size - start) / step);
  if (Number.isInteger(count) && count >= 1 && count <= most) return undefined;
  return [
    `from index ${start.toLocaleString('en')}${step > 1 ? ` every ${step.toLocaleString('en')}` : ''} there are ${most.toLocaleString('en')} of its ${size.toLocaleString('en')}.`,
    `Enter how many are taken: 1 to ${most.toLocaleString('en')}.`,
  ];
}

function checkLabels(
  variables: readonly MappedVariable[],
  { mapping, labels }: GridImportOptions,
  files: number,
): MappingProblem[] {
  const problem = (message: string, hint: string): MappingProblem[] => [{ at: 'labels', message, hint }];
  if (labels.kind === 'folder') {
    if (labels.folders.length !== files)
      return problem(
        `${labels.folders.length.toLocaleString('en')} folders are named for ${files.toLocaleString('en')} files.`,
        'Name one folder per file, in the order of the files.',
      );
    return new Set(labels.folders).size > 1
      ? []
      : problem(
          'All files are in one folder, so every label is the same.',
          'Put the files of each class in a folder of its own and drop the folder around them.',
        );
  }
  if (labels.kind !== 'variable') return [];
  for (const name of [labels.variable, ...(labels.also ?? [])]) {
    const wrong = checkLabelVariable(variables, mapping, name);
    if (wrong) return problem(...wrong);
  }
  return [];
}

function checkLabelVariable(
  variables: readonly MappedVariable[],
  mapping: GridImportOptions['mapping'],
  name: string,
): [message: string, hint: string] | undefined {
  const variable = findVariable(variables, name);
  if (!variable) return [`The file has no variable “${name}”.`, 'Choose another source of labels.'];
  if (mapping.variables.includes(name))
    return [`“${name}” is a channel and the label.`, 'Take it out of the channels, or choose another label.'];
  const grid = mapGrid(variables, mapping);
  if (labelRoles(variable, grid)) return undefined;
  const { sample, time } = grid.whole;
  return [
    `“${name}” has ${variable.dimensions.map(({ size }) => size.toLocaleString('en')).join(' × ')} values: they fit neither the ${sample.toLocaleString('en')} samples nor the ${time.toLocaleString('en')} times.`,
    'A label has one value per sample, per time, or per time of each sample.',
  ];
}
