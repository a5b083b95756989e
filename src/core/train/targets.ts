/** What can be predicted of a dataset version, the task it means, and why the rest cannot. The one place that asks. */
import { columnNames } from '../kinds/columnNames';
import type { KindSource, TargetChoice } from '../kinds/kindDef';
import { kindOf } from '../kinds/registry';
import { TetradError } from '../protocol/errors';
import type { TaskSpec } from '../protocol/train';

/** Every column of a table; of a field over time and space its own future and the labels of its samples. */
export const targetsOf = (source: KindSource): TargetChoice[] =>
  kindOf(source.schema)
    .targets(source)
    .filter(({ hidden }) => !hidden);

/** The task a target means, or the reason it cannot be one as an error. */
export function targetTask(source: KindSource, target: string): TaskSpec {
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

/** Which target a person most likely means. A guess, shown as one. */
export function suggestTarget(source: KindSource): string | undefined {
  const offered = new Set(targetsOf(source).flatMap(({ name, task }) => (task ? [name] : [])));
  return kindOf(source.schema).suggested(source, offered);
}
