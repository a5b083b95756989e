/** What a person is told of an ensemble and of its members. */
import type { Diversity } from './diversity';

export const ensembleMethods = ['voting', 'stacking', 'greedy'] as const;
export type EnsembleMethod = (typeof ensembleMethods)[number];

export interface MemberTold {
  versionId: string;
  /** "iris boosted trees, version 2" */
  name: string;
  weight: number;
  /** By the metric that the task is judged by, on the same rows as the ensemble. */
  val?: number;
  test?: number;
}

export interface EnsembleTold {
  method: EnsembleMethod;
  metric: string;
  /** What the weights were learnt from; absent where they were given. */
  fittedOn?: { part: 'validation' | 'folds'; rows: number };
  /**
   * Figures of rows while these were held out, by name ("valR2"): of the members together, weighed by other rows than
   * those that judge, and of each alone.
   */
  onFolds?: { together: Record<string, number>; alone: Record<string, number>[] };
  members: MemberTold[];
  diversity: Diversity & { part: 'validation' | 'test' };
}
