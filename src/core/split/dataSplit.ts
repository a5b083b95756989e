/** What a split is made of, and what it comes to. */
import type { SplitSummary, TrainConfig, TrainRequest } from '../protocol/train';

/** What is known of the samples that have an answer; everything by their number, from 0. */
export interface SplitData {
  samples: number;
  /** Their rows in the dataset version: what `sides` goes by. */
  rows?: ArrayLike<number>;
  /** "row", "sample": for words. */
  word: string;
  /** Class of each sample, for a classification. */
  codes?: ArrayLike<number>;
  /** The data's own division: a column of parts. */
  part?: { name: string; of: readonly (string | null)[] };
  /** Samples of one group stay together: a subject, a recording. Numbers from 0; -1 is a group of its own. */
  group?: { name: string; of: ArrayLike<number> };
  /** Along what samples lie: the first that leaves something on every side is cut. */
  along?: readonly Along[];
}

export interface Along {
  name: string;
  /** Where each sample begins. NaN: not known. */
  at: ArrayLike<number>;
  /** How far a sample reaches; 0: one moment, so that samples never overlap. */
  extent: number;
}

export type SplitOptions = Pick<TrainConfig, 'validationSplit' | 'testSplit' | 'splitBy' | 'seed'> &
  Pick<TrainRequest, 'fold'> & {
    /** By row of the version, where some are known from an earlier training (keepSides). */
    sides?: Uint8Array;
  };

/** Ascending numbers of samples; no two parts share one. */
export interface DataSplit {
  train: Uint32Array<ArrayBuffer>;
  val: Uint32Array<ArrayBuffer>;
  /** Never seen by training, early stopping or a choice between models. */
  test: Uint32Array<ArrayBuffer>;
  /** How it was made, in words: "by the order of “t”". */
  how: string;
  /** What was left out and why, and what to know about it, in words. */
  notes: string[];
}

/** `notes`: all of them, with those from before the samples were divided. */
export const splitSummary = ({ how, train, val, test }: DataSplit, notes: string[]): SplitSummary => ({
  how,
  train: train.length,
  val: val.length,
  test: test.length,
  notes,
});
