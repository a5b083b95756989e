import type { FamilyDef } from '#/core/families/familyDef';
import { suits } from '#/core/families/suits';
import type { KindDef } from '#/core/kinds/kindDef';
import { kinds } from '#/core/kinds/registry';
import type { TaskDef } from '#/core/tasks/taskDef';
import { tasks } from '#/core/tasks/registry';

const taskTypes = tasks.all as readonly TaskDef[];

/** What a family learns from, and what it answers with. */
export function kindsOfFamily(family: FamilyDef): { kinds: KindDef[]; tasks: TaskDef[] } {
  const fits = (kind: KindDef, task: TaskDef) =>
    suits(family, kind.type as Parameters<typeof suits>[1], task.type as Parameters<typeof suits>[2]);
  return {
    kinds: kinds.all.filter((kind) => taskTypes.some((task) => fits(kind, task))),
    tasks: taskTypes.filter((task) => kinds.all.some((kind) => fits(kind, task))),
  };
}
