import type { DatasetKind } from '../protocol/dataset';
import type { TaskType } from '../protocol/train';
import { kindOf } from '../kinds/registry';
import { taskOf } from '../tasks/registry';
import type { FamilyDef } from './familyDef';

type Suiting = Pick<FamilyDef, 'rank' | 'from' | 'values' | 'frames'>;

export function answersTask({ values, frames }: Suiting, type: TaskType): boolean {
  const task = taskOf({ type });
  return values.includes(task.value) && (frames === 'only' ? task.frames : frames === true || !task.frames);
}

/** Whether it learns from samples of so many axes, channels among them. */
export const takesRank = ({ rank }: Pick<FamilyDef, 'rank'>, axes: number): boolean =>
  typeof rank === 'number' ? rank === axes : rank.includes(axes);

/** Whether a family can learn such a task from such data. */
export function suits(family: Suiting, kind: DatasetKind, task: TaskType): boolean {
  const { rank, from, masked } = kindOf({ kind });
  const canBeAsked = masked || taskOf({ type: task }).codes === undefined;
  return canBeAsked && takesRank(family, rank) && family.from === from && answersTask(family, task);
}
