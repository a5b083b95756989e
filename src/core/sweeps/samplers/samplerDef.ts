/**
 * The contract of a sampler: which settings to try next. A pure function of the space, of what is known and of the
 * number of the trial, so that a sweep that goes on after a reload asks for the very same trials.
 */
import type { TrialParams } from '../../protocol/sweep';
import type { Space } from '../space';

export interface SweepTrial {
  number: number;
  params: TrialParams;
  /** What was stopped by a person is not told. */
  state: 'running' | 'complete' | 'pruned' | 'failed';
  /** Less is better. Of a complete trial every objective, of a pruned one the last that was reported of the first. */
  values?: readonly number[];
  /** After so many epochs it was pruned. */
  epochs?: number;
}

export interface Asked {
  space: Space;
  /** In the order of their numbers. */
  trials: readonly SweepTrial[];
  seed: number;
  /** Of the trial that is asked for, from 0. */
  number: number;
  /** Of a method whose trials go on with each other's weights: so many learn side by side. */
  population?: number;
}

export interface SamplerDef {
  type: string;
  title: string;
  /** When to take it. */
  summary: string;
  /** Authors, year, title. */
  source?: string;
  /** Undefined: there is nothing left to try. */
  ask(asked: Asked): TrialParams | undefined;
  /** The trial whose weights the asked one begins with; the method is one of networks alone. */
  inheritsFrom?(asked: Asked): number | undefined;
  /** How many trials there are in all; absent: as many as are asked for. Throws where they are too many. */
  total?(space: Space): number;
}
