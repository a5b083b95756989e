import { z } from 'zod';
import { exportFormats } from '#/core/protocol/dataApi';
import { id } from '../commandSchemas';
import { found } from '../queries';
import { defineCommand } from './commandDef';

export const datasetsExport = defineCommand({
  name: 'datasets.export',
  effect: 'writes',
  title: 'Export a dataset',
  summary:
    'The table of a version (the latest, unless `versionId` names another) as CSV, JSON Lines, Parquet or an Arrow stream; as arrays of NumPy (`npz`: X and y of a table, images as x, a field as it is stored; about.json says what the numbers are); or, of images, sound and texts, as their files in folders by label (`zip`). As a job; `jobs.download` hands the file over. Columns of a table keep their types; what a type cannot hold without loss is written as text.',
  input: z.strictObject({ datasetId: id, versionId: id.optional(), format: z.enum(exportFormats) }),
  output: z.object({ jobId: id }),
  async run({ storage, jobs }, { datasetId, versionId, format }) {
    const dataset = found(await storage.datasets.get(datasetId), 'dataset', datasetId);
    const wanted = versionId ?? dataset.latestVersionId;
    const version = found(
      wanted ? await storage.datasets.version(wanted) : undefined,
      'dataset version',
      wanted ?? '',
    );
    const name = dataset.name.replace(/[\\/:*?"<>|]/g, '_').slice(0, 100) || 'table';
    const job = await jobs.submit({
      kind: 'exportData',
      title: `Export ${dataset.name} v${version.number} as ${format}`,
      input: { versionId: version.id, format, name },
      datasetId,
    });
    return { jobId: job.id };
  },
});
