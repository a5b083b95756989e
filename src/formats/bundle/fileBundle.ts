/** Files as they lie on the disk: those of a folder, several that were dropped together, or one alone. */
import type { FolderEntry } from '#/core/grid/arrayFile';
import { TetradError } from '#/core/protocol/errors';
import { type Bundle, type BundleEntry, type BundleLimits, bundleLimits } from './bundle';
import { LeftOut } from './leftOut';
import { listEntries } from './listEntries';
import { requireRoom } from './requireRoom';

export const folderBundle = (name: string, files: readonly FolderEntry[], limits?: BundleLimits): Bundle =>
  bundleOf(name, 'folder', files, limits);

export const oneFileBundle = (file: Blob & { name: string }, limits?: BundleLimits): Bundle =>
  bundleOf(file.name, 'file', [{ path: file.name, blob: file }], limits);

function bundleOf(
  name: string,
  holder: Bundle['holder'],
  files: readonly FolderEntry[],
  limits: BundleLimits = bundleLimits,
): Bundle {
  if (files.length > limits.entries)
    throw new TetradError({
      code: 'unsupported',
      message: `There are ${files.length.toLocaleString('en')} files; at most ${limits.entries.toLocaleString('en')} are read.`,
      place: name,
      hint: 'Drop fewer at a time.',
    });
  const leftOut = new LeftOut();
  const entries = listEntries(
    files.map(({ path, blob }) => ({ name: path, bytes: blob.size, blob })),
    leftOut,
    ({ blob }, path): BundleEntry => ({
      path,
      bytes: blob.size,
      head: async (most) => new Uint8Array(await blob.slice(0, most).arrayBuffer()),
      async whole() {
        requireRoom(blob.size, limits, path);
        return new Uint8Array(await blob.arrayBuffer());
      },
      blob: async () => blob,
    }),
  );
  return {
    name,
    holder,
    fileBytes: files.reduce((sum, { blob }) => sum + blob.size, 0),
    entries,
    leaveOut: (path, why) => leftOut.add(path, why),
    told: () => leftOut.issues(),
  };
}
