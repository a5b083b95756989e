/** A WFDB record: its header, the files of its signals, and its annotations, all beside each other. */
import { TetradError } from '#/core/protocol/errors';
import type { BundleEntry } from '../bundle/bundle';
import { held, type Recording, type RecordingPiece } from './recording';
import { parseWfdbHeader, type WfdbHeader, type WfdbSignal } from './wfdbHeader';
import { parseWfdbNotes } from './wfdbNotes';
import { bytesOfSamples, decodeSamples, wfdbFormats } from './wfdbSamples';

const mostHeaderBytes = 1024 ** 2;
const mostNoteBytes = 256 * 1024 ** 2;
/** A multiple of 6: then pieces of any format begin with whole bytes. */
const framesAtOnce = 6 * 8192;

interface SignalFile {
  blob: Blob;
  format: number;
  prolog: number;
  signals: { signal: WfdbSignal; number: number }[];
  /** Samples of all of its signals in a frame. */
  perFrame: number;
}

export async function openWfdb(
  header: BundleEntry,
  beside: ReadonlyMap<string, BundleEntry>,
  place: string,
): Promise<Recording> {
  if (header.bytes > mostHeaderBytes) throw refuse(place, 'Its header has more than 1 MB.');
  const parsed = parseWfdbHeader(new TextDecoder('latin1').decode(await header.whole()), place);
  const folder = header.path.replace(/[^/]*$/, '');
  const files = await signalFiles(parsed, beside, folder, place);
  const frames = parsed.frames ?? framesOf(files);
  for (const { blob, format, prolog, perFrame, signals } of files)
    if (prolog + bytesOfSamples(format, frames * perFrame) > blob.size)
      throw refuse(
        `${place}, ${signals[0]?.signal.file}`,
        `It has ${blob.size.toLocaleString('en')} bytes; ${frames.toLocaleString('en')} times of ${perFrame} samples need more: it was cut short.`,
      );
  const most = Math.max(...parsed.signals.map(({ samplesPerFrame }) => samplesPerFrame));
  const annotations = beside.get(header.path.replace(/\.hea$/i, '.atr'));
  const notes =
    annotations && annotations.bytes <= mostNoteBytes
      ? parseWfdbNotes(await annotations.whole(), parsed.rate, frames / parsed.rate)
      : [];
  return {
    name: header.path.replace(/^.*\/|\.hea$/gi, ''),
    format: 'WFDB',
    rate: parsed.rate * most,
    channels: parsed.signals.map(({ name, unit, samplesPerFrame }) => ({
      name,
      ...(unit && { unit }),
      rate: parsed.rate * samplesPerFrame,
    })),
    notes,
    pieces: () => pieces(parsed, files, frames, most),
  };
}

async function signalFiles(
  { signals }: WfdbHeader,
  beside: ReadonlyMap<string, BundleEntry>,
  folder: string,
  place: string,
): Promise<SignalFile[]> {
  const files: (SignalFile & { name: string })[] = [];
  for (const [number, signal] of signals.entries()) {
    if (!wfdbFormats[signal.format])
      throw refuse(
        place,
        `Its signals are stored in format ${signal.format}, which is not read.`,
        'Convert it: xform -S 16.',
      );
    const known = files.at(-1);
    if (known?.name === signal.file) {
      known.signals.push({ signal, number });
      known.perFrame += signal.samplesPerFrame;
      continue;
    }
    const entry = beside.get(folder + signal.file);
    if (!entry)
      throw refuse(
        place,
        `Its signals lie in “${signal.file.slice(0, 80)}”, which is not there.`,
        'Drop the .hea and the files that it names together.',
      );
    files.push({
      name: signal.file,
      blob: await entry.blob(),
      format: signal.format,
      prolog: signal.prolog,
      signals: [{ signal, number }],
      perFrame: signal.samplesPerFrame,
    });
  }
  return files;
}

function framesOf(files: readonly SignalFile[]): number {
  return Math.min(
    ...files.map(({ blob, format, prolog, perFrame }) => {
      const { samples, bytes } = wfdbFormats[format] ?? { samples: 1, bytes: 1 };
      return Math.floor((Math.max(0, blob.size - prolog) * samples) / bytes / perFrame);
    }),
  );
}

async function* pieces(
  { rate, signals }: WfdbHeader,
  files: readonly SignalFile[],
  frames: number,
  most: number,
): AsyncGenerator<RecordingPiece> {
  const levels = signals.map(({ initial }) => initial);
  const widest = Math.max(...files.map(({ perFrame }) => perFrame));
  const atOnce = Math.max(6, 6 * Math.floor(framesAtOnce / 6 / widest));
  for (let first = 0; first < frames; first += atOnce) {
    const count = Math.min(atOnce, frames - first);
    const values: Float64Array[] = [];
    for (const { blob, format, prolog, signals: own, perFrame } of files) {
      const from = prolog + bytesOfSamples(format, first * perFrame);
      const to = prolog + bytesOfSamples(format, (first + count) * perFrame);
      const bytes = new Uint8Array(await blob.slice(from, Math.min(blob.size, to + 4)).arrayBuffer());
      const samples = decodeSamples(format, bytes, count * perFrame);
      let at = 0;
      for (const { signal, number } of own) {
        const { samplesPerFrame: each, gain, baseline } = signal;
        const physical = new Float64Array(count * each);
        for (let frame = 0; frame < count; frame++)
          for (let i = 0; i < each; i++) {
            let value = samples[frame * perFrame + at + i] as number;
            if (format === 8) value = levels[number] = (levels[number] as number) + value;
            physical[frame * each + i] = (value - baseline) / gain;
          }
        at += each;
        values[number] = held(physical, physical.length, count * most);
      }
    }
    yield { start: first / rate, values };
  }
}

const refuse = (place: string, message: string, hint = 'Download or copy the record again.'): TetradError =>
  new TetradError({ code: 'badInput', message, place, hint });
