import type { Guard } from '../device/guard';
import type { StepBackend } from './step/stepper';

/** What a training is lent: a device, a clock, and a way to be stopped. */
export interface TrainDeps {
  backend: StepBackend & { guard: Guard };
  now(): number;
  /** Lets messages in (a stop, for one) before the next window of steps. */
  breathe(): Promise<void>;
  /** Asked between two steps. */
  stopped(): 'cancel' | 'pause' | undefined;
  /** At the ends of epochs at most one checkpoint in this time; at the pause always. */
  checkpointEveryMs: number;
  /** In the middle of a long epoch one after this time. */
  checkpointInEpochMs?: number;
  /** Tests break the device here. */
  afterStep?(step: number): void;
}
