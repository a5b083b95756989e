import { z } from 'zod';
import { kindOf } from '#/core/kinds/registry';
import { TetradError } from '#/core/protocol/errors';
import { fileSchema } from '#/core/protocol/fileSchema';
import { readOptions } from '#/core/reading/readOptions';
import { id } from '../commandSchemas';
import { keptFile } from '../keptFile';
import { found } from '../queries';
import { defineCommand } from './commandDef';

export const datasetsReread = defineCommand({
  name: 'datasets.reread',
  effect: 'writes',
  title: 'Read a table again',
  summary:
    'As a job: a new version of a dataset, read another way from the file that was kept, or from `file`. Roles of columns that are read as before stay.',
  input: z.strictObject({
    versionId: id,
    options: z.strictObject({ table: readOptions }),
    file: fileSchema.optional(),
  }),
  output: z.object({ jobId: id, datasetId: id }),
  async run({ storage, jobs }, { versionId, options, file: given }) {
    const version = found(await storage.datasets.version(versionId), 'dataset version', versionId);
    const { datasetId, source } = version;
    if (kindOf(version.schema).importOptions?.schema !== readOptions)
      throw new TetradError({
        code: 'badInput',
        message: 'Only a table is read again.',
        place: 'versionId',
        hint: 'Windows, patches and labels of a field are changed by datasets.rewindow; import other files again.',
      });
    const file = given ?? (await keptFile(storage.blobs, source));
    if (!file)
      throw new TetradError({
        code: 'notFound',
        message: `${source.fileName} was not kept: it is too large to be stored twice.`,
        place: 'file',
        hint: 'Choose the file again.',
      });
    const dataset = found(await storage.datasets.get(datasetId), 'dataset', datasetId);
    const job = await jobs.submit(
      {
        kind: 'import',
        title: `Read ${file.name} again`,
        input: { datasetId, fileName: file.name, after: dataset.latestVersionId, like: versionId },
        datasetId,
      },
      { file, kind: version.schema.kind, options: options.table },
    );
    return { jobId: job.id, datasetId };
  },
});
