import { z } from 'zod';
import { parseAttribution } from '#/core/explain/attribution';
import { reasonCodes } from '#/core/explain/reasonCodes';
import { TetradError } from '#/core/protocol/errors';
import { id } from '../commandSchemas';
import { found } from '../queries';
import { defineCommand } from './commandDef';

export const explainReasons = defineCommand({
  name: 'explain.reasons',
  effect: 'reads',
  title: 'Reason codes of explained rows',
  summary:
    'Of a finished explanation by Shapley values: for each row the columns that move its answer furthest, with their values. `side` keeps only those that raise it, or lower it.',
  input: z.strictObject({
    jobId: id,
    count: z.int().min(1).max(50).default(4),
    side: z.enum(['both', 'raises', 'lowers']).default('both'),
  }),
  output: z.object({
    measure: z.string(),
    baseValue: z.number(),
    rows: z.array(
      z.object({
        row: z.int(),
        answer: z.number(),
        reasons: z.array(z.object({ name: z.string(), given: z.string(), value: z.number() })),
      }),
    ),
  }),
  async run({ storage }, { jobId, count, side }) {
    const job = found(await storage.jobs.get(jobId), 'job', jobId);
    const [file] = job.files ?? [];
    const [blob] = file?.parts ?? [];
    const attribution =
      job.kind === 'explain' && blob !== undefined
        ? parseAttribution(await storage.blobs.get(blob))
        : undefined;
    if (attribution?.form !== 'contributions')
      throw new TetradError({
        code: 'badInput',
        message: 'This job is no finished explanation by Shapley values.',
        place: 'jobId',
        hint: 'Run explain.run with the method shapleySummary or treeShapleySummary, and wait for it.',
      });
    return {
      measure: attribution.measure,
      baseValue: attribution.baseline.value,
      rows: reasonCodes(attribution, count, side),
    };
  },
});
