import { z } from 'zod';
import { fileSchema } from '#/core/protocol/fileSchema';
import { readOptions } from '#/core/reading/readOptions';
import { id } from '../commandSchemas';
import { found } from '../queries';
import { defineCommand } from './commandDef';

export const datasetsAppend = defineCommand({
  name: 'datasets.append',
  effect: 'writes',
  title: 'Add a file to a dataset',
  summary:
    'As a job: a new version of the dataset with the samples of the file added, cut and read as those before. It is the version that an import of everything at once would have made. For events: columns that the dataset knows are read by their names, and windows are cut anew.',
  input: z.strictObject({
    versionId: id,
    file: fileSchema,
    /** How the file is read, where the guess is not meant. */
    options: z.strictObject({ table: readOptions.optional() }).optional(),
  }),
  output: z.object({ jobId: id, datasetId: id }),
  async run({ storage, jobs }, { versionId, file, options }) {
    const version = found(await storage.datasets.version(versionId), 'dataset version', versionId);
    const dataset = found(await storage.datasets.get(version.datasetId), 'dataset', version.datasetId);
    const job = await jobs.submit(
      {
        kind: 'import',
        title: `Add ${file.name} to ${dataset.name}`,
        input: {
          datasetId: dataset.id,
          fileName: file.name,
          after: dataset.latestVersionId,
          append: versionId,
        },
        datasetId: dataset.id,
      },
      { file, kind: version.schema.kind, ...(options && { options }) },
    );
    return { jobId: job.id, datasetId: dataset.id };
  },
});
