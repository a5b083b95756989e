import { z } from 'zod';
import { endParam, type ScheduleDef } from './scheduleDef';

const params = z.strictObject({ end: endParam(0) });

/** From 1 towards `end` as `done` goes from 0 to 1. */
export const halfCosine = (done: number, end: number): number =>
  end + ((1 - end) * (1 + Math.cos(Math.PI * done))) / 2;

export const cosine: ScheduleDef<z.infer<typeof params>> = {
  type: 'cosine',
  title: 'Cosine',
  summary: 'Falls smoothly from the full rate towards its end at the last step.',
  params,
  factor: (step, totalSteps, { end }) => halfCosine((step - 1) / totalSteps, end),
  examples: [
    { step: 1, totalSteps: 100, expected: 1 },
    { step: 51, totalSteps: 100, expected: 0.5 },
    { params: { end: 0.2 }, step: 51, totalSteps: 100, expected: 0.6 },
  ],
};
