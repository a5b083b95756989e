import { describe, expect, it } from 'vitest';
import fixture from '../../../test/fixtures/torchSchedules.json';
import { planSchedule, previewSchedule, type ScheduleConfig } from './planSchedule';
import { schedules } from './registry';
import type { ScheduleState } from './scheduleDef';

const config = (schedule: string, change: Partial<ScheduleConfig> = {}): ScheduleConfig => ({
  schedule,
  scheduleParams: {},
  learningRate: 0.3,
  warmupSteps: 0,
  ...change,
});

/** The type of a JSON list has a key for what any entry has. */
const settings = (params: object) => params as ScheduleConfig['scheduleParams'];

for (const schedule of schedules.all) {
  describe(schedule.title, () => {
    it.each(schedule.examples)('%j', ({ params, step, totalSteps, expected }) => {
      const factor = schedule.factor(step, totalSteps, schedule.params.parse(params ?? {}), {});
      expect(factor).toBeCloseTo(expected, 12);
    });

    it.each([
      [1, 0],
      [2, 0],
      [3, 1],
      [50, 0],
      [50, 7],
      [50, 49],
      [50, 50],
      [50, 1000],
    ])('stays positive and within the learning rate: %d steps, %d of warm-up', (steps, warmupSteps) => {
      const points = previewSchedule(config(schedule.type, { warmupSteps }), steps);
      expect(points.map(({ step }) => step)).toEqual(Array.from({ length: steps }, (_, i) => i + 1));
      for (const { rate } of points) {
        expect(rate).toBeGreaterThan(0);
        expect(rate).toBeLessThanOrEqual(0.3 * (1 + 1e-12));
      }
    });

    it('is shown as it will be', () => {
      const settings = config(schedule.type, { warmupSteps: 30 });
      const { rateAt } = planSchedule(settings, 1000);
      const points = previewSchedule(settings, 1000, 64);
      expect(points).toHaveLength(64);
      expect([points[0]?.step, points.at(-1)?.step]).toEqual([1, 1000]);
      for (const { step, rate } of points) expect(rate).toBe(rateAt(step, {}));
    });

    it('refuses settings it does not have', () => {
      expect(() => planSchedule(config(schedule.type, { scheduleParams: { nope: 1 } }), 10)).toThrow(
        'config.scheduleParams',
      );
    });
  });
}

describe('equal to PyTorch', () => {
  it.each(fixture.cases)('$schedule $params', ({ schedule, params, totalSteps, rates }) => {
    const { rateAt } = planSchedule(config(schedule, { scheduleParams: settings(params) }), totalSteps);
    rates.forEach((rate, i) => expect(rateAt(i + 1, {})).toBeCloseTo(rate, 12));
  });

  it('warm-up, then the schedule', () => {
    const { warmup, after, rates } = fixture.warmup;
    const plan = planSchedule(config('cosine', { warmupSteps: warmup }), warmup + after);
    rates.forEach((rate, i) => expect(plan.rateAt(i + 1, {})).toBeCloseTo(rate, 12));
  });

  it.each(fixture.plateaus)('reduce on plateau $params', ({ params, losses, rates }) => {
    const plan = planSchedule(config('plateau', { scheduleParams: settings(params) }), 1000);
    let state: ScheduleState = {};
    for (const [epoch, loss] of losses.entries()) {
      // Through JSON, as a checkpoint takes it.
      state = plan.observe(JSON.parse(JSON.stringify(state)), loss);
      expect(plan.rateAt(10 * epoch + 1, state), `epoch ${epoch + 1}`).toBeCloseTo(rates[epoch] ?? 0, 12);
    }
  });
});
