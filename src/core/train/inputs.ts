/** What a model of a dataset version may learn from, and why the rest cannot be. The one place that says. */
import type { GridSchema } from '../grid/gridSchema';
import type { Column, ColumnStats } from '../protocol/dataset';
import { type ErrorInfo, TetradError } from '../protocol/errors';
import { columnNames } from './targets';

export interface InputChoice {
  column: Column;
  stats?: ColumnStats;
  /** Learnt from unless told otherwise: what divides the rows is not. */
  standard: boolean;
  refused?: ErrorInfo;
}

interface InputSource {
  schema: { fields: readonly Column[]; grid?: GridSchema };
  stats: readonly ColumnStats[];
}

/** All channels of a field; every column of a table but the target. In the order of the schema. */
export function inputsOf({ schema: { fields, grid }, stats }: InputSource, target: string): InputChoice[] {
  if (grid) return channelColumns(grid).map((column) => ({ column, standard: true }));
  return fields.flatMap((column, i): InputChoice[] => {
    if (column.name === target) return [];
    const refused = refusal(column, stats[i]);
    return [
      {
        column,
        stats: stats[i],
        standard: column.role === 'feature' && !refused,
        ...(refused && { refused }),
      },
    ];
  });
}

/** What a form offers: neither refused nor ignored. */
export const offeredInputs = (source: InputSource, target: string): InputChoice[] =>
  inputsOf(source, target).filter(({ column, refused }) => !refused && column.role !== 'ignored');

/** What a field over time and space is learnt from: its channels, as a table is from its columns. */
const channelColumns = ({ channels }: Pick<GridSchema, 'channels'>): Column[] =>
  channels.map(({ name, unit }) => ({ name, type: 'numeric', role: 'feature', ...(unit ? { unit } : {}) }));

export const standardInputs = (source: InputSource, target: string): string[] =>
  inputsOf(source, target).flatMap(({ column, standard }) => (standard ? [column.name] : []));

/** The inputs named, or the standard ones, in the order of the schema; an error names what cannot be one. */
export function checkInputs(source: InputSource, target: string, wanted?: readonly string[]): string[] {
  const choices = inputsOf(source, target);
  const names = wanted ?? standardInputs(source, target);
  if (names.length === 0)
    throw bad(
      'There is no column to learn from.',
      'features',
      'Choose at least one feature beside the target; identifiers, free text and empty columns are left out.',
    );
  const byName = new Map(choices.map((choice) => [choice.column.name, choice]));
  const seen = new Set<string>();
  for (const name of names) {
    const choice = byName.get(name);
    if (!choice) throw unknownInput(source, target, name);
    if (choice.refused) throw new TetradError(choice.refused);
    if (seen.has(name)) throw bad(`The feature "${name}" is named twice.`, `column ${name}`, 'Name it once.');
    seen.add(name);
  }
  return choices.map(({ column: { name } }) => name).filter((name) => seen.has(name));
}

function unknownInput({ schema: { fields, grid } }: InputSource, target: string, name: string): TetradError {
  if (grid)
    return bad(
      `The field has no channel "${name}".`,
      'features',
      `It has ${grid.channels.map((channel) => channel.name).join(', ')}.`,
    );
  if (name === target)
    return bad(`The target "${target}" is also a feature.`, `column ${name}`, 'Take it out of the features.');
  return bad(
    `There is no column "${name.slice(0, 80)}" to be the feature.`,
    'feature',
    `The columns are: ${columnNames(fields)}.`,
  );
}

function refusal({ name, type }: Column, stats: ColumnStats | undefined): ErrorInfo | undefined {
  const place = `column ${name}`;
  if (type === 'text' || type === 'id')
    return {
      code: 'badInput',
      message: `"${name}" is a field of type ${type} and cannot be a feature.`,
      place,
      hint: 'Take it out of the features, or change its type if it was guessed wrongly.',
    };
  if (stats?.distinct === 0)
    return {
      code: 'badInput',
      message: `Every value of the feature "${name}" is missing.`,
      place,
      hint: 'Take it out of the features.',
    };
  return undefined;
}

const bad = (message: string, place: string, hint: string): TetradError =>
  new TetradError({ code: 'badInput', message, place, hint });
