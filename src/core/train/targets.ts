/** What can be predicted of a dataset version, the task it means, and why the rest cannot. The one place that asks. */
import { columnNames } from '../kinds/columnNames';
import type { KindSource, TargetChoice } from '../kinds/kindDef';
import { kindOf } from '../kinds/registry';
import { TetradError } from '../protocol/errors';
import type { TaskSpec } from '../protocol/train';
import { tasks } from '../tasks/registry';

/** Every column of a table; of a field over time and space its own future and the labels of its samples. */
export const targetsOf = (source: KindSource): TargetChoice[] =>
  kindOf(source.schema)
    .targets(source)
    .filter(({ hidden }) => !hidden);

/** Every task that can be learnt of a target that can be one, the task it means first. */
export function tasksOf(source: KindSource, target: string): TaskSpec[] {
  const usual = targetTask(source, target);
  const at = source.schema.columns.findIndex(({ name }) => name === target);
  const [column, stats] = [source.schema.columns[at], source.stats[at]];
  if (!column || !stats) return [usual, ...tasks.all.flatMap(({ beside }) => beside?.(usual) ?? [])];
  const others = tasks.all.flatMap(({ type, of }) =>
    type === usual.type ? [] : (of?.({ column, stats, usual }) ?? []),
  );
  return [usual, ...others];
}

/** The task a target means, or the one of its others that is wanted; why it cannot be as an error. */
export function targetTask(source: KindSource, target: string, wanted?: string): TaskSpec {
  if (wanted !== undefined) return wantedTask(source, target, wanted);
  const choice = kindOf(source.schema)
    .targets(source)
    .find(({ name }) => name === target);
  if (choice?.task) return choice.task;
  if (choice?.refused) throw new TetradError(choice.refused.error);
  throw new TetradError({
    code: 'badInput',
    message: `There is no column "${target.slice(0, 80)}" to be the target.`,
    place: 'target',
    hint: `The columns are: ${columnNames(source.schema.columns)}.`,
  });
}

function wantedTask(source: KindSource, target: string, wanted: string): TaskSpec {
  const { title } = tasks.get(wanted, 'task');
  const possible = tasksOf(source, target);
  const task = possible.find(({ type }) => type === wanted);
  if (task) return task;
  throw new TetradError({
    code: 'badInput',
    message: `"${target}" is not a target for ${title.toLowerCase()}.`,
    place: 'task',
    hint: `Its values suit: ${possible.map(({ type }) => type).join(', ')}.`,
  });
}

/** Which target a person most likely means. A guess, shown as one. */
export function suggestTarget(source: KindSource): string | undefined {
  const offered = new Set(targetsOf(source).flatMap(({ name, task }) => (task ? [name] : [])));
  return kindOf(source.schema).suggested(source, offered);
}
