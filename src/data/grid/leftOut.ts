/** Which variables of a file are no part of the field, and why. */
import type { GridImportOptions } from '#/core/grid/gridSchema';
import type { MappedVariable } from '#/core/grid/mapGrid';
import type { DataIssue } from '#/core/protocol/dataset';

const mostNamed = 6;

/** `empty`: chosen, but nothing was in them. */
export function leftOut(
  variables: readonly MappedVariable[],
  { mapping, labels }: GridImportOptions,
  empty: readonly string[],
): DataIssue[] {
  const used = new Set([...mapping.variables, ...empty]);
  if (labels.kind === 'variable')
    for (const name of [labels.variable, ...(labels.also ?? [])]) used.add(name);
  const shapeOf = ({ dimensions }: MappedVariable) =>
    JSON.stringify(dimensions.map(({ name }) => name).toSorted());
  const shapes = new Set(variables.filter(({ name }) => mapping.variables.includes(name)).map(shapeOf));
  const elsewhere = variables.filter(
    (variable) =>
      !used.has(variable.name) &&
      variable.coordinate !== true &&
      variable.dimensions.length > 1 &&
      !shapes.has(shapeOf(variable)),
  );
  return [
    ...empty.map(
      (name): DataIssue => ({
        severity: 'warning',
        message: `“${name}” has no values: all of them are fill values or NaN. It was left out.`,
      }),
    ),
    ...(elsewhere.length === 0
      ? []
      : [
          {
            severity: 'info' as const,
            message: `${named(elsewhere)} ${elsewhere.length === 1 ? 'lies' : 'lie'} along other dimensions, so ${elsewhere.length === 1 ? 'it is' : 'they are'} no part of this dataset.`,
            hint: 'Import the file again and choose them to have them as a dataset of their own.',
          },
        ]),
  ];
}

function named(variables: readonly MappedVariable[]): string {
  const list = variables.slice(0, mostNamed).map(({ name }) => `“${name}”`);
  const more = variables.length - list.length;
  return `${list.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
