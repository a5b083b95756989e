/** Which explainers a model version can have. */
import type { ModelVersion } from '../protocol/model';
import { bodyOf } from '../bodies/registry';
import type { TaskSpec } from '../protocol/train';
import { kinds } from '../kinds/registry';
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

const speaksOf = (version: Asked, { kinds, values }: ExplainerDef): boolean =>
  kinds.includes(version.input.kind) && values.includes(taskOf(version.task).value);

const hasNeeds = (version: Asked, { needs }: ExplainerDef): boolean =>
  needs !== 'gradient' || bodyOf(version.body).gradient === true;

export const isExplainedBy = (version: Asked, explainer: ExplainerDef): boolean =>
  speaksOf(version, explainer) && hasNeeds(version, explainer) && (explainer.fits?.(version) ?? true);

/** What a version lacks for explainers that speak of such data and answers: a sentence; undefined where nothing. */
export function lackOf(version: Asked): string | undefined {
  const lacking = explainers.all.filter(
    (explainer) => speaksOf(version, explainer) && !hasNeeds(version, explainer),
  );
  if (lacking.length === 0) return undefined;
  return `${bodyOf(version.body).title} models give no gradient, which ${lacking
    .map(({ title }) => title.toLowerCase())
    .join(', ')} need.`;
}

/** Those first that suit the kind of data best. */
export function explainersFor(version: Asked): ExplainerDef[] {
  const { explainedBy = [] } = kinds.get(version.input.kind, 'kind');
  const place = ({ type }: ExplainerDef): number => {
    const at = explainedBy.indexOf(type);
    return at < 0 ? explainedBy.length : at;
  };
  return explainers.all
    .filter((explainer) => isExplainedBy(version, explainer))
    .toSorted((a, b) => place(a) - place(b));
}
