/** Repeated k-fold cross-validation: what is asked for, and what comes out. */
import { z } from 'zod';
import type { TrainFold } from './train';

/** More trainings than this are a mistake in typing. */
export const mostFoldRuns = 500;

/** How the rows are divided, again and again; every model is judged on the fold it did not learn from. */
export const foldPlan = z.object({
  folds: z.int().min(2).max(mostFoldRuns).default(5).meta({
    label: 'Folds',
    hint: 'The rows are divided into so many parts; one model for each, judged on the part it did not learn from.',
  }),
  repeats: z.int().min(1).max(100).default(1).meta({
    label: 'Repeats',
    hint: 'The rows are divided anew so many times: steadier figures, as many times the work.',
  }),
});
export type FoldPlan = z.infer<typeof foldPlan>;

export const foldName = ({ repeat, index }: Pick<TrainFold, 'repeat' | 'index'>, repeats: number): string =>
  repeats > 1 ? `Repeat ${repeat + 1}, fold ${index + 1}` : `Fold ${index + 1}`;

/** One model that was trained and judged. */
export interface FoldOutcome {
  /** Both from 0. */
  repeat: number;
  index: number;
  runId: string;
  modelVersionId: string;
  metrics: Record<string, number>;
}

export interface CrossValidationResult {
  folds: FoldOutcome[];
  /** Of every metric that all folds have. */
  mean: Record<string, number>;
  /** Standard deviation over the folds, of a sample (n - 1). */
  sd: Record<string, number>;
  /** Cancelled by a person; they count in nothing. */
  leftOut: Pick<TrainFold, 'repeat' | 'index'>[];
}
