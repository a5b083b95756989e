/** A workspace, or what is chosen of it, becomes one file. What packs it is loaded with the first one. */
import { z } from 'zod';
import { chooseRecords, portableRecords } from '#/core/workspace/chooseRecords';
import { sealedEnding, workspaceEnding } from '#/core/workspace/workspaceFile';
import { version } from '../version';
import { defineJob } from './jobDef';

const input = z.object({
  /** Of the file, without its ending. */
  name: z.string(),
  sealed: z.boolean(),
  chosen: z
    .object({ datasetIds: z.array(z.string()), modelIds: z.array(z.string()), runIds: z.array(z.string()) })
    .optional(),
});
type ExportWorkspaceInput = z.infer<typeof input>;

/** Jobs about workspace files stay where they are. */
const notPacked = ['exportWorkspace', 'importWorkspace'];

export const exportWorkspaceJob = defineJob<ExportWorkspaceInput>({
  type: 'exportWorkspace',
  word: 'export',
  lane: 'tab',
  pausable: false,
  input,
  lostHint: 'Export again.',
  page: () => '/settings',
  async run({ services, job, signal, report, dropped }, { name, sealed, chosen }) {
    const { storage } = services;
    const { packWorkspace } = await import('../workspace/packWorkspace');
    return await storage.writing(async () => {
      const all = portableRecords(await storage.workspace.records(), notPacked);
      const records = chosen ? chooseRecords(all, chosen) : all;
      const { datasets, models, modelVersions, runs } = records;
      const holds = {
        datasets: datasets.length,
        models: models.length,
        versions: modelVersions.length,
        runs: runs.length,
      };
      const about = {
        schema: storage.workspace.schema,
        id: crypto.randomUUID(),
        createdAt: Date.now(),
        studio: `Tetrad ${version}`,
        holds,
      };
      const parts = await packWorkspace({
        storage,
        about,
        records,
        passphrase: sealed ? dropped?.passphrase : undefined,
        onBytes(done, total) {
          signal.throwIfAborted();
          report({
            progress: total > 0 ? Math.min(0.99, done / total) : 0,
            message: `${Math.round(done / 1e6).toLocaleString('en')} of ${Math.round(total / 1e6).toLocaleString('en')} MB`,
          });
        },
      });
      const fileName = `${name}${sealed ? sealedEnding : workspaceEnding}`;
      await storage.jobs.update(job.id, { files: [{ name: fileName, parts }] });
      return { fileName, bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0), ...holds };
    });
  },
});
