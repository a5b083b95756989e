import { z } from 'zod';
import { fileSchema } from '#/core/protocol/fileSchema';
import { id } from '../commandSchemas';
import { keptFile } from '../keptFile';
import { found } from '../queries';
import { defineCommand } from './commandDef';

export const datasetsSource = defineCommand({
  name: 'datasets.source',
  effect: 'reads',
  title: 'Get the file of a dataset',
  summary: 'The file a version was read from; null where it was too large to be kept.',
  input: z.strictObject({ versionId: id }),
  output: z.object({ file: fileSchema.nullable() }),
  async run({ storage }, { versionId }) {
    const version = found(await storage.datasets.version(versionId), 'dataset version', versionId);
    return { file: (await keptFile(storage.blobs, version.source)) ?? null };
  },
});
