import { z } from 'zod';
import { fileSchema } from '#/core/protocol/fileSchema';
import { id } from '../commandSchemas';
import { keptFile } from '../keptFile';
import { datasetSource } from '../outputs/dataset';
import { found } from '../queries';
import { defineCommand } from './commandDef';

export const datasetsSource = defineCommand({
  name: 'datasets.source',
  effect: 'reads',
  title: 'Get the source of a dataset',
  summary:
    'Where a version came from and how it was read, with the file itself; null where it was too large to be kept.',
  input: z.strictObject({ versionId: id }),
  output: z.object({ datasetId: id, source: datasetSource, file: fileSchema.nullable() }),
  async run({ storage }, { versionId }) {
    const version = found(await storage.datasets.version(versionId), 'dataset version', versionId);
    const { datasetId, source } = version;
    return { datasetId, source, file: (await keptFile(storage.blobs, source)) ?? null };
  },
});
