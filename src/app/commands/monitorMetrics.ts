import { z } from 'zod';
import { callFigures as figuresOf, callsOverTime } from '#/core/inUse/callFigures';
import { id } from '../commandSchemas';
import { whenKept } from '../inUse/keepAnswers';
import { callFigures } from '../outputs/inUse';
import { time } from '../outputs/values';
import { found } from '../queries';
import { defineCommand } from './commandDef';

const minuteMs = 60_000;

export const monitorMetrics = defineCommand({
  name: 'monitor.metrics',
  effect: 'reads',
  title: 'Measure answers',
  summary:
    'How quick the answers of a model came (p50, p95, p99), how many in a second and how many failed, from the calls themselves; by version and over time. The last 20,000 calls are kept; `droppedCalls` says how many are not.',
  unlogged: true,
  input: z.strictObject({
    modelId: id,
    version: z.int().min(1).optional(),
    minutes: z.number().gt(0).optional(),
    windows: z.int().min(1).max(200).default(24),
  }),
  output: callFigures.and(
    z.object({
      droppedCalls: z.int(),
      versions: z.array(z.object({ version: z.int(), figures: callFigures })),
      windows: z.array(z.object({ from: time, to: time, figures: callFigures })),
    }),
  ),
  async run({ storage }, { modelId, version, minutes, windows }) {
    found(await storage.models.get(modelId), 'model', modelId);
    await whenKept();
    const since = minutes === undefined ? 0 : Date.now() - minutes * minuteMs;
    const all = await storage.inUse.calls(modelId, since);
    const calls = version === undefined ? all : all.filter((call) => call.version === version);
    const versions = [...new Set(calls.map((call) => call.version))].sort((a, b) => a - b);
    return {
      ...figuresOf(calls),
      droppedCalls: (await storage.inUse.log(modelId)).droppedCalls,
      versions: versions.map((number) => ({
        version: number,
        figures: figuresOf(calls.filter((call) => call.version === number)),
      })),
      windows: callsOverTime(calls, windows),
    };
  },
});
