/** Whether rows are as those that a model learnt from. The report is a file of the job; its result is short. */
import { z } from 'zod';
import { driftMethods } from '#/core/drift/driftReport';
import { corrections } from '#/core/drift/adjust';
import { defineJob } from './jobDef';
import { surviving } from './surviving';
import { untilStopped } from './untilStopped';

const driftInput = z.object({
  modelVersionId: z.string(),
  datasetVersionId: z.string(),
  method: z.enum(driftMethods),
  alpha: z.number(),
  correction: z.enum(corrections),
  windows: z.int().min(1),
  timeColumn: z.string().optional(),
});
export type DriftInput = z.infer<typeof driftInput>;

/** The columns that stand out first; no more than this, so that a list of jobs stays small. */
const mostColumns = 200;

export const driftJob = defineJob<DriftInput>({
  type: 'drift',
  word: 'drift',
  lane: 'beside',
  pausable: false,
  input: driftInput,
  lostHint: 'Try again: it starts anew and finds the same.',
  page: ({ id, modelId }) => (modelId ? `/models/${modelId}?tab=drift&drift=${id}` : undefined),
  notice: { open: 'Show' },
  async run(context, input) {
    const { services, job, report, signal } = context;
    const { storage, engine } = services;
    report({ message: 'Opening the model and the rows' });
    const found = await surviving(context, async () => {
      const comparing = engine.drift(input, ({ progress, message }) =>
        report({ progress: progress * 0.99, message }),
      );
      return await untilStopped(signal, comparing, () => 'cancel' as const);
    });
    const fileName = 'drift.json';
    await storage.writing(async () => {
      const blob = await storage.blobs.put(new TextEncoder().encode(JSON.stringify(found)));
      await storage.jobs.update(job.id, { files: [{ name: fileName, parts: [blob] }] });
    });
    const { columns, before, now, ms } = found;
    const drifted = columns.filter(({ verdict }) => verdict === 'drifted');
    const others = columns.filter(({ verdict }) => verdict !== 'drifted');
    return {
      drifted: drifted.length,
      compared: columns.length,
      rows: { before: before.rows, now: now.rows },
      columns: [...drifted, ...others]
        .slice(0, mostColumns)
        .map(({ name, part, test, statistic, threshold, pValue, verdict, words }) => ({
          name,
          part,
          test,
          statistic,
          threshold,
          pValue,
          drifted: verdict === 'drifted',
          verdict,
          words,
        })),
      fileName,
      ms,
    };
  },
});
