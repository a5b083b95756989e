/** What fits a dataset and a target: the task, and the families in the order to offer them. */
import type { FamilyDef } from '#/core/families/familyDef';
import type { FamilySizes } from '#/core/families/sizes';
import { suits } from '#/core/families/suits';
import { families } from '#/core/families/registry';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { TaskSpec, TrainConfig } from '#/core/protocol/train';
import { TetradError } from '#/core/protocol/errors';
import { standardInputs } from '#/core/train/inputs';
import { columnNames } from '#/core/kinds/columnNames';
import { suggestTarget, targetsOf, targetTask, tasksOf } from '#/core/train/targets';

export interface TrainingOptions {
  target: string;
  task: TaskSpec;
  /** Every task that can be learnt of the target, the one it means first. */
  tasks: TaskSpec[];
  families: {
    type: string;
    title: string;
    summary: string;
    defaults: Partial<TrainConfig>;
    sizes?: FamilySizes<Record<string, unknown>>;
  }[];
}

const places = { first: 0, second: 1, last: 3 } as const;
const otherwise = 2;
function placeOf({ offered }: FamilyDef, task: TaskSpec['type']): number {
  const place = typeof offered === 'function' ? offered(task) : offered;
  return place ? places[place] : otherwise;
}

export function listOptions(version: DatasetVersion, wanted?: string, wantedTask?: string): TrainingOptions {
  const target = wanted ?? suggestTarget(version);
  if (target === undefined) {
    // What keeps every column of such data from it is said as it is.
    const [first, ...others] = targetsOf(version).map(({ refused }) => refused?.error);
    if (first && others.length > 0 && others.every((error) => error?.message === first.message))
      throw new TetradError({ ...first, place: 'dataset' });
    throw new TetradError({
      code: 'badInput',
      message: 'No column of this dataset can be predicted.',
      place: 'target',
      hint: `It needs a column of numbers or labels with at least two different values, beside: ${columnNames(version.schema.columns)}.`,
    });
  }
  const task = targetTask(version, target, wantedTask);
  const data = { rows: version.rows, width: standardInputs(version, target).length, task: task.type };
  return {
    target,
    task,
    tasks: tasksOf(version, target),
    families: families.all
      .filter((family) => !family.enters && suits(family, version.schema.kind, task.type))
      .toSorted((a, b) => placeOf(a, task.type) - placeOf(b, task.type))
      .map((family) => ({
        type: family.type,
        title: family.title,
        summary: family.summary,
        defaults: family.defaults(data),
        ...(family.sizes && { sizes: family.sizes }),
      })),
  };
}
