import { answeredBy } from '#/core/drift/answeredBy';
import { type DriftReference, encodeReference } from '#/core/drift/referenceFile';
import { mostSeen } from '#/core/drift/seen/judgeSeen';
import type { BlobRef, DatasetVersion } from '#/core/protocol/dataset';
import type { ModelBody } from '#/core/protocol/model';
import type { TaskSpec } from '#/core/protocol/train';
import type { Storage } from '#/core/protocol/storage';
import { openBackend } from '../backends/openBackend';
import type { TfBackend } from '../backends/tfBackend';
import type { PreparedData } from '../kinds/preparedData';
import { openBody } from '../predict/openModel';
import { isTable, makeReference, type ReferenceVersion } from './makeReference';
import { answersBefore } from './answersBefore';
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
    const asked = await askedOf(version, body, dataset, heldBack, deps).catch(() => ({}));
    return await blobs.put(encodeReference({ ...reference, ...asked }));
  } catch {
    return undefined;
  }
}

/** What it sees of samples, where these are no rows of a table, and what it answers. */
async function askedOf(
  version: ReferenceVersion & { task: TaskSpec },
  body: ModelBody,
  dataset: DatasetVersion,
  heldBack: Uint32Array,
  { blobs, breathe, open = () => openBackend('wasm') }: KeptDeps,
): Promise<Pick<DriftReference, 'seen' | 'answers'>> {
  // A row costs little: the plain CPU, which is here, has it answered before another backend is open.
  const backend = isTable(version.input) ? undefined : await open();
  try {
    const model = await openBody({ body }, blobs, backend);
    try {
      const own = { ...model, version: { ...version, body } };
      const seen = await seenReference(own, dataset, heldBack, blobs, breathe).catch(() => undefined);
      const most = backend ? mostSeen : undefined;
      const sketches = await answersBefore(own, dataset, heldBack, blobs, breathe, most);
      const by = answeredBy(body, version.task);
      return {
        ...(seen && { seen }),
        ...(sketches && { answers: { by, heldBack: heldBack.length > 0, sketches } }),
      };
    } finally {
      model.dispose();
    }
  } finally {
    backend?.close();
  }
}
