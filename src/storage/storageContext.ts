/** What every repository works on. */
import type { BlobRef } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { BlobBackend } from './blobs/blobBackend';
import type { GivenUp } from './blobs/givenUp';
import type { InFlight } from './blobs/inFlight';
import { withSharedLock } from './locks';
import type { RelaxedDatabase, StrictDatabase } from './schema';

export interface StorageContext {
  strict: StrictDatabase;
  relaxed: RelaxedDatabase;
  backend: BlobBackend;
  inFlight: InFlight;
  givenUp: GivenUp;
}

/**
 * Runs a transaction that will name these blobs. They are checked first, and the collector cannot
 * come between the check and the commit: a manifest never names what is not there.
 */
export async function commitNaming<T>(
  { backend, inFlight }: StorageContext,
  refs: readonly BlobRef[],
  place: string,
  commit: () => PromiseLike<T>,
): Promise<T> {
  const committed = await withSharedLock(inFlight.lockName, async () => {
    for (const ref of refs)
      if ((await backend.size(ref.hash)) !== ref.bytes)
        throw new TetradError({
          code: 'corrupt',
          message: 'Some of its bytes are not in storage, so it was not saved.',
          place: `${place}, blob ${ref.hash.slice(0, 12)}`,
          hint: 'Nothing was changed. Try again.',
        });
    return await commit();
  });
  inFlight.settle(refs.map((ref) => ref.hash));
  return committed;
}
