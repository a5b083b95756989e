/** Whether a column can be learnt, with a message that names what is wrong with it. */
import { futureTarget, type GridSchema } from '#/core/grid/gridSchema';
import type { ColumnStats, DatasetVersion, Column } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { TaskSpec } from '#/core/protocol/train';
import { maxLabels, taskKind } from '#/core/train/taskKind';
import { labelsOf } from '#/core/transforms/target';

export const badColumn = (message: string, place: string, hint: string) =>
  new TetradError({ code: 'badInput', message, place, hint });

export const columnNames = (version: DatasetVersion) =>
  version.schema.fields
    .slice(0, 12)
    .map(({ name }) => name)
    .join(', ') + (version.schema.fields.length > 12 ? ', …' : '');

export function findColumn(version: DatasetVersion, name: string, what: string): [Column, ColumnStats] {
  const at = version.schema.fields.findIndex((field) => field.name === name);
  const field = version.schema.fields[at];
  const stats = version.stats[at];
  if (!field || !stats)
    throw badColumn(
      `There is no column "${name.slice(0, 80)}" to be the ${what}.`,
      what,
      `The columns are: ${columnNames(version)}.`,
    );
  return [field, stats];
}

/** The task a target means. Labels beyond the most frequent 20 are found by the training itself. */
export function checkTarget(version: DatasetVersion, target: string): TaskSpec {
  const { grid } = version.schema;
  if (grid && target === futureTarget) return checkFuture(grid);
  const [field, stats] = findColumn(version, target, 'target');
  const place = `column ${target}`;
  if (version.rows === 0)
    throw badColumn('The dataset has no rows.', place, 'Import a file with at least a few rows.');
  if (stats.distinct === 0)
    throw badColumn(`Every value of "${target}" is missing.`, place, 'Choose another target.');
  if (stats.distinct === 1)
    throw badColumn(
      `Every row has the same value in "${target}", so there is nothing to learn.`,
      place,
      'Choose a target with at least two different values.',
    );
  if (field.type === 'id' || field.type === 'text' || field.type === 'datetime')
    throw badColumn(
      `"${target}" is a field of type ${field.type} and cannot be predicted.`,
      place,
      'Choose another target, or change the type of the field if it was guessed wrongly.',
    );
  const kind = taskKind(field, stats);
  if (kind === 'regression') return { kind, target };
  if (stats.distinctCapped || stats.distinct > maxLabels)
    throw badColumn(
      `"${target}" has ${stats.distinctCapped ? 'more than ' : ''}${stats.distinct.toLocaleString('en')} different labels; at most ${maxLabels.toLocaleString('en')} can be told apart.`,
      place,
      'If it is a quantity, change its type to numeric; if it names each row, choose another target; else group rare values.',
    );
  return { kind, target, labels: labelsOf((stats.top ?? []).map(({ value }) => value)) };
}

/** The field itself, later: only where the samples leave room for it. */
function checkFuture({ windowing, channels }: GridSchema): TaskSpec {
  if (windowing.horizon === 0)
    throw badColumn(
      'The samples of this field end with their window, so there is no future to forecast.',
      'target future',
      'Cut the samples anew with a horizon of at least 1 step.',
    );
  return {
    kind: 'forecast',
    target: futureTarget,
    horizon: windowing.horizon,
    channels: channels.map(({ name }) => name),
  };
}
