/** What was tried, as a list with the best first: by folds where there are some, else by the validation part. */
import type { AutomlPlan, BoardLine } from '../protocol/automl';
import type { Run } from '../protocol/model';
import type { Objective } from '../protocol/sweep';
import { latencyMetric, sizeMetric } from '../sweeps/measured';

/** Of one that was judged by all of its folds, else of a fit. */
export interface Judged {
  score: number;
  sd?: number;
  folds?: number;
}

export const testMetric = ({ metric }: Objective): string => metric.replace(/^val/, 'test');

/** `folds`: runs of the same settings, each judged on the part that it did not learn from. */
export function judgedBy(
  { objective, folds: wanted }: Pick<AutomlPlan, 'objective' | 'folds'>,
  fit: Run,
  folds: readonly Run[],
): Judged | undefined {
  const values = folds
    .filter(({ status }) => status === 'finished')
    .map(({ summary }) => summary[objective.metric])
    .filter((value) => value !== undefined);
  if (wanted > 0 && values.length === wanted) {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const sum = values.reduce((all, value) => all + (value - mean) ** 2, 0);
    return { score: mean, sd: Math.sqrt(sum / (values.length - 1)), folds: values.length };
  }
  const score = fit.summary[objective.metric];
  return score === undefined ? undefined : { score };
}

/** Those that may be chosen; what folds judged before what one part did, for that flatters. */
export function ranked(
  { objective }: Pick<AutomlPlan, 'objective'>,
  board: readonly BoardLine[],
): BoardLine[] {
  const sign = objective.better === 'higher' ? -1 : 1;
  return board
    .filter(({ state, score }) => state === 'complete' && score !== undefined)
    .sort(
      (a, b) =>
        Number((b.folds ?? 0) > 0) - Number((a.folds ?? 0) > 0) ||
        sign * ((a.score as number) - (b.score as number)),
    );
}

/** Why a model is beyond what a person allows. */
export function beyond(
  { mostBytes, mostLatencyMs }: Pick<AutomlPlan, 'mostBytes' | 'mostLatencyMs'>,
  { bytes, latencyMs }: Pick<BoardLine, 'bytes' | 'latencyMs'>,
): string | undefined {
  if (mostBytes !== undefined && bytes !== undefined && bytes > mostBytes)
    return `It is of ${bytes.toLocaleString('en')} bytes, and may be of ${mostBytes.toLocaleString('en')}.`;
  if (mostLatencyMs !== undefined && latencyMs !== undefined && latencyMs > mostLatencyMs)
    return `An answer takes ${latencyMs.toPrecision(2)} ms, and may take ${mostLatencyMs} ms.`;
  return undefined;
}

/** By what it comes to a standard error below its mean over the folds: one that swings from fold to fold leads by luck. */
function steadiest(lines: readonly BoardLine[], sign: 1 | -1): BoardLine | undefined {
  const sure = ({ score = Number.NaN, sd = 0, folds = 1 }: BoardLine) => sign * score - sd / Math.sqrt(folds);
  return lines.reduce<BoardLine | undefined>(
    (most, line) => (!most || sure(line) > sure(most) ? line : most),
    undefined,
  );
}

/**
 * The ensemble where it is at least as good as the best single model by the same rows: those that folds held out where it
 * was weighed by these (within a standard error), else the one part that judged all alike. The test part chooses nothing. `board`: ranked.
 */
export function chosenOf(
  { objective: { metric, better } }: Pick<AutomlPlan, 'objective'>,
  board: readonly BoardLine[],
  summaryOf: (line: BoardLine) => Record<string, number> | undefined,
): BoardLine | undefined {
  const sign = better === 'higher' ? 1 : -1;
  const singles = board.filter(({ origin }) => origin !== 'combined');
  const folded = singles.filter(({ folds }) => folds !== undefined);
  const best = steadiest(folded.length > 0 ? folded : singles.slice(0, 1), sign);
  // Of equals the one that was made last has learnt from the most rows.
  const together = board
    .filter(({ origin }) => origin === 'combined')
    .reduce<BoardLine | undefined>(
      (most, line) => (!most || sign * ((line.score ?? 0) - (most.score ?? 0)) >= 0 ? line : most),
      undefined,
    );
  if (!together || !best) return best;
  const of = (line: BoardLine) => summaryOf(line)?.[metric] ?? Number.NaN;
  const byFolds = together.bestMember !== undefined;
  const [whole, alone] = byFolds
    ? [together.score ?? Number.NaN, together.bestMember as number]
    : [of(together), of(best)];
  // The best of many is partly luck, which the ensemble's score is not: it may be a standard error below.
  const margin = byFolds ? (best.sd ?? 0) / Math.sqrt(best.folds ?? 1) : 0;
  return sign * (whole - alone) >= -margin ? together : best;
}

/** Of a fit that has finished. `measured`: its size, and how fast it answers, by name. */
export function lineOf(
  plan: AutomlPlan,
  line: BoardLine,
  run: Run,
  folds: readonly Run[],
  measured: Readonly<Record<string, number>>,
): BoardLine {
  const [bytes, latencyMs] = [measured[sizeMetric], measured[latencyMetric]];
  const test = run.summary[testMetric(plan.objective)];
  const why = beyond(plan, { bytes, latencyMs });
  return {
    ...line,
    state: why ? 'rejected' : 'complete',
    ...(why && { why }),
    ...judgedBy(plan, run, folds),
    ...(test !== undefined && { test }),
    ...(run.finishedAt !== undefined && { fitSeconds: (run.finishedAt - run.startedAt) / 1000 }),
    ...(latencyMs !== undefined && { latencyMs }),
    ...(bytes !== undefined && { bytes }),
    ...(run.modelVersionId && { versionId: run.modelVersionId }),
  };
}
