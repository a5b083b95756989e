/** The table of a version of a dataset as a file, written in the data worker and kept as the file of the job. */
import { z } from 'zod';
import { exportFormats } from '#/core/protocol/dataApi';
import { found } from '../queries';
import { defineJob } from './jobDef';
import { surviving } from './surviving';
import { untilStopped } from './untilStopped';

const input = z.object({
  versionId: z.string(),
  format: z.enum(exportFormats),
  /** Of the file, without its ending. */
  name: z.string(),
});
type ExportDataInput = z.infer<typeof input>;

export const exportDataJob = defineJob<ExportDataInput>({
  type: 'exportData',
  word: 'export',
  lane: 'beside',
  pausable: false,
  input,
  lostHint: 'Export again.',
  page: ({ datasetId }) => (datasetId ? `/data/${datasetId}` : undefined),
  async run(context, { versionId, format, name }) {
    const { services, job, report, signal } = context;
    const { storage, data } = services;
    const version = found(await storage.datasets.version(versionId), 'dataset version', versionId);
    const startedAt = performance.now();
    return await storage.writing(async () => {
      const { ending, parts } = await surviving(context, async () => {
        const writing = data.export({ jobId: job.id, versionId, format }, ({ rows, totalRows }) => {
          // Seen once over before the first is written, where the file says types.
          const share = totalRows > 0 ? rows / totalRows : 0;
          const seconds = (performance.now() - startedAt) / 1000;
          report({
            progress: Math.min(share, 0.99),
            message: `${rows.toLocaleString('en')} of ${totalRows.toLocaleString('en')} rows`,
            secondsLeft: share > 0.02 && seconds > 1 ? (seconds / share) * (1 - share) : undefined,
          });
        });
        return await untilStopped(signal, writing, () => 'cancel' as const);
      });
      const fileName = `${name}.${ending}`;
      await storage.jobs.update(job.id, { files: [{ name: fileName, parts }] });
      const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
      return { fileName, rows: version.rows, bytes };
    });
  },
});
