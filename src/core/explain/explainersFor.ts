/** Which explainers a model version can have. */
import type { ModelVersion } from '../protocol/model';
import type { TaskSpec } from '../protocol/train';
import { taskOf } from '../tasks/registry';
import type { TargetValue } from '../tasks/targetValue';
import type { ExplainerDef } from './explainerDef';
import { explainers } from './registry';

/** How explainers see a task: what its answers are, and the metric that judges them. */
export function answersOf(task: Pick<TaskSpec, 'type'>): { value: TargetValue; judge: string } {
  const { value, judge } = taskOf(task);
  return { value, judge };
}

type Asked = Pick<ModelVersion, 'input' | 'task' | 'body'>;

export const isExplainedBy = (version: Asked, { kinds, values, fits }: ExplainerDef): boolean =>
  kinds.includes(version.input.kind) &&
  values.includes(taskOf(version.task).value) &&
  (fits?.(version) ?? true);

export const explainersFor = (version: Asked): ExplainerDef[] =>
  explainers.all
    .filter((explainer) => isExplainedBy(version, explainer))
    .toSorted((a, b) => Number(b.first ?? false) - Number(a.first ?? false));
