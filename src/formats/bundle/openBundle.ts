import { type Bundle, type BundleLimits, bundleLimits } from './bundle';
import { oneFileBundle } from './fileBundle';
import { isTarHeader } from './tarHeaders';
import { tarBundle } from './tarBundle';
import { unpackedEntry } from './unpackedEntry';
import { zipBundle } from './zipBundle';

const isZip = (head: Uint8Array): boolean =>
  head[0] === 0x50 &&
  head[1] === 0x4b &&
  ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6));

/** `head`: its first bytes, unpacked where it is gzip. Gzip around single files is undone, also inside of archives. */
export async function openBundle(
  file: Blob & { name: string },
  { head, gzip }: { head: Uint8Array; gzip: boolean },
  limits: BundleLimits = bundleLimits,
): Promise<Bundle> {
  if (isTarHeader(head)) return withoutGzip(await tarBundle(file, gzip, limits), limits);
  if (isZip(head) && !gzip) return withoutGzip(await zipBundle(file, limits), limits);
  return withoutGzip(oneFileBundle(file, limits), limits);
}

/** "a.csv.gz" beside "a.csv" stays what it is: names are told apart. */
export function withoutGzip(bundle: Bundle, limits: BundleLimits = bundleLimits): Bundle {
  const paths = new Set(bundle.entries.map(({ path }) => path));
  const entries = bundle.entries.map((entry) => {
    const unpacked = unpackedEntry(entry, limits);
    return unpacked !== entry && paths.has(unpacked.path) ? entry : unpacked;
  });
  return { ...bundle, entries };
}
