import type { TaskSpec } from '#/core/protocol/train';
import { Registry } from '#/core/registry/registry';
import type * as tasks from '#/core/tasks/index';
import * as listed from './index';
import type { TaskView } from './taskView';

const taskViews = new Registry<TaskView>('view of a task', Object.values(listed));
/** One for every task there is. */
void (listed satisfies Record<keyof typeof tasks, TaskView>);

export const taskViewOf = ({ type }: Pick<TaskSpec, 'type'>): TaskView => taskViews.get(type, 'task');
