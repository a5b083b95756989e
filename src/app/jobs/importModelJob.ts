/** A dropped model file becomes a version of a registered model: complete, or invisible. */
import { z } from 'zod';
import { freeName } from '../freeName';
import { needFile } from './importJob';
import { defineJob } from './jobDef';
import { untilStopped } from './untilStopped';

const input = z.object({
  modelId: z.string(),
  /** Absent: the model exists, and gets another version. */
  name: z.string().optional(),
  fileName: z.string(),
  description: z.string().optional(),
  onto: z.string().optional(),
});
type ImportModelInput = z.infer<typeof input>;

export const importModelJob = defineJob<ImportModelInput>({
  type: 'importModel',
  word: 'import',
  lane: 'tab',
  pausable: false,
  input,
  lostHint: 'Drop the file again.',
  page: ({ modelId }) => (modelId ? `/models/${modelId}` : undefined),
  notice: { open: 'Open' },
  async run(context, { modelId, name, fileName, description, onto }) {
    const { services, signal, report, dropped } = context;
    const { storage, engine } = services;
    const file = needFile(context);
    report({ progress: 0.1, message: 'Reading and trying the model' });
    const beside = (dropped?.more ?? []).map((one) => ({ path: one.name, file: one }));
    // Nothing names its bytes until the version is there; meanwhile nobody collects them.
    const version = await storage.writing(async () => {
      const running = engine.importModel({
        name: fileName,
        file,
        beside,
        ...(onto !== undefined && { onto }),
      });
      const {
        description: own,
        family,
        remarks,
        ...made
      } = await untilStopped(signal, running, () => 'cancel');
      const known = await storage.models.get(modelId);
      if (!known)
        await storage.models.create({
          id: modelId,
          name: await freeName(name ?? fileName, storage.models.hasName),
          family: family ?? made.body.type,
          description: description ?? own,
        });
      try {
        return await storage.models.commitVersion({
          ...made,
          modelId,
          runId: '',
          datasetId: '',
          datasetVersionId: '',
          datasetHash: '',
          metrics: {},
          sampleRows: [],
          notes: remarks.join('\n'),
        });
      } catch (thrown) {
        if (!known) await storage.models.delete(modelId);
        throw thrown;
      }
    });
    return { modelId, version: version.number, remarks: version.notes ? [version.notes] : [] };
  },
  async discard({ storage }) {
    await storage.collectGarbage({ graceMs: 0 });
  },
});
