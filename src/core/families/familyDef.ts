import type { z } from 'zod';
import type { ArchSpec } from '../arch/archSpec';
import type { DatasetKind } from '../protocol/dataset';
import type { TaskSpec, TrainConfig } from '../protocol/train';

export interface FamilyInput {
  inputShape: number[];
  outputWidth: number;
  task?: TaskSpec['type'];
}

/** Dataset shape in, ArchSpec out. */
export interface FamilyDef<P = unknown> {
  type: string;
  title: string;
  /** One line for the chooser: when to take it. */
  summary: string;
  datasets: DatasetKind[];
  tasks: TaskSpec['type'][];
  params: z.ZodType<P>;
  /** Of core/learners; absent: gradients. */
  learner?: string;
  /** Training defaults that suit the family, given the data's size. */
  defaults(data: { rows: number; width: number; task: TaskSpec['type'] }): Partial<TrainConfig>;
  /** A forecast is as wide as one time of the input: its values in the same order. */
  build(input: FamilyInput, params: P): ArchSpec;
  examples: (FamilyInput & { params: Record<string, unknown> })[];
}
