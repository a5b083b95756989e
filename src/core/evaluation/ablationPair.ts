/** A network over time and space and the same with time as channels, found among the runs on the same data. */
import { type Ablation, ablationWith } from '../families/ablation';
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

const familyOf = ({ params }: Run): string => String(params.family);

/** Trainings of the other network on the same data, whatever became of them. */
export function counterparts(run: Run, runs: readonly Run[]): Run[] {
  const test = ablationWith(familyOf(run));
  if (!test) return [];
  const isFull = familyOf(run) === test.full.type;
  const wanted = isFull ? test.ablation.family : test.full.type;
  return runs.filter(
    (one) =>
      familyOf(one) === wanted &&
      one.datasetVersionId === run.datasetVersionId &&
      one.task.target === run.task.target &&
      (isFull ? isAblationOf(one, run, test) : isAblationOf(run, one, test)),
  );
}

/** Both finished. */
export function ablationPair(run: Run, runs: readonly Run[]): AblationPair | undefined {
  if (run.status !== 'finished') return undefined;
  const other = counterparts(run, runs).find(({ status }) => status === 'finished');
  if (!other) return undefined;
  const isFull = familyOf(run) === ablationWith(familyOf(run))?.full.type;
  const [full, ablation] = isFull ? [run, other] : [other, run];
  return { full, ablation, part: full.summary.testLoss === undefined ? 'validation' : 'test' };
}

/** Whether a run is that training, so that the two may be compared. */
function isAblationOf(one: Run, full: Run, { ablation }: Ablation): boolean {
  const wanted = ablation.params(familyParamsOf(full));
  const given = familyParamsOf(one);
  const { seed, validationSplit } = full.config;
  return (
    one.config.seed === seed &&
    one.config.validationSplit === validationSplit &&
    one.params.features === full.params.features &&
    Object.keys(wanted).every((name) => JSON.stringify(wanted[name]) === JSON.stringify(given[name]))
  );
}

/** Settings of its family as they were logged. */
export function familyParamsOf(run: Run): Record<string, unknown> {
  const prefix = `${familyOf(run)}.`;
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
