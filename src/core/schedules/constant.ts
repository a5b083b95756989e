import { z } from 'zod';
import type { ScheduleDef } from './scheduleDef';

const params = z.strictObject({});

export const constant: ScheduleDef<z.infer<typeof params>> = {
  type: 'constant',
  title: 'Constant',
  summary: 'The same rate throughout.',
  params,
  factor: () => 1,
  examples: [{ step: 70, totalSteps: 100, expected: 1 }],
};
