/** Who names which blob. */
import type { BlobRef } from '#/core/protocol/dataset';
import { fetchedFilesKey } from '#/core/protocol/sourceApi';
import type { FetchedFile } from '#/core/sources/sourceDef';
import { loadBlobsOf } from './blobsOf';
import { collectHashes } from './collectHashes';
import { blobNamesTable, type StrictDatabase } from './schema';

export type ReferenceKind = 'dataset' | 'model' | 'checkpoint' | 'artifact' | 'fetched';

/**
 * For garbage collection. Deliberately not a list of known places: whatever looks like a hash anywhere
 * in the strict database keeps its blob, so a table or field added later cannot lose data. Nor does it believe the
 * table of names: it reads the records themselves.
 */
export async function namedHashes(strict: StrictDatabase): Promise<Set<string>> {
  const hashes = new Set<string>();
  await strict.transaction('r', strict.tables, async () => {
    for (const table of strict.tables)
      if (table.name !== blobNamesTable)
        await table.each((row) => {
          for (const hash of collectHashes(row)) hashes.add(hash);
        });
  });
  return hashes;
}

/** Known places, by kind, for showing where the space went. */
export async function namedBlobs(strict: StrictDatabase): Promise<{ kind: ReferenceKind; blob: BlobRef }[]> {
  // Before the transaction: waiting for a file would end it.
  const { blobsOfVersion, blobsOfModel } = await loadBlobsOf();
  const { datasetVersions, modelVersions, checkpoints, runs, jobs, settings } = strict;
  const tables = [datasetVersions, modelVersions, checkpoints, runs, jobs, settings];
  return await strict.transaction('r', tables, async () => {
    const named: { kind: ReferenceKind; blob: BlobRef }[] = [];
    const add = (kind: ReferenceKind, blobs: BlobRef[]) => {
      for (const blob of blobs) named.push({ kind, blob });
    };
    await datasetVersions.each((version) => add('dataset', blobsOfVersion(version)));
    await modelVersions.each((version) => add('model', blobsOfModel(version)));
    await checkpoints.each((row) => {
      for (const { blobs } of [row, ...(row.earlier ?? [])]) add('checkpoint', blobs);
    });
    await runs.each(({ artifacts }) =>
      add(
        'artifact',
        artifacts.map(({ blob }) => blob),
      ),
    );
    await jobs.each(({ files = [] }) =>
      add(
        'artifact',
        files.flatMap(({ parts }) => parts),
      ),
    );
    const fetched = (await settings.get(fetchedFilesKey))?.value as FetchedFile[] | undefined;
    for (const { parts } of fetched ?? []) add('fetched', parts);
    return named;
  });
}

/** "dataset iris, version 2, chunk 3 of 10": the item a damaged blob belongs to. */
export async function describeBlob(strict: StrictDatabase, hash: string): Promise<string> {
  const short = `blob ${hash.slice(0, 12)}`;
  try {
    const { blobsOfVersion, blobsOfModel } = await loadBlobsOf();
    for (const version of await strict.datasetVersions.toArray()) {
      const blobs = blobsOfVersion(version);
      const at = blobs.findIndex((blob) => blob.hash === hash);
      if (at < 0) continue;
      const dataset = await strict.datasets.get(version.datasetId);
      return `dataset ${dataset?.name ?? version.datasetId}, version ${version.number}, chunk ${at + 1} of ${blobs.length} (${short})`;
    }
    for (const version of await strict.modelVersions.toArray()) {
      if (!blobsOfModel(version).some((blob) => blob.hash === hash)) continue;
      const part = version.reference?.hash === hash ? 'reference of drift' : 'weights';
      const model = await strict.models.get(version.modelId);
      return `model ${model?.name ?? version.modelId}, version ${version.number}, ${part} (${short})`;
    }
    for (const checkpoint of (await strict.checkpoints.toArray()).flatMap((row) => [
      row,
      ...(row.earlier ?? []),
    ]))
      if (checkpoint.blobs.some((blob) => blob.hash === hash))
        return `checkpoint of run ${checkpoint.runId} at step ${checkpoint.step} (${short})`;
    for (const run of await strict.runs.toArray())
      for (const artifact of run.artifacts)
        if (artifact.blob.hash === hash) return `run ${run.name}, artifact ${artifact.name} (${short})`;
    for (const job of await strict.jobs.toArray())
      for (const file of job.files ?? [])
        if (file.parts.some((part) => part.hash === hash))
          return `job ${job.title}, file ${file.name} (${short})`;
  } catch {
    // The description must not hide the error it describes.
  }
  return short;
}
