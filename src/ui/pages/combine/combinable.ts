/** Which model versions can be combined: those that learnt from the same data and answer the same. */
import { foldModelTag } from '#/app/training/submitCrossValidation';
import { bodyOf } from '#/core/bodies/registry';
import { ensemble } from '#/core/families/ensemble';
import { suits } from '#/core/families/suits';
import type { Model, ModelVersion } from '#/core/protocol/model';

export interface Member {
  model: Model;
  version: ModelVersion;
}

export interface Group {
  key: string;
  target: string;
  task: string;
  datasetId: string;
  members: Member[];
}

export const memberKey = ({ model, version }: Member): string => `${model.id}:${version.number}`;

/** The largest group first; of a group the newest version first. */
export function combinable(all: readonly Member[]): Group[] {
  const groups = new Map<string, Group>();
  for (const member of all) {
    const { model, version } = member;
    const { task, input, datasetHash, datasetId, runId } = version;
    // A file as it came has no rows that judged it; every row taught or judged a model of some fold.
    const whole = bodyOf(version.body).files !== undefined || model.tags.includes(foldModelTag);
    if (runId === '' || whole || !suits(ensemble, input.kind, task.type)) continue;
    const key = `${datasetHash} ${task.type} ${task.target}`;
    const group = groups.get(key) ?? { key, target: task.target, task: task.type, datasetId, members: [] };
    group.members.push(member);
    groups.set(key, group);
  }
  const newest = (a: Member, b: Member) => b.version.createdAt - a.version.createdAt;
  return [...groups.values()]
    .filter(({ members }) => members.length > 1)
    .map((group) => ({ ...group, members: group.members.toSorted(newest) }))
    .sort((a, b) => b.members.length - a.members.length);
}
