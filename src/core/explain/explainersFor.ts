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

type Asked = Pick<ModelVersion, 'input' | 'task'>;

export const isExplainedBy = ({ input, task }: Asked, { kinds, values }: ExplainerDef): boolean =>
  kinds.includes(input.kind) && values.includes(taskOf(task).value);

export const explainersFor = (version: Asked): ExplainerDef[] =>
  explainers.all.filter((explainer) => isExplainedBy(version, explainer));
