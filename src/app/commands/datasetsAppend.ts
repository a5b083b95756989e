import { z } from 'zod';
import { kinds } from '#/core/kinds/registry';
import { folder } from '#/core/grid/gridInput';
import { fileSchema } from '#/core/protocol/fileSchema';
import { readOptions } from '#/core/reading/readOptions';
import { id } from '../commandSchemas';
import { found } from '../queries';
import { defineCommand } from './commandDef';

export const datasetsAppend = defineCommand({
  name: 'datasets.append',
  effect: 'writes',
  title: 'Add files to a dataset',
  summary:
    'As a job: a new version of the dataset with the samples of the file added, cut and read as those before. It is the version that an import of everything at once would have made. For tables and texts: rows behind those that are there, their columns matched by name and read in the types they have; a column that the dataset does not have is left out and told, one that the file lacks is refused unless the dataset ignores it. For events: columns that the dataset knows are read by their names, and windows are cut anew. For images, sound and video: the files of an archive, of `options.folder` or the file alone follow those that are there, which stay as they are stored, and are cut as they are.',
  input: z.strictObject({
    versionId: id,
    file: fileSchema,
    /** How the file is read, where the guess is not meant. */
    options: z.strictObject({ table: readOptions.optional(), folder: folder.optional() }).optional(),
  }),
  output: z.object({ jobId: id, datasetId: id }),
  async run({ storage, jobs }, { versionId, file, options }) {
    const version = found(await storage.datasets.version(versionId), 'dataset version', versionId);
    const dataset = found(await storage.datasets.get(version.datasetId), 'dataset', version.datasetId);
    const areOfTables = kinds.get(version.schema.kind).importOptions?.name === 'table';
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
      {
        file,
        kind: version.schema.kind,
        ...(options?.table && {
          options: areOfTables ? options.table : { table: options.table },
        }),
        ...(options?.folder && { folder: options.folder }),
      },
    );
    return { jobId: job.id, datasetId: dataset.id };
  },
});
