/** What a version keeps of how it sees samples: of those that taught it nothing, where there are enough. */
import { mostSeen } from '#/core/drift/seen/judgeSeen';
import type { SeenReference } from '#/core/drift/referenceFile';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { Storage } from '#/core/protocol/storage';
import { isTable } from './makeReference';
import { drawRows, mostSamples } from './samplesOf';
import { layerSeen, type SeeingModel, seenOf } from './seenSamples';

/** A model knows samples that it learnt from: newer ones would look foreign beside them. */
const enoughHeldBack = 50;

/** undefined of tables, whose columns are compared. */
export async function seenReference(
  model: SeeingModel,
  dataset: DatasetVersion,
  heldBack: Uint32Array,
  blobs: Storage['blobs'],
  tell: (progress: number) => Promise<void>,
): Promise<SeenReference | undefined> {
  const { version } = model;
  if (isTable(version.input)) return undefined;
  const layer = layerSeen(model);
  const isHeldBack = heldBack.length >= enoughHeldBack;
  const rows = isHeldBack ? heldBack.toSorted() : Uint32Array.from({ length: dataset.rows }, (_, row) => row);
  const drawn = drawRows(rows, mostSamples(version, mostSeen));
  const { points, width } = await seenOf(model, layer, dataset, blobs, drawn, tell);
  return { ...(layer !== undefined && { layer }), width, heldBack: isHeldBack, points };
}
