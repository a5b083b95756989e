/** Enough of a bundle to tell what it is: the names of all of its files, and the first bytes of some. */
import type { Bundle, BundleEntry } from './bundle';

export interface SampledEntry {
  entry: BundleEntry;
  /** At most 4 kB. */
  head: Uint8Array<ArrayBuffer>;
}

export interface BundleSample {
  bundle: Bundle;
  sampled: readonly SampledEntry[];
}

const sampledHeads = 48;
const headBytes = 4096;

/** Spread over the whole; of an archive that is unpacked from front to back the first ones. */
export async function sampleBundle(bundle: Bundle): Promise<BundleSample> {
  const { entries, forward } = bundle;
  const count = Math.min(sampledHeads, entries.length);
  const step = forward ? 1 : entries.length / Math.max(1, count);
  const sampled: SampledEntry[] = [];
  for (let i = 0; i < count; i++) {
    const entry = entries[Math.floor(i * step)] as BundleEntry;
    // What cannot be read is told when it is to be used.
    const head = await entry.head(headBytes).catch(() => new Uint8Array());
    sampled.push({ entry, head });
  }
  return { bundle, sampled };
}

/** Share of the sampled files that are something. */
export const shareOf = (
  { sampled }: BundleSample,
  is: (head: Uint8Array, path: string) => boolean,
): number =>
  sampled.length === 0
    ? 0
    : sampled.filter(({ entry, head }) => is(head, entry.path)).length / sampled.length;
