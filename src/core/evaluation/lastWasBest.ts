/** Whether a run ended while it was still getting better: at its last epoch, and that was the best. */
import { families } from '../families/registry';
import type { LearnerDef } from '../learners/learnerDef';
import { learnerOf } from '../learners/registry';
import type { Run } from '../protocol/model';

type Ended = Pick<Run, 'status' | 'summary' | 'config' | 'params' | 'crossValidation'> &
  Partial<Pick<Run, 'task'>>;

/** Of a learner that ends by itself, at its best or when it has tried everything, there is nothing to say. */
export function lastWasBest({
  status,
  summary,
  config,
  params,
  crossValidation,
  task,
}: Ended): string | undefined {
  if (status !== 'finished' || crossValidation || summary.bestEpoch !== config.epochs) return undefined;
  if (!learnerOfRun({ params, config, task }).heeds('epochs')) return undefined;
  return 'The best epoch was the last: it was still getting better. More epochs may help.';
}

/** By what the run recorded of its family: "linear.solver". */
export function learnerOfRun({
  params,
  config,
  task,
}: Pick<Run, 'params' | 'config'> & Partial<Pick<Run, 'task'>>): LearnerDef {
  const family = String(params.family);
  const own = Object.entries(params).flatMap(([name, value]) =>
    name.startsWith(`${family}.`) ? [[name.slice(family.length + 1), value] as const] : [],
  );
  return learnerOf(families.find(family) ?? {}, {
    params: Object.fromEntries(own),
    training: config,
    task: task?.type,
  });
}
