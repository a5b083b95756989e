import type { TaskSpec } from '../protocol/train';
import { Registry } from '../registry/registry';
import * as listed from './index';
import type { TaskDef } from './taskDef';

export const tasks = new Registry<TaskDef>('task', Object.values(listed));

export const taskOf = ({ type }: Pick<TaskSpec, 'type'>): TaskDef => tasks.get(type, 'task');

/** Whether its target is read as text: a label of a row, or several. */
export const readsLabels = (task: Pick<TaskSpec, 'type'>): boolean => {
  const { value } = taskOf(task);
  return value === 'class' || value === 'labels';
};

/** What a row is one of; undefined where the answer is no class. */
export const classLabels = (task: TaskSpec): string[] | undefined =>
  taskOf(task).value === 'class' ? task.labels : undefined;
