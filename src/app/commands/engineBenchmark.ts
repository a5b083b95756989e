import { z } from 'zod';
import { convShapes } from '#/core/bench/convShapes';
import { defineCommand } from './commandDef';
import { convMeasurement } from '../outputs/engine';

export const engineBenchmark = defineCommand({
  name: 'engine.benchmark',
  effect: 'writes',
  title: 'Measure this device',
  summary: 'Times the convolutions over time and space on this device, and tfjs beside them when asked.',
  input: z.strictObject({
    shape: z.enum(convShapes.map(({ id }) => id)),
    peer: z.boolean().default(false),
  }),
  output: z.array(convMeasurement),
  run: ({ engine }, { shape, peer }) => engine.benchmark(shape, { peer }),
});
