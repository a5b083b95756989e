import { z } from 'zod';
import type { DrawnSeries } from '#/core/logged/bucketCurve';
import { id } from '../commandSchemas';
import { float64 } from '../outputs/values';
import { defineCommand } from './commandDef';

const curve = { steps: float64, epochs: float64, values: float64 };

export const runsCurves = defineCommand({
  name: 'runs.curves',
  effect: 'reads',
  title: 'Read curves',
  summary:
    'One series of many runs, each by at most some 500 points: the lowest and the highest of every stretch as they were logged, and the means of stretches. Between two steps or epochs a window holds more of them. In the order of runIds; null where a run has no such series.',
  input: z.strictObject({
    runIds: z.array(id).max(10_000),
    name: z.string(),
    window: z.strictObject({ axis: z.enum(['step', 'epoch']), from: z.number(), to: z.number() }).optional(),
  }),
  output: z.object({
    curves: z.array(
      z
        .object({
          ...curve,
          whole: z.boolean().meta({ description: 'Every logged point is there.' }),
          count: z.int().meta({ description: 'Points that were logged.' }),
          means: z.object(curve).optional(),
        })
        .nullable(),
    ),
  }),
  unlogged: true,
  async run({ storage }, { runIds, name, window }) {
    const curves: (DrawnSeries | undefined)[] = window
      ? await storage.metrics.windows(runIds, name, window)
      : await storage.metrics.curves(runIds, name);
    return { curves: curves.map((one) => one ?? null) };
  },
});
