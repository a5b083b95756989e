/** Where the space went, measured; and what the browser says, which is only an estimate. */
import type { StorageStatus } from '#/core/protocol/storage';
import { namedBlobs, type ReferenceKind } from './references';
import type { StorageContext } from './storageContext';

/** Absent in Node. */
const manager = (): StorageManager | undefined =>
  typeof navigator === 'undefined' ? undefined : navigator.storage;

export async function readStatus(
  { strict, backend }: StorageContext,
  readOnly: boolean,
): Promise<StorageStatus> {
  const kindOf = new Map<string, ReferenceKind>();
  for (const { kind, blob } of await namedBlobs(strict))
    if (!kindOf.has(blob.hash)) kindOf.set(blob.hash, kind);
  const bytesOf = new Map<ReferenceKind | 'unreferenced', number>();
  for await (const { hash, bytes } of backend.list()) {
    const kind = kindOf.get(hash) ?? 'unreferenced';
    bytesOf.set(kind, (bytesOf.get(kind) ?? 0) + bytes);
  }
  const estimate = await estimated();
  return {
    blobs: backend.name,
    datasetBytes: bytesOf.get('dataset') ?? 0,
    modelBytes: bytesOf.get('model') ?? 0,
    checkpointBytes: bytesOf.get('checkpoint') ?? 0,
    artifactBytes: bytesOf.get('artifact') ?? 0,
    fetchedBytes: bytesOf.get('fetched') ?? 0,
    unreferencedBytes: bytesOf.get('unreferenced') ?? 0,
    usageBytes: estimate?.usage,
    quotaBytes: estimate?.quota,
    persisted: (await manager()?.persisted?.()) ?? false,
    readOnly,
  };
}

const estimated = async (): Promise<StorageEstimate | undefined> =>
  manager()
    ?.estimate?.()
    .catch(() => undefined);

export async function readRoom(): Promise<number | undefined> {
  const { quota, usage = 0 } = (await estimated()) ?? {};
  return quota === undefined ? undefined : Math.max(0, quota - usage);
}

/** Browsers answer by themselves, often with no. Workers cannot ask. */
export async function requestPersistence(): Promise<boolean> {
  const storage = manager();
  if (!storage?.persist) return (await storage?.persisted?.()) ?? false;
  return await storage.persist();
}
