import type { TaskSpec } from '#/core/protocol/train';
import { taskOf } from '#/core/tasks/registry';

/** The names that are there, then what the model says; never the same name twice. */
export function withAnswerColumns(names: readonly string[], task: TaskSpec): string[] {
  const all = [...names];
  for (const wanted of [`${task.target} (predicted)`, ...(taskOf(task).columns?.names(task) ?? [])]) {
    let name = wanted;
    for (let number = 2; all.includes(name); number++) name = `${wanted} ${number}`;
    all.push(name);
  }
  return all;
}
