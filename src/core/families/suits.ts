import type { DatasetKind } from '../protocol/dataset';
import type { TaskType } from '../protocol/train';
import { kindOf } from '../kinds/registry';
import { taskOf } from '../tasks/registry';
import type { FamilyDef } from './familyDef';

type Suiting = Pick<FamilyDef, 'rank' | 'from' | 'values' | 'frames'>;

export function answersTask({ values, frames }: Suiting, type: TaskType): boolean {
  const task = taskOf({ type });
  return values.includes(task.value) && (frames === true || !task.frames);
}

/** Whether a family can learn such a task from such data. */
export function suits(family: Suiting, kind: DatasetKind, task: TaskType): boolean {
  const { rank, from } = kindOf({ kind });
  return family.rank === rank && family.from === from && answersTask(family, task);
}
