import { encodeReference, type SeenReference } from '#/core/drift/referenceFile';
import type { BlobRef, DatasetVersion } from '#/core/protocol/dataset';
import type { ModelBody } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import { openBackend } from '../backends/openBackend';
import type { TfBackend } from '../backends/tfBackend';
import type { PreparedData } from '../kinds/preparedData';
import { openBody } from '../predict/openModel';
import { isTable, makeReference, type ReferenceVersion } from './makeReference';
import { seenReference } from './seenReference';

interface KeptDeps {
  blobs: Storage['blobs'];
  breathe(): Promise<void>;
  /** Where samples are seen, where that is not WASM. */
  open?(): Promise<TfBackend>;
}

/** Stores what a new version keeps of the rows it learnt from. A training is not lost over it: without, it is made when asked for. */
export async function keptReference(
  dataset: DatasetVersion,
  { inputs, input, task, sampleRows, judged, judgedTest }: PreparedData,
  body: ModelBody,
  deps: KeptDeps,
): Promise<BlobRef | undefined> {
  const { blobs, breathe } = deps;
  try {
    const heldBack = Uint32Array.from([...judged.rows, ...(judgedTest?.rows ?? [])]);
    const version = { inputs, input, task, sampleRows, datasetVersionId: dataset.id };
    const reference = await makeReference(version, dataset, heldBack, blobs, breathe);
    const seen = await seenBy(version, body, dataset, heldBack, deps).catch(() => undefined);
    return await blobs.put(encodeReference({ ...reference, ...(seen && { seen }) }));
  } catch {
    return undefined;
  }
}

async function seenBy(
  version: ReferenceVersion,
  body: ModelBody,
  dataset: DatasetVersion,
  heldBack: Uint32Array,
  { blobs, breathe, open = () => openBackend('wasm') }: KeptDeps,
): Promise<SeenReference | undefined> {
  if (isTable(version.input)) return undefined;
  const backend = await open();
  try {
    const model = await openBody({ body }, blobs, backend);
    try {
      const own = { ...model, version: { ...version, body } };
      return await seenReference(own, dataset, heldBack, blobs, breathe);
    } finally {
      model.dispose();
    }
  } finally {
    backend.close();
  }
}
