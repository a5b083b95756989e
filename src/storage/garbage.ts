/**
 * Garbage collection. Three guards, each enough alone in the usual case:
 * - it runs only while it holds the writing lock alone, so nobody is between a put and its manifest;
 * - only blobs older than a grace period are considered;
 * - whatever the strict database names anywhere is kept; if that cannot be read, nothing is removed.
 */
import type { GarbageReport } from '#/core/protocol/storage';
import { stillNamed } from './blobNames';
import { ifFree } from './locks';
import { packTail } from './metrics/packTail';
import { keepNames } from './metrics/readNames';
import { namedHashes } from './references';
import { metricTables, tablesOfRuns } from './schema';
import type { StorageContext } from './storageContext';

export const defaultGraceMs = 15 * 60_000;

/** Set when the database was created: blobs older than it had manifests we no longer have. */
export const createdAtKey = 'storage.createdAt';

export async function collectGarbage(
  context: StorageContext,
  { graceMs = defaultGraceMs, readOnly }: { graceMs?: number; readOnly: boolean },
): Promise<GarbageReport> {
  // A newer schema may name blobs in ways this code does not know.
  if (readOnly) return { removed: 0, freedBytes: 0, skipped: 'readOnly' };
  const { strict, backend, inFlight } = context;
  const report = await ifFree(inFlight.lockName, async (): Promise<GarbageReport> => {
    const before = Date.now() - graceMs;
    const createdAt = Number((await strict.settings.get(createdAtKey))?.value ?? Infinity);
    const named = await namedHashes(strict);
    const result: GarbageReport = { removed: 0, freedBytes: 0 };
    for await (const { hash, bytes, modifiedAt } of backend.list()) {
      if (named.has(hash) || modifiedAt > before || modifiedAt < createdAt) continue;
      await backend.remove(hash);
      result.removed++;
      result.freedBytes += bytes;
    }
    result.freedBytes += await backend.sweep(before);
    // Under the lock: whoever writes what a run logged, and the run after it, is not to be come between.
    await forgetOrphanRows(context);
    await packTails(context);
    return result;
  });
  return report ?? { removed: 0, freedBytes: 0, skipped: 'busy' };
}

/** Of so many bytes at a time: others may write in between. */
const freedAtOnce = 500;

/** Removes just these, if nothing names them and nobody is writing. Answers those that stay to be tried again. */
export async function collectThese(
  { strict, backend, inFlight }: Omit<StorageContext, 'givenUp'>,
  hashes: readonly string[],
  readOnly: boolean,
): Promise<string[]> {
  if (readOnly) return [];
  for (let from = 0; from < hashes.length; from += freedAtOnce) {
    const some = hashes.slice(from, from + freedAtOnce);
    const done = await ifFree(inFlight.lockName, async () => {
      const named = await stillNamed(strict, some);
      for (const hash of some) if (!named.has(hash)) await backend.remove(hash);
      return true;
    });
    if (!done) return hashes.slice(from);
  }
  return [];
}

/** What an earlier release logged, or a tab that was closed: quick to read from then on. */
async function packTails({ relaxed }: StorageContext): Promise<void> {
  for (const runId of (await relaxed.metrics.orderBy('runId').uniqueKeys()) as string[])
    await relaxed.transaction('rw', metricTables(relaxed), () => packTail(relaxed, runId));
  await keepNames(relaxed);
}

/** Metrics of deleted runs and progress of deleted jobs: another database, so not deleted in the same transaction. */
async function forgetOrphanRows({ strict, relaxed }: StorageContext): Promise<void> {
  for (const table of tablesOfRuns(relaxed)) {
    const runIds = (await table.orderBy('runId').uniqueKeys()) as string[];
    const runs = await strict.runs.bulkGet(runIds);
    const gone = runIds.filter((_, at) => runs[at] === undefined);
    if (gone.length > 0) await table.where('runId').anyOf(gone).delete();
  }
  const jobIds = (await relaxed.progress.toCollection().primaryKeys()) as string[];
  const jobs = await strict.jobs.bulkGet(jobIds);
  await relaxed.progress.bulkDelete(jobIds.filter((_, at) => jobs[at] === undefined));
}
