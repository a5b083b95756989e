/** Series that come divided, as those of the UCR and UEA archives: name_TRAIN and name_TEST, one dataset. */
import { filesEndings } from '#/core/fileEndings';
import type { FilesFormatDef } from './formatDef';
import { ts } from './series/ts';
import { ucr } from './series/ucr';

export interface SplitPair {
  train: string;
  test: string;
}

/** The same series come in several forms; the one that says most goes first. */
const forms = ['ts', 'tsv', 'txt'];

export function splitPair(paths: readonly string[]): SplitPair | undefined {
  for (const form of forms) {
    const trains = paths.filter((path) => new RegExp(String.raw`_TRAIN\.${form}$`, 'i').test(path));
    const [train] = trains;
    if (trains.length !== 1 || train === undefined) continue;
    const wanted = train.replace(/_TRAIN(\.\w+)$/i, '_TEST$1').toLowerCase();
    const test = paths.find((path) => path.toLowerCase() === wanted);
    if (test !== undefined) return { train, test };
  }
  return undefined;
}

export const splitSeries: FilesFormatDef = {
  type: 'splitSeries',
  title: 'Time series in TRAIN and TEST',
  extensions: filesEndings.splitSeries,
  kind: 'timeseries',
  holds: 'files',
  claims({ bundle, sampled }) {
    const pair = splitPair(bundle.entries.map(({ path }) => path));
    const seen = sampled.find(({ entry }) => entry.path === pair?.train);
    if (!seen) return 0;
    // The last line of a head is cut off, so that it may look like anything.
    const head = seen.head.subarray(0, seen.head.lastIndexOf(10) + 1);
    return Math.max(ts.match(head, seen.entry.path), ucr.match(head, seen.entry.path)) > 0.9 ? 0.99 : 0;
  },
};
