/**
 * EDF, EDF+ and BDF: a header of texts of fixed width, then records of 16 or 24 bits, each channel's values in a row.
 * https://www.edfplus.info/specs/edf.html. The texts about the patient and the day are not read.
 */
import { TetradError } from '#/core/protocol/errors';
import { parseEdfNotes } from './edfNotes';
import { held, type Recording, type RecordingNote, type RecordingPiece } from './recording';

const mostPieceBytes = 4 * 1024 ** 2;
const mostChannels = 4096;
const latin = new TextDecoder('latin1');

export function isEdf(head: Uint8Array): boolean {
  if (head.length < 256) return false;
  const start = latin.decode(head.subarray(0, 8));
  return (
    (start === '0       ' || start === '\xffBIOSEMI') && /^\d+ *$/.test(latin.decode(head.subarray(184, 192)))
  );
}

interface EdfChannel {
  label: string;
  unit: string;
  scale: number;
  offset: number;
  samples: number;
  /** Of its values in a record, in bytes. */
  at: number;
  isNotes: boolean;
}

interface EdfHeader {
  width: 2 | 3;
  bytes: number;
  seconds: number;
  records: number;
  /** Records with pauses in between: each says when it begins. */
  hasPauses: boolean;
  recordBytes: number;
  channels: EdfChannel[];
}

export async function openEdf(file: Blob, name: string, place: string): Promise<Recording> {
  const header = await readHeader(file, place);
  const notes = header.channels.filter(({ isNotes }) => isNotes);
  const signals = header.channels.filter(({ isNotes }) => !isNotes);
  const most = Math.max(0, ...signals.map(({ samples }) => samples));
  if (most === 0 || !(header.seconds > 0))
    throw refuse(
      place,
      'It holds no signal, only notes.',
      'Choose the file with the signals, or both together.',
    );
  const found = notes.length > 0 ? await readNotes(file, header, notes) : { starts: [], notes: [] };
  return {
    name,
    format: header.width === 3 ? 'BDF' : notes.length > 0 ? 'EDF+' : 'EDF',
    rate: most / header.seconds,
    channels: signals.map(({ label, unit, samples }) => ({
      name: label,
      ...(unit && { unit }),
      rate: samples / header.seconds,
    })),
    notes: found.notes,
    pieces: () => pieces(file, header, signals, most, found.starts),
  };
}

async function readHeader(file: Blob, place: string): Promise<EdfHeader> {
  const main = new Uint8Array(await file.slice(0, 256).arrayBuffer());
  const text = (from: number, length: number) => latin.decode(main.subarray(from, from + length)).trim();
  const count = Number(text(252, 4));
  const bytes = Number(text(184, 8));
  if (
    !Number.isInteger(count) ||
    count < 1 ||
    count > mostChannels ||
    bytes !== 256 * (count + 1) ||
    bytes > file.size
  )
    throw refuse(place, 'Its header is damaged or cut short.');
  const fields = new Uint8Array(await file.slice(256, bytes).arrayBuffer());
  let from = 0;
  const column = (width: number): string[] => {
    const start = from;
    from += width * count;
    return Array.from({ length: count }, (_, i) =>
      latin.decode(fields.subarray(start + i * width, start + (i + 1) * width)).trim(),
    );
  };
  const [labels, , units] = [column(16), column(80), column(8)];
  const [low, high, lowest, highest] = [column(8), column(8), column(8), column(8)].map((list) =>
    list.map(Number),
  );
  column(80);
  const samples = column(8).map(Number);
  const width = main[0] === 0xff ? 3 : 2;
  let at = 0;
  const channels = labels.map((label, i): EdfChannel => {
    const own = samples[i] as number;
    if (!Number.isInteger(own) || own < 0 || own > 10_000_000)
      throw refuse(
        place,
        `Its header is damaged: ${label || `channel ${i + 1}`} has ${String(own)} values a record.`,
      );
    const [a = 0, b = 0, c = 0, d = 0] = [low?.[i], high?.[i], lowest?.[i], highest?.[i]];
    const scale = d !== c && [a, b, c, d].every(Number.isFinite) && a !== b ? (b - a) / (d - c) : 1;
    const channel = {
      label: label || `channel ${i + 1}`,
      unit: units?.[i] ?? '',
      scale,
      offset: scale === 1 && a === b ? 0 : a - c * scale,
      samples: own,
      at,
      isNotes: /^(EDF|BDF) Annotations$/.test(label),
    };
    at += own * width;
    return channel;
  });
  const seconds = Number(text(244, 8));
  const claimed = Number(text(236, 8));
  const there = at > 0 ? Math.floor((file.size - bytes) / at) : 0;
  // While it is being written, the number of records is -1.
  const records = claimed === -1 ? there : claimed;
  if (!Number.isInteger(records) || records < 0 || !Number.isFinite(seconds) || seconds < 0)
    throw refuse(place, 'Its header is damaged.');
  if (records > there)
    throw refuse(
      place,
      `It claims ${records.toLocaleString('en')} records, but holds ${there.toLocaleString('en')}: it was cut short.`,
    );
  return {
    width,
    bytes,
    seconds,
    records,
    hasPauses: /^(EDF|BDF)\+D/.test(text(192, 44)),
    recordBytes: at,
    channels,
  };
}

async function readNotes(
  file: Blob,
  { bytes, records, recordBytes, width }: EdfHeader,
  channels: readonly EdfChannel[],
): Promise<{ starts: number[]; notes: RecordingNote[] }> {
  const starts: number[] = [];
  const notes: RecordingNote[] = [];
  const atOnce = Math.max(1, Math.floor(mostPieceBytes / recordBytes));
  for (let record = 0; record < records; record += atOnce) {
    const count = Math.min(atOnce, records - record);
    const from = bytes + record * recordBytes;
    const block = new Uint8Array(await file.slice(from, from + count * recordBytes).arrayBuffer());
    for (let i = 0; i < count; i++)
      for (const [number, { at, samples }] of channels.entries()) {
        const found = parseEdfNotes(
          block.subarray(i * recordBytes + at, i * recordBytes + at + samples * width),
        );
        // The first list of a record says when it begins.
        if (number === 0) starts.push(found.start ?? Number.NaN);
        notes.push(...found.notes);
      }
  }
  const [first = 0] = starts;
  const zero = Number.isFinite(first) ? first : 0;
  return {
    starts: starts.map((start) => start - zero),
    notes: notes.map((note) => ({ ...note, at: note.at - zero })),
  };
}

async function* pieces(
  file: Blob,
  { bytes, records, recordBytes, seconds, width, hasPauses }: EdfHeader,
  signals: readonly EdfChannel[],
  most: number,
  starts: readonly number[],
): AsyncGenerator<RecordingPiece> {
  const atOnce = Math.max(1, Math.floor(mostPieceBytes / recordBytes));
  for (let record = 0; record < records; record += atOnce) {
    const count = Math.min(atOnce, records - record);
    const from = bytes + record * recordBytes;
    const view = new DataView(await file.slice(from, from + count * recordBytes).arrayBuffer());
    for (let i = 0; i < count; i++) {
      const told = hasPauses ? starts[record + i] : undefined;
      yield {
        start: told !== undefined && Number.isFinite(told) ? told : (record + i) * seconds,
        values: signals.map((signal) => {
          const own = new Float64Array(signal.samples);
          for (let s = 0; s < own.length; s++) {
            const at = i * recordBytes + signal.at + s * width;
            const digital =
              width === 2
                ? view.getInt16(at, true)
                : view.getUint16(at, true) + view.getInt8(at + 2) * 65_536;
            own[s] = digital * signal.scale + signal.offset;
          }
          return held(own, own.length, most);
        }),
      };
    }
  }
}

const refuse = (place: string, message: string, hint = 'Copy or export the file again.'): TetradError =>
  new TetradError({ code: 'badInput', message, place, hint });
