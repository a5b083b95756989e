/**
 * The learning rate of every step of a run. Training and the curve shown before it ask the same function, so
 * they cannot differ.
 */
import type { TrainConfig } from '../protocol/train';
import { parseSettings } from '../registry/parseSettings';
import { schedules } from './registry';
import type { ScheduleState } from './scheduleDef';

export type ScheduleConfig = Pick<
  TrainConfig,
  'schedule' | 'scheduleParams' | 'learningRate' | 'warmupSteps'
>;

export interface SchedulePlan {
  /** `step` counts from 1. */
  rateAt(step: number, state: ScheduleState): number;
  /** The state after an epoch. */
  observe(state: ScheduleState, loss: number): ScheduleState;
  /** The rate depends on losses that are not known before. */
  followsLoss: boolean;
}

/**
 * Warm-up first: the rate rises along a line for `warmupSteps`, then the schedule has the steps that are left.
 * A warm-up longer than the run is a run that only warms up.
 */
export function planSchedule(config: ScheduleConfig, totalSteps: number): SchedulePlan {
  const { learningRate, warmupSteps } = config;
  const schedule = schedules.get(config.schedule, 'config.schedule');
  const params = parseSettings(schedule.params, config.scheduleParams, 'config.scheduleParams');
  const left = Math.max(totalSteps - warmupSteps, 1);
  return {
    rateAt(step, state) {
      const own = Math.min(Math.max(step - warmupSteps, 1), left);
      const ramp = step <= warmupSteps ? step / (warmupSteps + 1) : 1;
      return learningRate * ramp * schedule.factor(own, left, params, state);
    },
    observe: (state, loss) => schedule.observe?.(state, loss, params) ?? state,
    followsLoss: schedule.observe !== undefined,
  };
}

/** At most `most` points of the curve, the first and the last step among them. */
export function previewSchedule(
  config: ScheduleConfig,
  totalSteps: number,
  most = 400,
): { step: number; rate: number }[] {
  const { rateAt } = planSchedule(config, totalSteps);
  const count = Math.max(1, Math.min(most, totalSteps));
  return Array.from({ length: count }, (_, i) => {
    const step = count === 1 ? 1 : 1 + Math.round((i * (totalSteps - 1)) / (count - 1));
    return { step, rate: rateAt(step, {}) };
  });
}
