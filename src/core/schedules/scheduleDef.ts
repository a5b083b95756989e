/** The contract of a learning-rate schedule: a pure function of the step, in float64 on the host. */
import { z } from 'zod';

/** What a schedule remembers of the losses it was told: JSON, so a checkpoint can hold it. Starts empty. */
export const scheduleState = z.record(z.string(), z.number().nullable());
export type ScheduleState = Readonly<z.infer<typeof scheduleState>>;

export interface ScheduleDef<P = unknown> {
  type: string;
  title: string;
  summary: string;
  params: z.ZodType<P>;
  /** Share of the learning rate in use at `step`, which counts from 1 to totalSteps (the most steps the run may take). */
  factor(step: number, totalSteps: number, params: P, state: ScheduleState): number;
  /** For schedules that follow the training: the state after an epoch that ended with this validation loss. */
  observe?(state: ScheduleState, loss: number, params: P): ScheduleState;
  examples: { params?: Record<string, unknown>; step: number; totalSteps: number; expected: number }[];
}

/** Where a schedule ends, as a share of the learning rate. */
export const endParam = (standard: number) =>
  z
    .number()
    .min(0)
    .max(1)
    .default(standard)
    .meta({ label: 'End (share)', hint: 'Share of the learning rate that is left at the end of the run.' });
