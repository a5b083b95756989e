import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TrainEvent } from '#/core/protocol/train';
import { EventOutlet, mergeSteps } from './eventOutlet';

const steps = (firstStep: number, ...losses: number[]): TrainEvent => ({
  kind: 'steps',
  epoch: 1,
  epochs: 2,
  step: firstStep + losses.length - 1,
  totalSteps: 10,
  losses,
  firstStep,
  learningRate: 0.1,
  samplesPerSecond: firstStep,
});
const epoch: TrainEvent = { kind: 'epoch', epoch: 1, epochs: 2, step: 3, metrics: {}, best: true };

describe('EventOutlet', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('delivers at most ten times a second and loses nothing', () => {
    const sent: TrainEvent[] = [];
    const outlet = new EventOutlet((event) => sent.push(event));
    for (let step = 1; step <= 200; step++) {
      outlet.push(steps(step, step / 100));
      vi.advanceTimersByTime(5);
    }
    outlet.flush();
    expect(sent.length).toBeLessThanOrEqual(11);
    expect(sent.flatMap((event) => (event.kind === 'steps' ? event.losses : []))).toEqual(
      Array.from({ length: 200 }, (_, i) => (i + 1) / 100),
    );
  });

  it('joins reports of steps that meet, and keeps the rest', () => {
    const merged = mergeSteps([steps(1, 0.9, 0.8), epoch, steps(3, 0.7)]);
    expect(merged).toEqual([{ ...steps(3, 0.7), losses: [0.9, 0.8, 0.7], firstStep: 1 }, epoch]);
  });
});
