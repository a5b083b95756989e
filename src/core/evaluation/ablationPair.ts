/** A network over time and space and the same with time as channels, found among the runs on the same data. */
import { ablatedFamily, ablationFamily, ablationParams } from '../families/ablation';
import type { Run } from '../protocol/model';

export interface AblationPair {
  full: Run;
  ablation: Run;
  /** What neither run has looked at decides: the part kept for a test, where there is one. */
  part: 'validation' | 'test';
}

/** Figures that are told of both. */
export const ablationMetrics = [
  'testAccuracy',
  'valAccuracy',
  'testSkill',
  'valSkill',
  'testRmse',
  'valRmse',
  'epochMs',
] as const;

/** Trainings of the other network on the same data, whatever became of them. */
export function counterparts(run: Run, runs: readonly Run[]): Run[] {
  const isFull = run.params.family === ablatedFamily;
  return runs.filter(
    (one) =>
      one.params.family === (isFull ? ablationFamily : ablatedFamily) &&
      one.datasetVersionId === run.datasetVersionId &&
      one.task.target === run.task.target &&
      (isFull ? isAblationOf(one, run) : isAblationOf(run, one)),
  );
}

/** Both finished. */
export function ablationPair(run: Run, runs: readonly Run[]): AblationPair | undefined {
  if (run.status !== 'finished') return undefined;
  const other = counterparts(run, runs).find(({ status }) => status === 'finished');
  if (!other) return undefined;
  const isFull = run.params.family === ablatedFamily;
  const [full, ablation] = isFull ? [run, other] : [other, run];
  return { full, ablation, part: full.summary.testLoss === undefined ? 'validation' : 'test' };
}

/** Whether a run is that training, so that the two may be compared. */
function isAblationOf(ablation: Run, full: Run): boolean {
  const wanted = ablationParams(familyParamsOf(full, ablatedFamily));
  const given = familyParamsOf(ablation, ablationFamily);
  const { seed, validationSplit } = full.config;
  return (
    ablation.config.seed === seed &&
    ablation.config.validationSplit === validationSplit &&
    ablation.params.features === full.params.features &&
    Object.keys(wanted).every((name) => JSON.stringify(wanted[name]) === JSON.stringify(given[name]))
  );
}

/** Settings of the family as they were logged. */
export function familyParamsOf(run: Run, family: string): Record<string, unknown> {
  const prefix = `${family}.`;
  return Object.fromEntries(
    Object.entries(run.params).flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), parsed(value)] as const] : [],
    ),
  );
}

/** Lists are logged as JSON. */
function parsed(value: string | number | boolean): unknown {
  if (typeof value !== 'string' || !value.startsWith('[')) return value;
  return JSON.parse(value);
}
