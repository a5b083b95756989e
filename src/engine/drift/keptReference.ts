import { encodeReference } from '#/core/drift/referenceFile';
import type { BlobRef, DatasetVersion } from '#/core/protocol/dataset';
import type { Storage } from '#/core/protocol/storage';
import type { PreparedData } from '../kinds/preparedData';
import { makeReference } from './makeReference';

/** Stores what a new version keeps of the rows it learnt from. A training is not lost over it: without, it is made when asked for. */
export async function keptReference(
  dataset: DatasetVersion,
  { inputs, input, task, sampleRows, judged, judgedTest }: PreparedData,
  blobs: Storage['blobs'],
  breathe: () => Promise<void>,
): Promise<BlobRef | undefined> {
  try {
    const heldBack = Uint32Array.from([...judged.rows, ...(judgedTest?.rows ?? [])]);
    const version = { inputs, input, task, sampleRows, datasetVersionId: dataset.id };
    return await blobs.put(encodeReference(await makeReference(version, dataset, heldBack, blobs, breathe)));
  } catch {
    return undefined;
  }
}
