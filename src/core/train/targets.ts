/** What can be predicted of a dataset version, the task it means, and why the rest cannot. The one place that says. */
import { futureTarget, type GridSchema } from '../grid/gridSchema';
import type { Column, ColumnRole, ColumnStats } from '../protocol/dataset';
import { type ErrorInfo, TetradError } from '../protocol/errors';
import type { TaskSpec } from '../protocol/train';
import { labelsOf } from '../transforms/target';
import { maxLabels, taskKind } from './taskKind';

export interface TargetSource {
  schema: { fields: readonly Column[]; grid?: GridSchema };
  /** By column; what is not known of a column cannot refuse it. */
  stats: readonly ColumnStats[];
  rows?: number;
}

export interface TargetChoice {
  name: string;
  /** Absent: it cannot be predicted, see `refused`. Of labels only the most frequent are known here. */
  task?: TaskSpec;
  /** "no values", "an identifier"; the error says it in full. */
  refused?: { why: string; error: ErrorInfo };
}

/** Every column of a table; of a field over time and space its own future and the labels of its samples. */
export function targetsOf(source: TargetSource): TargetChoice[] {
  const { fields, grid } = source.schema;
  const columns = fields.flatMap((column, i) =>
    grid && !isLabel(column) ? [] : [columnTarget(source, column, source.stats[i])],
  );
  if (!grid) return columns;
  const future = futureChoice(grid);
  return [...(future.refused ? [] : [future]), ...columns];
}

/** The task a target means, or the reason it cannot be one as an error. */
export function targetTask(source: TargetSource, target: string): TaskSpec {
  const { fields, grid } = source.schema;
  const at = fields.findIndex(({ name }) => name === target);
  const column = fields[at];
  const choice =
    grid && target === futureTarget
      ? futureChoice(grid)
      : column && columnTarget(source, column, source.stats[at]);
  if (choice?.task) return choice.task;
  if (choice?.refused) throw new TetradError(choice.refused.error);
  throw new TetradError({
    code: 'badInput',
    message: `There is no column "${target.slice(0, 80)}" to be the target.`,
    place: 'target',
    hint: `The columns are: ${columnNames(fields)}.`,
  });
}

export const columnNames = (fields: readonly Column[]): string =>
  fields
    .slice(0, 12)
    .map(({ name }) => name)
    .join(', ') + (fields.length > 12 ? ', …' : '');

/** Columns that say where a row belongs rather than what it is. */
const dividing: Partial<Record<ColumnRole, string>> = {
  group: 'says what belongs together',
  split: 'says which part a row is of',
  time: 'says when a row was',
};

function columnTarget(
  { rows, schema: { grid } }: TargetSource,
  { name, type, role }: Column,
  stats: ColumnStats | undefined,
): TargetChoice {
  const refuse = (why: string, message: string, hint: string): TargetChoice => ({
    name,
    refused: { why, error: { code: 'badInput', message, place: `column ${name}`, hint } },
  });
  const told = dividing[role];
  if (rows === 0)
    return refuse('no rows', 'The dataset has no rows.', 'Import a file with at least a few rows.');
  if (stats?.distinct === 0)
    return refuse('no values', `Every value of "${name}" is missing.`, 'Choose another target.');
  if (stats?.distinct === 1)
    return refuse(
      'one value',
      `Every row has the same value in "${name}", so there is nothing to learn.`,
      'Choose a target with at least two different values.',
    );
  if (told)
    return refuse(
      `role ${role}`,
      `"${name}" ${told}, so it cannot be predicted.`,
      grid ? 'Choose another target.' : 'Choose another target, or change the role of the column.',
    );
  if (type === 'id' || type === 'text' || type === 'datetime')
    return refuse(
      typeWords[type],
      `"${name}" is a field of type ${type} and cannot be predicted.`,
      'Choose another target, or change the type of the field if it was guessed wrongly.',
    );
  const kind = stats ? taskKind({ type }, stats) : taskKind({ type }, unknown);
  if (kind === 'regression') return { name, task: { kind, target: name } };
  if (stats && (stats.distinctCapped || stats.distinct > maxLabels))
    return refuse(
      'too many labels',
      `"${name}" has ${stats.distinctCapped ? 'more than ' : ''}${stats.distinct.toLocaleString('en')} different labels; at most ${maxLabels.toLocaleString('en')} can be told apart.`,
      'If it is a quantity, change its type to numeric; if it names each row, choose another target; else group rare values.',
    );
  return {
    name,
    task: { kind, target: name, labels: labelsOf((stats?.top ?? []).map(({ value }) => value)) },
  };
}

/** Labels of samples, as opposed to where a sample lies. */
const isLabel = ({ role }: Column): boolean => role === 'target' || role === 'feature';

const typeWords = { id: 'an identifier', text: 'free text', datetime: 'dates' };
const unknown = { count: 0, missing: 0, distinct: 0, distinctCapped: true };

/** The field itself, later: only where the samples leave room for it. */
function futureChoice({ windowing: { horizon }, channels }: GridSchema): TargetChoice {
  const name = futureTarget;
  if (horizon > 0)
    return {
      name,
      task: { kind: 'forecast', target: name, horizon, channels: channels.map((channel) => channel.name) },
    };
  return {
    name,
    refused: {
      why: 'no horizon',
      error: {
        code: 'badInput',
        message: 'The samples of this field end with their window, so there is no future to forecast.',
        place: 'target future',
        hint: 'Cut the samples anew with a horizon of at least 1 step.',
      },
    },
  };
}

const tellingNames =
  /^(target|label|labels|class|classes|y|outcome|response|result|species|survived|churn(ed)?|default(ed)?|diagnosis|quality|price|sale_?price|score|rating|income|fraud)$/i;

/** Which target a person most likely means. A guess, shown as one. */
export function suggestTarget(source: TargetSource): string | undefined {
  const { fields, grid } = source.schema;
  const offered = new Set(targetsOf(source).flatMap(({ name, task }) => (task ? [name] : [])));
  if (grid && offered.has(futureTarget)) return futureTarget;
  const candidates = fields.filter(({ name, role }) => offered.has(name) && role !== 'ignored');
  const marked = candidates.find(({ role }) => role === 'target');
  const last = candidates.at(-1);
  if (grid) return (marked ?? last)?.name;
  const named = candidates.find(({ name }) => tellingNames.test(name.trim()));
  const labels = candidates.filter(({ type }) => type === 'categorical' || type === 'boolean');
  const lastIsLast = last && last === fields.at(-1) ? last : undefined;
  return (marked ?? named ?? lastIsLast ?? labels.at(-1) ?? last)?.name;
}
