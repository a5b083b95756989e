import type { TaskSpec } from '../protocol/train';
import { Registry } from '../registry/registry';
import * as listed from './index';
import type { TaskDef } from './taskDef';

export const tasks = new Registry<TaskDef>('task', Object.values(listed));

export const taskOf = ({ type }: Pick<TaskSpec, 'type'>): TaskDef => tasks.get(type, 'task');
