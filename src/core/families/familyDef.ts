import type { z } from 'zod';
import type { ArchSpec } from '../arch/archSpec';
import type { Augmentation } from '../augment/augmentDef';
import type { KindSource, SampleColumn, SampleForm } from '../kinds/kindDef';
import type { Column } from '../protocol/dataset';
import type { FittedInput, ModelVersion } from '../protocol/model';
import type { ParamSpec } from '../protocol/sweep';
import type { TaskSpec, TrainConfig, TrainRequest } from '../protocol/train';
import { taskOf } from '../tasks/registry';
import type { defaultSteps } from '../transforms/fitPipeline';
import type { TargetValue } from '../tasks/targetValue';
import type { FamilySizes } from './sizes';

export interface FamilyInput {
  inputShape: number[];
  outputWidth: number;
  task?: TaskSpec['type'];
  /** Of each value so many quantiles are answered: the output is theirs, level by level. */
  levels?: number;
  /** Of samples that are ids of tokens: how many different ones there are. */
  vocabulary?: number;
  /** What the last axis of a sample is made of, where that has names. */
  columns?: readonly SampleColumn[];
}

/** Whether the answer is a whole frame of the input, later. */
export const answersFrames = ({ task }: Pick<FamilyInput, 'task'>): boolean =>
  task !== undefined && taskOf({ type: task }).frames;

/** What a family may choose its learner by, as far as it is known. */
export interface LearnerChoice {
  /** Its own settings, as a request or a run has them: one of before may lack some. Absent: the standard ones. */
  params?: Readonly<Record<string, unknown>>;
  training?: Readonly<Partial<TrainConfig>>;
  /** Training rows times the values of one. */
  values?: number;
  outputs?: number;
  /** Of the task, where it is known. */
  task?: TaskSpec['type'];
}

export type Offered = 'first' | 'second' | 'last';

/** What a person should know before taking it, a sentence or two each. */
export interface FamilyGuide {
  /** When to take it, and over which. */
  use: string;
  /** What its time and memory grow with. */
  cost: string;
  cannot: string;
  /** Where the method comes from: authors, year, title. */
  source?: string;
}

/** Dataset shape in, what is learnt and how out. */
export interface FamilyDef<P = unknown> {
  type: string;
  title: string;
  /** One line for the chooser: when to take it. */
  summary: string;
  guide: FamilyGuide;
  /**
   * Its place where families are offered. First: it learns what the others learn, and more. Second: the bar that these
   * must beat. Last: for a few data.
   */
  offered?: Offered | ((task: TaskSpec['type']) => Offered | undefined);
  /** The family of the same network without what makes this one special: the test of whether that pays. */
  ablation?: {
    family: string;
    /** Of the settings, those that both have. */
    params(settings: Record<string, unknown>): Record<string, unknown>;
    /** "3-D ablation", and what it shows, for a form. */
    title: string;
    hint: string;
  };
  /** Axes of a sample, channels among them: of the kinds of data that it learns from. */
  rank: number | readonly number[];
  /** What its samples are, where they are not numbers. */
  from?: SampleForm;
  /** What it asks of the samples, for their kind to fit (textAsk). */
  asks?(params: P): unknown;
  /** How columns of a table are prepared for it; absent or undefined: as for all. */
  steps?(params: P): typeof defaultSteps | undefined;
  /** What it can answer with. */
  values: readonly TargetValue[];
  /** Whole frames of its input as well, or nothing else. */
  frames?: true | 'only';
  params: z.ZodType<P>;
  /**
   * It only ever begins with a version that is there, and is not offered for a training anew: how samples enter that.
   * badInput where they do not.
   */
  enters?(
    version: Pick<ModelVersion, 'body' | 'input' | 'inputs' | 'number' | 'task'>,
    source: KindSource,
    request: Pick<TrainRequest, 'familyParams' | 'features'>,
    others?: readonly ModelVersion[],
  ): { input: FittedInput; inputs: Column[]; task?: TaskSpec };
  /** Of one that begins with several versions: the ids of those behind the first. What taught any of them judges none. */
  members?(params: unknown): readonly string[];
  /** Its settings are a network that somebody draws (core/arch/draft). */
  drawn?: true;
  /** Small, middle and large: settings that go together. One of them may be the standard. */
  sizes?: FamilySizes<P>;
  /** What a search tries of a setting, its own or the training's, where that is not around the standard; false: nothing. */
  searched?: Readonly<Record<string, ParamSpec | false>>;
  /** Parameters that a training chooses by its validation rows, by the metric that says what it chose. */
  settles?: Readonly<Record<string, string>>;
  /** Of core/learners; absent: gradients. */
  learner?: string | ((choice: LearnerChoice) => string);
  /** How training changes its samples, in this order (core/augment); absent: it leaves them. */
  augment?(params: P, task: TaskSpec['type']): Augmentation[];
  /** Training defaults that suit the family, given the data's size. */
  defaults(data: { rows: number; width: number; task: TaskSpec['type'] }): Partial<TrainConfig>;
  /**
   * The network, where the learner makes one. An answer in frames is as wide as one time of the input, or as several
   * that follow each other: its values in the same order.
   */
  build?(input: FamilyInput, params: P): ArchSpec;
  examples: (FamilyInput & { params: Record<string, unknown> })[];
}
