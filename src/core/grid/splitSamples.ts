/**
 * Training and validation samples of a field that share nothing: whole recordings on one side when there are
 * several, else the end of time (or of space) with a gap as wide as a sample. Windows overlap, so a random split
 * would show the validation part to the training.
 */
import { TetradError } from '../protocol/errors';
import type { TaskSpec } from '../protocol/train';
import { type RowSplit, splitRows } from '../train/splitRows';

export interface Samples {
  recording: ArrayLike<number>;
  /** Where each sample begins and how far it reaches: along time, then x, y, z. */
  begins: { at: ArrayLike<number>; extent: number }[];
  /** Class of each sample, for a classification. */
  codes?: ArrayLike<number>;
  /** The data's own division, when it has one. */
  parts?: readonly (string | null)[];
}

export interface SampleSplit extends RowSplit {
  /** Samples that the data itself keeps for a test. */
  test: Uint32Array<ArrayBuffer>;
  /** What is worth telling about it, in words. */
  warnings: string[];
}

const trainParts = new Set(['train', 'training']);
const validationParts = new Set(['validation', 'val', 'valid', 'dev']);

export function splitSamples(task: TaskSpec, samples: Samples, share: number, seed: number): SampleSplit {
  const count = samples.recording.length;
  if (count < 2)
    throw bad(
      `Training needs at least 2 samples; there ${count === 1 ? 'is 1' : 'are none'}.`,
      'Cut the field into shorter windows or smaller patches, or import more recordings.',
    );
  const given = splitByParts(samples.parts ?? []);
  if (given) return given;
  const recordings = [...new Set(Array.from(samples.recording))];
  if (recordings.length === count)
    return { ...splitRows(task, samples.codes, count, share, seed), test: none(), warnings: [] };
  if (recordings.length > 1) return splitByRecording(task, samples, recordings, share, seed);
  for (const { at, extent } of samples.begins) {
    const split = splitAlong(at, extent, share);
    if (split) return { ...split, test: none(), warnings: leftOut(count, split) };
  }
  throw bad(
    'All samples of the only recording overlap, so none can be held back to judge the model.',
    'Use shorter windows, smaller patches or a longer recording.',
  );
}

function splitByParts(parts: readonly (string | null)[]): SampleSplit | undefined {
  const of = (wanted: (part: string) => boolean) =>
    Uint32Array.from(parts.flatMap((part, i) => (part !== null && wanted(part.toLowerCase()) ? [i] : [])));
  const train = of((part) => trainParts.has(part));
  const validation = of((part) => validationParts.has(part));
  if (train.length === 0 || validation.length === 0) return undefined;
  const test = of((part) => !trainParts.has(part) && !validationParts.has(part));
  return { train, validation, test, warnings: [] };
}

function splitByRecording(
  task: TaskSpec,
  { recording, codes }: Samples,
  recordings: readonly number[],
  share: number,
  seed: number,
): SampleSplit {
  const classes = new Map<number, Set<number>>();
  Array.from(recording).forEach((number, i) => {
    const seen = classes.get(number) ?? new Set();
    seen.add(codes?.[i] ?? 0);
    classes.set(number, seen);
  });
  const recordingCodes = recordings.map((number) => [...(classes.get(number) ?? [0])][0] ?? 0);
  const counts = new Map<number, number>();
  for (const code of recordingCodes) counts.set(code, (counts.get(code) ?? 0) + 1);
  // With one class per recording, and each class in several, the classes keep their shares.
  const pure = codes !== undefined && [...classes.values()].every((seen) => seen.size === 1);
  const stratified = pure && counts.size > 1 && [...counts.values()].every((n) => n > 1);
  const whole: TaskSpec = stratified ? task : { kind: 'regression', target: task.target };
  const kept = Math.max(share, 1 / recordings.length);
  const split = splitRows(whole, stratified ? recordingCodes : undefined, recordings.length, kept, seed);
  const held = new Set(Array.from(split.validation, (i) => recordings[i]));
  const rows = (validation: boolean) =>
    Uint32Array.from(
      Array.from(recording).flatMap((number, i) => (held.has(number) === validation ? [i] : [])),
    );
  return { train: rows(false), validation: rows(true), test: none(), warnings: [] };
}

/** The last share along one axis; samples that reach into it from before are on neither side. */
function splitAlong(at: ArrayLike<number>, extent: number, share: number): RowSplit | undefined {
  const begins = Array.from(at);
  const sorted = begins.toSorted((a, b) => a - b);
  let cut = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * (1 - share)))] ?? 0;
  // A sample long beside the recording may leave nothing to train on: then later begins are held back.
  const last = sorted.at(-1) ?? 0;
  const first = sorted[0] ?? 0;
  if (first + extent > cut) cut = Math.min(last, first + extent);
  const train = begins.flatMap((begin, i) => (begin + extent <= cut ? [i] : []));
  const validation = begins.flatMap((begin, i) => (begin >= cut ? [i] : []));
  if (train.length === 0 || validation.length === 0) return undefined;
  return { train: Uint32Array.from(train), validation: Uint32Array.from(validation) };
}

/** What the gap costs is said: with long windows it may be much. */
function leftOut(count: number, { train, validation }: RowSplit): string[] {
  const between = count - train.length - validation.length;
  return between === 0
    ? []
    : [
        `${between} ${between === 1 ? 'sample overlaps' : 'samples overlap'} the validation part and ${between === 1 ? 'was' : 'were'} left out of training.`,
      ];
}

const none = (): Uint32Array<ArrayBuffer> => new Uint32Array(0);

const bad = (message: string, hint: string): TetradError =>
  new TetradError({ code: 'badInput', message, hint, place: 'samples' });
