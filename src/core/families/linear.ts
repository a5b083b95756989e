import { z } from 'zod';
import type { FamilyDef } from './familyDef';

const params = z.strictObject({});

export const linear: FamilyDef<z.infer<typeof params>> = {
  type: 'linear',
  title: 'Linear model',
  summary: 'Weighs each input once: fast, explainable, and the bar that others must beat.',
  rank: 1,
  values: ['class', 'number'],
  params,
  defaults: ({ rows }) => ({
    learningRate: 0.01,
    batchSize: rows < 2_000 ? 32 : rows < 100_000 ? 128 : 1024,
  }),
  build: ({ inputShape, outputWidth }) => ({
    version: 1,
    inputs: [{ name: 'input', shape: [...inputShape] }],
    nodes: [
      {
        id: 'output',
        type: 'dense',
        inputs: ['input'],
        params: { units: outputWidth, useBias: true, init: 'zeros' },
      },
    ],
    outputs: [{ name: 'output', node: 'output' }],
  }),
  examples: [
    { inputShape: [4], outputWidth: 3, params: {} },
    { inputShape: [1], outputWidth: 1, params: {} },
  ],
};
