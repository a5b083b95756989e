/** Writes and checks the file of a model version. The command waits for it and hands the bytes over. */
import { z } from 'zod';
import {
  conv4dForms,
  type ExportResult,
  exportFormats,
  exportParts,
  isPackage,
  type PackageFormat,
  treeForms,
} from '#/core/protocol/predict';
import { found } from '../queries';
import type { AppServices } from '../services';
import { defineJob } from './jobDef';

const input = z.object({
  modelVersionId: z.string(),
  options: z.object({
    format: z.enum(exportFormats),
    opset: z.int(),
    labelName: z.string().optional(),
    probabilitiesName: z.string().optional(),
    dynamicBatch: z.boolean(),
    conv4d: z.enum(conv4dForms).default('folded'),
    treeForm: z.enum(treeForms).optional(),
    part: z.enum(exportParts).optional(),
    metadata: z.boolean(),
  }),
});
type ExportInput = z.infer<typeof input>;

export const exportJob = defineJob<ExportInput>({
  type: 'export',
  word: 'export',
  lane: 'tab',
  pausable: false,
  input,
  lostHint: 'Export again.',
  async run({ services, job, report, signal }, { modelVersionId, options }) {
    report({ progress: 0.1, message: 'Writing and checking the file' });
    const { format } = options;
    const inPackage = isPackage(format);
    const isOnnx = inPackage || format === 'onnx';
    const card = options.metadata && isOnnx ? await cardOf(services, modelVersionId) : undefined;
    const made = await services.engine.export(modelVersionId, {
      ...options,
      ...(inPackage && { format: 'onnx', examples: true }),
      ...(card !== undefined && { card }),
    });
    signal.throwIfAborted();
    const { report: exportReport } = made;
    const files = inPackage ? await packed(services, modelVersionId, format, made) : made.files;
    signal.throwIfAborted();
    await services.storage.writing(async () => {
      const stored = await Promise.all(
        files.map(async ({ name, bytes }) => ({ name, parts: [await services.storage.blobs.put(bytes)] })),
      );
      await services.storage.jobs.update(job.id, { files: stored });
    });
    return { report: exportReport };
  },
});

async function packed(
  { storage }: AppServices,
  modelVersionId: string,
  format: PackageFormat,
  made: ExportResult,
): Promise<ExportResult['files']> {
  const version = found(await storage.models.version(modelVersionId), 'model version', modelVersionId);
  const model = found(await storage.models.get(version.modelId), 'model', version.modelId);
  return await (await import('../leaving/packages')).packageOf(format, model, version, made);
}

/** As Markdown. Without a network, and never used before, its code is not here: the file then leaves without. */
async function cardOf({ storage }: AppServices, modelVersionId: string): Promise<string | undefined> {
  const version = await storage.models.version(modelVersionId);
  const model = version && (await storage.models.get(version.modelId));
  if (!model) return undefined;
  const card = await import('../modelCardOf').catch(() => undefined);
  return (await card?.modelCardOf(storage, model, version))?.markdown;
}
