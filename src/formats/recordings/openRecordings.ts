/** The recordings of a bundle: what cannot be read is left out by name, what is alone is refused. */
import { TetradError, toErrorInfo } from '#/core/protocol/errors';
import type { Bundle, BundleEntry } from '../bundle/bundle';
import { isEdf, openEdf } from './edf';
import type { Recording } from './recording';
import { openWfdb } from './wfdb';
import { isWfdbHeader } from './wfdbHeader';

export async function openRecordings(bundle: Bundle): Promise<Recording[]> {
  const beside = new Map(bundle.entries.map((entry) => [entry.path, entry]));
  const recordings: Recording[] = [];
  const refused: unknown[] = [];
  const bases = new Set<string>();
  const rest: BundleEntry[] = [];
  for (const entry of bundle.entries) {
    const { path } = entry;
    const place = path === bundle.name ? path : `${bundle.name}, ${path}`;
    const head = await entry.head(4096);
    const isHeader = isHea(path, head);
    if (!isHeader && !isEdf(head)) {
      rest.push(entry);
      continue;
    }
    try {
      if (isHeader) bases.add(path.replace(/\.hea$/i, ''));
      recordings.push(
        isHeader
          ? await openWfdb(entry, beside, place)
          : await openEdf(await entry.blob(), path.replace(/^.*\/|\.\w+$/g, ''), place),
      );
    } catch (thrown) {
      const { code, message } = toErrorInfo(thrown);
      if (code !== 'badInput' && code !== 'unsupported') throw thrown;
      refused.push(thrown);
      bundle.leaveOut(
        path,
        message.replace(/\.$/, '').replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase()),
      );
    }
  }
  for (const { path } of rest)
    if (!bases.has(path.replace(/\.\w+$/, ''))) bundle.leaveOut(path, 'no recording');
  if (recordings.length > 0) return recordings;
  if (refused.length === 1) throw refused[0];
  throw new TetradError({
    code: 'badInput',
    message: `There is no recording in it that can be read. ${bundle
      .told()
      .map(({ message }) => message)
      .slice(0, 3)
      .join(' ')}`.trim(),
    place: bundle.name,
    hint: 'Drop EDF or BDF files, or the .hea of WFDB records with the files that they name.',
  });
}

export const isHea = (path: string, head: Uint8Array): boolean =>
  /\.hea$/i.test(path) && isWfdbHeader(new TextDecoder('latin1').decode(head));
