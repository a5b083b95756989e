/**
 * A workspace file, as the parts of the file of a job. Large blobs are not copied: a zip of stored entries is the very
 * bytes that are there already, with headers in between, so it costs one reading of them, and room for the small ones.
 */
import { crc32 } from '#/core/crc32';
import { packSeries } from '#/core/logged/series';
import type { BlobRef } from '#/core/protocol/dataset';
import type { Storage } from '#/core/protocol/storage';
import type { WorkspaceRecords } from '#/core/protocol/workspace';
import { seal } from '#/core/workspace/sealed';
import {
  type AboutWorkspace,
  aboutEntry,
  blobEntry,
  metricsEntry,
  recordsEntry,
  snapshotEntry,
  toAbout,
} from '#/core/workspace/workspaceFile';
import { directory, entryHeader, type ZippedEntry } from '#/core/workspace/zipParts';
import { sha256 } from '#/storage/canonicalHash';
import { toJson } from '../jsonCodec';
import { storeFile } from '../jobs/storeFile';

interface Packed {
  bytes: Uint8Array;
  /** Where the very same bytes lie. */
  ref?: BlobRef;
}

interface Packing {
  storage: Pick<Storage, 'blobs' | 'metrics' | 'snapshots' | 'workspace'>;
  about: Omit<AboutWorkspace, 'format' | 'version' | 'records'>;
  records: WorkspaceRecords;
  passphrase?: string;
  /** Throws when it is to stop. */
  onBytes(done: number, total: number): void;
}

/** Below it a blob is copied: a part of its own would cost more. */
const referredBytes = 2 ** 20;
const partBytes = 32 * 2 ** 20;

/** To be called within `storage.writing`, and named by a record before that ends. */
export async function packWorkspace(packing: Packing): Promise<BlobRef[]> {
  const { storage, passphrase } = packing;
  const pieces = zipped(packing);
  if (passphrase !== undefined) return await storeFile(storage.blobs, seal(bytesOf(pieces), passphrase));
  const parts: BlobRef[] = [];
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  const flush = async () => {
    if (heldBytes > 0)
      parts.push(await storage.blobs.put(new Uint8Array(await new Blob(held as BlobPart[]).arrayBuffer())));
    held = [];
    heldBytes = 0;
  };
  for await (const { bytes, ref } of pieces) {
    if (ref && ref.bytes >= referredBytes) {
      await flush();
      parts.push(ref);
      continue;
    }
    held.push(bytes);
    heldBytes += bytes.length;
    if (heldBytes >= partBytes) await flush();
  }
  await flush();
  return parts;
}

async function* bytesOf(pieces: AsyncIterable<Packed>): AsyncGenerator<Uint8Array> {
  for await (const { bytes } of pieces) yield bytes;
}

async function* zipped(packing: Packing): AsyncGenerator<Packed> {
  const entries: ZippedEntry[] = [];
  let offset = 0;
  for await (const { name, bytes, ref } of contents(packing)) {
    const crc = await checkSum(bytes);
    const header = entryHeader({ name, bytes: bytes.length, crc });
    entries.push({ name, bytes: bytes.length, crc, offset });
    yield { bytes: header };
    if (bytes.length > 0) yield { bytes, ref };
    offset += header.length + bytes.length;
  }
  yield { bytes: directory(entries, offset) };
}

async function* contents({
  storage,
  about,
  records,
  onBytes,
}: Packing): AsyncGenerator<Packed & { name: string }> {
  const refs = await storage.workspace.blobsOf(records);
  const total = refs.reduce((sum, { bytes }) => sum + bytes, 0);
  const recordBytes = await jsonBytes(records);
  yield {
    name: aboutEntry,
    bytes: await jsonBytes(toAbout({ ...about, records: await sha256(recordBytes) })),
  };
  yield { name: recordsEntry, bytes: recordBytes };
  for (const { id } of records.runs) {
    const series = (await storage.metrics.series(id)).map((one) => ({ name: one.name, ...packSeries(one) }));
    const histograms = await storage.metrics.histograms(id);
    if (series.length + histograms.length > 0)
      yield { name: metricsEntry(id), bytes: await jsonBytes({ series, histograms }) };
    for (const epoch of await storage.snapshots.epochs(id)) {
      const snapshot = await storage.snapshots.get(id, epoch);
      if (snapshot) yield { name: snapshotEntry(id, epoch), bytes: await jsonBytes(snapshot) };
    }
    onBytes(0, total);
  }
  let done = 0;
  for (const ref of refs) {
    yield { name: blobEntry(ref.hash), bytes: await storage.blobs.get(ref), ref };
    done += ref.bytes;
    onBytes(done, total);
  }
}

const jsonBytes = async (value: unknown): Promise<Uint8Array> =>
  new TextEncoder().encode(JSON.stringify(await toJson(value)));

/** So much at a time is a few milliseconds. */
const summedAtOnce = 2 * 2 ** 20;

/** The page goes on in between. */
async function checkSum(bytes: Uint8Array): Promise<number> {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += summedAtOnce) {
    if (at > 0) await new Promise((resolve) => setTimeout(resolve));
    sum = crc32(bytes.subarray(at, at + summedAtOnce), sum);
  }
  return sum;
}
