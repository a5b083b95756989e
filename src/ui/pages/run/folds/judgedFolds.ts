/** What the runs of a cross-validation's folds say, finished or not. */
import { judgeName } from '#/core/tasks/judgeName';
import { summarizeFolds } from '#/core/evaluation/summarizeFolds';
import type { CrossValidationResult } from '#/core/protocol/crossValidation';
import type { Run } from '#/core/protocol/model';
import type { TrainFold } from '#/core/protocol/train';
import { byImportance } from '#/ui/charts/metricNames';

export interface JudgedFold extends Pick<TrainFold, 'repeat' | 'index'> {
  run: Run;
  metrics: Record<string, number>;
}

export interface JudgedFolds {
  /** In the order they are trained. */
  all: Run[];
  judged: JudgedFold[];
  /** Of what is judged so far. */
  mean: CrossValidationResult['mean'];
  sd: CrossValidationResult['sd'];
  /** Of the rows that were not learnt from, the most telling first. */
  metrics: string[];
}

export const byFold = (a: Run, b: Run): number =>
  (a.fold?.repeat ?? 0) - (b.fold?.repeat ?? 0) || (a.fold?.index ?? 0) - (b.fold?.index ?? 0);

export function judgedFolds(whole: Run, parts: readonly Run[]): JudgedFolds {
  const all = parts.toSorted(byFold);
  const result = whole.crossValidation?.result;
  const finished = new Map(result?.folds.map(({ runId, metrics }) => [runId, metrics]));
  const judged = all.flatMap((run): JudgedFold[] => {
    const metrics = result ? finished.get(run.id) : run.status === 'finished' ? run.summary : undefined;
    return run.fold && metrics ? [{ run, metrics, repeat: run.fold.repeat, index: run.fold.index }] : [];
  });
  const { mean, sd } = result ?? summarizeFolds(judged);
  const judge = judgeName(whole.task);
  const metrics = Object.keys(mean)
    .filter((name) => /^(val|test)[A-Z]/.test(name))
    .sort((a, b) => Number(b === judge) - Number(a === judge) || byImportance(a, b));
  return { all, judged, mean, sd, metrics };
}
