/** Every failure that leaves storage is a TetradError; a full disk names what is worth deleting. */
import { TetradError } from '#/core/protocol/errors';
import { loadBlobsOf } from './blobsOf';
import type { StrictDatabase } from './schema';
import { toStorageError } from './storageErrors';

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;

async function largestDatasets(strict: StrictDatabase): Promise<string> {
  const { blobsOfVersion } = await loadBlobsOf();
  const blobsOf = new Map<string, Map<string, number>>();
  await strict.datasetVersions.each((version) => {
    // Versions of a dataset share most of their blobs.
    const blobs = blobsOf.get(version.datasetId) ?? new Map<string, number>();
    for (const { hash, bytes } of blobsOfVersion(version)) blobs.set(hash, bytes);
    blobsOf.set(version.datasetId, blobs);
  });
  const bytesOf = ([id, blobs]: [string, Map<string, number>]): [string, number] => [
    id,
    [...blobs.values()].reduce((sum, bytes) => sum + bytes, 0),
  ];
  const largest = [...blobsOf]
    .map(bytesOf)
    .sort((a, b) => b[1] - a[1])
    .slice(0, 3);
  const datasets = await strict.datasets.bulkGet(largest.map(([id]) => id));
  return largest.map(([id, bytes], at) => `${datasets[at]?.name ?? id} (${megabytes(bytes)})`).join(', ');
}

async function explain(strict: StrictDatabase, error: TetradError): Promise<TetradError> {
  if (error.code !== 'quota') return error;
  const largest = await largestDatasets(strict).catch(() => '');
  if (!largest) return error;
  return new TetradError(
    { ...error.toInfo(), hint: `${error.hint ?? ''} Largest datasets: ${largest}.` },
    { cause: error.cause },
  );
}

type AsyncMethod = (...args: unknown[]) => Promise<unknown>;

export function guarded<R extends object>(strict: StrictDatabase, what: string, repository: R): R {
  const wrap =
    (method: AsyncMethod): AsyncMethod =>
    async (...args) => {
      try {
        return await method(...args);
      } catch (thrown) {
        throw await explain(strict, toStorageError(thrown, what));
      }
    };
  return Object.fromEntries(
    Object.entries(repository).map(([name, member]) => [
      name,
      typeof member === 'function' ? wrap(member as AsyncMethod) : member,
    ]),
  ) as R;
}
