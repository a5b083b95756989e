import { z } from 'zod';
import { defineCommand } from './commandDef';

const bytes = z.number();

export const storageStatus = defineCommand({
  name: 'storage.status',
  effect: 'reads',
  title: 'Storage used',
  summary: 'What is stored, how much the browser allows and whether it is persistent.',
  unlogged: true,
  input: z.strictObject({}),
  output: z.object({
    /** What the browser says of this origin; 0 where it does not say. */
    usageBytes: bytes,
    quotaBytes: bytes,
    persisted: z.boolean(),
    readOnly: z.boolean(),
    /** Where arrays live: the origin private file system, or the database. */
    blobsIn: z.enum(['opfs', 'dexie']),
    /** Measured: every blob counted once. */
    blobBytes: bytes,
    datasets: z.int(),
    datasetBytes: bytes,
    models: z.int(),
    modelVersions: z.int(),
    modelBytes: bytes,
    runs: z.int(),
    checkpointBytes: bytes,
    artifactBytes: bytes,
    fetchedBytes: bytes,
    unreferencedBytes: bytes,
  }),
  async run({ storage }) {
    const [stored, datasets, models, runs] = await Promise.all([
      storage.status(),
      storage.datasets.list(),
      storage.models.list(),
      storage.runs.list(),
    ]);
    const versions = await Promise.all(models.map(({ id }) => storage.models.versions(id)));
    const { blobs, ...status } = stored;
    const { datasetBytes, modelBytes, checkpointBytes, artifactBytes, fetchedBytes, unreferencedBytes } =
      status;
    return {
      ...status,
      usageBytes: status.usageBytes ?? 0,
      quotaBytes: status.quotaBytes ?? 0,
      blobsIn: blobs,
      blobBytes:
        datasetBytes + modelBytes + checkpointBytes + artifactBytes + fetchedBytes + unreferencedBytes,
      datasets: datasets.length,
      models: models.length,
      modelVersions: versions.flat().length,
      runs: runs.length,
    };
  },
});
