/** The trainings that one trial is: for each repeat one, or one for each fold. Pure. */
import type { SweepPlan, TrialRecord } from '../protocol/sweep';

export type PartsPlan = Pick<SweepPlan, 'repeats' | 'folds'>;
export type TrialPart = Pick<TrialRecord, 'repeat' | 'fold'>;

/** In the order in which they are trained. */
export const partsOfTrial = ({ repeats, folds }: PartsPlan): TrialPart[] =>
  Array.from({ length: repeats }, (_, repeat) =>
    folds === undefined ? [{ repeat }] : Array.from({ length: folds }, (_part, fold) => ({ repeat, fold })),
  ).flat();

export const countParts = ({ repeats, folds = 1 }: PartsPlan): number => repeats * folds;

/** By it a trial is stopped early. */
export const isFirstPart = ({ repeat, fold = 0 }: TrialPart): boolean => repeat === 0 && fold === 0;

export const inOrderOfParts = (a: TrialPart, b: TrialPart): number =>
  a.repeat - b.repeat || (a.fold ?? 0) - (b.fold ?? 0);

/** "repeat 2, fold 3"; nothing where there is one. */
export const partName = ({ repeats }: PartsPlan, { repeat, fold }: TrialPart): string =>
  [
    ...(repeats > 1 ? [`repeat ${repeat + 1}`] : []),
    ...(fold === undefined ? [] : [`fold ${fold + 1}`]),
  ].join(', ');
