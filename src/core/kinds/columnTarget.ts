/** What a column means as a target, or why it cannot be one. */
import type { Column, ColumnRole, ColumnStats } from '../protocol/dataset';
import { listedLabels } from '../labels/labelSets';
import { maxLabels, taskKind } from '../train/taskKind';
import { taskOf } from '../tasks/registry';
import { labelsOf } from '../transforms/labelsOf';
import type { KindSource, TargetChoice } from './kindDef';

/** Columns that say where a row belongs rather than what it is. */
const dividing: Partial<Record<ColumnRole, string>> = {
  group: 'says what belongs together',
  split: 'says which part a row is of',
  time: 'says when a row was',
};

export function columnTarget(
  { rows }: Pick<KindSource, 'rows'>,
  { name, type, role }: Column,
  stats: ColumnStats | undefined,
  roleHint = 'Choose another target, or change the role of the column.',
): TargetChoice {
  const refuse = (why: string, message: string, hint: string): TargetChoice => ({
    name,
    refused: { why, error: { code: 'badInput', message, place: `column ${name}`, hint } },
  });
  const told = dividing[role];
  if (rows === 0)
    return refuse('no rows', 'The dataset has no rows.', 'Import a file with at least a few rows.');
  if (rows === 1)
    return refuse(
      'one row',
      'The dataset has a single row: there is nothing to learn from and be judged by.',
      'Import a file with at least a few rows.',
    );
  if (stats?.distinct === 0)
    return refuse('no values', `Every value of "${name}" is missing.`, 'Choose another target.');
  if (stats?.distinct === 1)
    return refuse(
      'one value',
      `Every row has the same value in "${name}", so there is nothing to learn.`,
      'Choose a target with at least two different values.',
    );
  if (told) return refuse(`role ${role}`, `"${name}" ${told}, so it cannot be predicted.`, roleHint);
  const several = type === 'boolean' ? undefined : listedLabels(stats?.top);
  if (several && several.length <= maxLabels && type !== 'integer' && type !== 'numeric')
    return { name, task: { type: 'multiLabel', target: name, labels: several } };
  if (type === 'id' || type === 'text' || type === 'datetime')
    return refuse(
      typeWords[type],
      `"${name}" is a field of type ${type} and cannot be predicted.`,
      'Choose another target, or change the type of the field if it was guessed wrongly.',
    );
  const kind = stats ? taskKind({ type }, stats) : taskKind({ type }, unknown);
  if (taskOf({ type: kind }).value === 'number') return { name, task: { type: kind, target: name } };
  if (stats && (stats.distinctCapped || stats.distinct > maxLabels))
    return refuse(
      'too many labels',
      `"${name}" has ${stats.distinctCapped ? 'more than ' : ''}${stats.distinct.toLocaleString('en')} different labels; at most ${maxLabels.toLocaleString('en')} can be told apart.`,
      'If it is a quantity, change its type to numeric; if it names each row, choose another target; else group rare values.',
    );
  return {
    name,
    task: { type: kind, target: name, labels: labelsOf((stats?.top ?? []).map(({ value }) => value)) },
  };
}

const typeWords = { id: 'an identifier', text: 'free text', datetime: 'dates' };
const unknown = { count: 0, missing: 0, distinct: 0, distinctCapped: true };
