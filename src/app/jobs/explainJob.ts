/** Why a model answers as it does. What is found is kept as a file of the job, and in few numbers as its result. */
import { z } from 'zod';
import type { AttributionSummary } from '#/core/explain/summarize';
import type { ExplainResult } from '#/core/protocol/explain';
import { defineJob } from './jobDef';
import { surviving } from './surviving';
import { trainInput } from './trainJob';
import { untilStopped } from './untilStopped';

const explainInput = z.object({
  modelVersionId: z.string(),
  method: z.string(),
  params: z.record(z.string(), z.unknown()),
  datasetVersionId: z.string(),
  sample: z.int().min(0).optional(),
  chosen: z.array(z.int().min(0)).optional(),
  training: trainInput.omit({ runId: true, modelId: true, madeModel: true }).optional(),
});
export type ExplainInput = z.infer<typeof explainInput>;

export type ExplainJobResult = Omit<ExplainResult, 'attribution'> &
  AttributionSummary & {
    measure: string;
    /** What the model does when nothing is disturbed, and its name. */
    baseValue: number;
    baseName: string;
    fileName: string;
  };

export const explainJob = defineJob<ExplainInput>({
  type: 'explain',
  word: 'explain',
  lane: 'beside',
  pausable: false,
  input: explainInput,
  lostHint: 'Try again: it starts anew and finds the same.',
  page: ({ id, modelId }) => (modelId ? `/models/${modelId}?tab=explain&explanation=${id}` : undefined),
  notice: { open: 'Show' },
  async run(context, input) {
    const { services, job, report, signal } = context;
    const { storage, engine } = services;
    report({ message: 'Opening the model and its data' });
    const { attribution, ...about } = await surviving(context, async () => {
      const begunAt = performance.now();
      const explaining = engine.explain(input, ({ progress, offer }) => {
        const elapsedMs = performance.now() - begunAt;
        report({
          progress: progress * 0.99,
          message: offer === undefined ? 'Asking the model' : `Asking the model. ${offer}`,
          secondsLeft: (elapsedMs * (1 / Math.max(progress, 1e-6) - 1)) / 1000,
        });
      });
      return await untilStopped(signal, explaining, () => 'cancel' as const);
    });
    const [{ encodeAttribution }, { summarize }] = await Promise.all([
      import('#/core/explain/attribution'),
      import('#/core/explain/summarize'),
    ]);
    const fileName = `${input.method}.safetensors`;
    await storage.writing(async () => {
      const blob = await storage.blobs.put(encodeAttribution(attribution));
      await storage.jobs.update(job.id, { files: [{ name: fileName, parts: [blob] }] });
    });
    const { measure, baseline } = attribution;
    const result: ExplainJobResult = {
      ...about,
      ...summarize(attribution),
      measure,
      baseValue: baseline.value,
      baseName: baseline.name,
      fileName,
    };
    return result;
  },
});
