/** The contract of a pruner: whether a trial is to go on, by what it and the others reported after each epoch. Pure. */

export interface Course {
  number: number;
  /** After each epoch, from the first; less is better. */
  reported: readonly number[];
}

export interface PruneAsked {
  /** The trial, up to and with the epoch that was just judged. */
  trial: Course;
  /** All others that have reported, ended or not. */
  others: readonly Course[];
  /** That a trial trains at most. */
  epochs: number;
  /** That are planned. */
  trials: number;
  seed: number;
}

export interface PrunerDef {
  type: string;
  title: string;
  summary: string;
  source?: string;
  /** Why it is to stop, in words; undefined: it goes on. */
  prune(asked: PruneAsked): string | undefined;
}
