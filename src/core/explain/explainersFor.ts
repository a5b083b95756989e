/** Which explainers a model version can have. */
import type { DatasetKind } from '../protocol/dataset';
import type { ModelVersion } from '../protocol/model';
import type { TaskSpec } from '../protocol/train';
import type { AnswerValue, ExplainerDef } from './explainerDef';
import { explainers } from './registry';

/** How explainers see a task: what its answers are, and the metric that judges them. */
export const answersOf: Readonly<Record<TaskSpec['kind'], { value: AnswerValue; judge: string }>> = {
  classification: { value: 'class', judge: 'accuracy' },
  regression: { value: 'number', judge: 'r2' },
  forecast: { value: 'number', judge: 'skill' },
};

type Asked = Pick<ModelVersion, 'grid' | 'task'>;

const kindOf = ({ grid }: Asked): DatasetKind => (grid ? 'spacetime4d' : 'tabular');

export const isExplainedBy = (version: Asked, { kinds, values }: ExplainerDef): boolean =>
  kinds.includes(kindOf(version)) && values.includes(answersOf[version.task.kind].value);

export const explainersFor = (version: Asked): ExplainerDef[] =>
  explainers.all.filter((explainer) => isExplainedBy(version, explainer));
