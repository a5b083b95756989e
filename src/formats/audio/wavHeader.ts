/** Where the samples of a WAV file lie: RIFF, its big-endian form RIFX, RF64 and BW64 beyond 4 GB, and Sony's W64. */
import { TetradError } from '#/core/protocol/errors';
import { damaged } from './openedAudio';
import { cutNote, type PcmHeader } from './openPcm';
import { isReadable, type SampleCoding } from './pcm';

const mostChunks = 10_000;
const text = (view: DataView, at: number, length = 4): string =>
  String.fromCharCode(...Array.from({ length }, (_, i) => view.getUint8(at + i)));

const containers = ['RIFF', 'RIFX', 'RF64', 'BW64'];
/** The rest of the GUIDs of Sony's "riff" and "wave". */
const w64Guid = 'riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00';

/** Of its first bytes. */
export function isWav(head: Uint8Array): boolean {
  if (head.length < 12) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (containers.includes(text(view, 0))) return text(view, 8) === 'WAVE';
  return head.length >= 40 && text(view, 0, 16) === w64Guid && text(view, 24) === 'wave';
}

const codings = new Map<number, SampleCoding>([
  [1, 'integer'],
  [3, 'float'],
  [6, 'aLaw'],
  [7, 'muLaw'],
]);
const otherCodings = new Map([
  [2, 'Microsoft ADPCM'],
  [0x11, 'IMA ADPCM'],
  [0x31, 'GSM 6.10'],
  [0x50, 'MPEG audio'],
  [0x55, 'MP3'],
  [0xff, 'AAC'],
  [0x161, 'Windows Media Audio'],
]);
const extensible = 0xfffe;

export async function readWavHeader(file: Blob, place: string): Promise<PcmHeader> {
  const bytesAt = async (start: number, count: number): Promise<DataView> =>
    new DataView(await file.slice(start, start + count).arrayBuffer());
  const head = await bytesAt(0, 64);
  const wide = text(head, 0) === 'riff';
  const littleEndian = text(head, 0) !== 'RIFX';
  const notes: string[] = [];
  let format: Format | undefined;
  let longSize: number | undefined;
  let at = wide ? 40 : 12;
  const headerBytes = wide ? 24 : 8;
  for (let chunks = 0; chunks < mostChunks && at + headerBytes <= file.size; chunks++) {
    const chunk = await bytesAt(at, headerBytes + 40);
    const name = text(chunk, 0);
    const start = at + headerBytes;
    const size = wide ? Number(chunk.getBigUint64(16, true)) - headerBytes : chunk.getUint32(4, littleEndian);
    if (name === 'ds64' && chunk.byteLength >= 24) longSize = Number(chunk.getBigUint64(16, true));
    if (name === 'fmt ') format = readFormat(chunk, headerBytes, littleEndian, place);
    if (name === 'data') {
      if (!format)
        throw damaged(
          'The samples come before what describes them.',
          place,
          'The file is damaged: write it again.',
        );
      const told = size === 0xffff_ffff ? (longSize ?? size) : size;
      const there = file.size - start;
      const open = told === 0 && there > 0 && !(await isChunk(bytesAt, start, file.size));
      if (told > there || open)
        notes.push(
          told === 0 || told >= 0x7fff_0000
            ? 'The header does not say how long the sound is; it was read to the end of the file.'
            : cutNote(told, there),
        );
      return { ...format, littleEndian, start, length: told > there || open ? there : told, notes };
    }
    if (!(size >= 0)) break;
    at = await nextChunk(bytesAt, start + size, wide);
  }
  throw damaged(
    format
      ? 'There are no samples in this WAV file.'
      : 'This WAV file does not say how its samples are written.',
    place,
    'The file is damaged or cut off: write it again.',
  );
}

type BytesAt = (start: number, count: number) => Promise<DataView>;

/** Chunks begin at even bytes, of W64 at every eighth; some writers forget. */
async function nextChunk(bytesAt: BytesAt, end: number, wide: boolean): Promise<number> {
  if (wide) return Math.ceil(end / 8) * 8;
  if (end % 2 === 0) return end;
  const both = await bytesAt(end, 5);
  if (both.byteLength < 5) return end + 1;
  return isName(both, 1) || !isName(both, 0) ? end + 1 : end;
}

const isName = (view: DataView, at: number): boolean => /^[A-Za-z][A-Za-z0-9_ ]{3}$/.test(text(view, at));

async function isChunk(bytesAt: BytesAt, at: number, end: number): Promise<boolean> {
  const view = await bytesAt(at, 8);
  return view.byteLength === 8 && isName(view, 0) && at + 8 + view.getUint32(4, true) <= end;
}

type Format = Omit<PcmHeader, 'start' | 'length' | 'notes'>;

function readFormat(chunk: DataView, at: number, littleEndian: boolean, place: string): Format {
  if (chunk.byteLength < at + 16)
    throw damaged('The file ends in its header.', place, 'It was cut off: copy or record it again.');
  const u16 = (offset: number) => chunk.getUint16(at + offset, littleEndian);
  const first = u16(0);
  const whole = chunk.byteLength >= at + 40;
  const tag = first === extensible && whole ? u16(24) : first;
  const [channels, rate, align, bits] = [u16(2), chunk.getUint32(at + 4, littleEndian), u16(12), u16(14)];
  const coding = codings.get(tag);
  const packed = otherCodings.get(tag) ?? `coding ${tag}`;
  if (!coding)
    throw new TetradError({
      code: 'unsupported',
      message: `The samples of this WAV file are packed as ${packed}, which is not read.`,
      place,
      hint: 'Write it as plain PCM: ffmpeg -i in.wav out.wav',
    });
  // 12 or 20 bits stand in the upper part of whole bytes.
  const whole8 = Math.ceil(bits / 8);
  const bytes =
    channels > 0 && align % channels === 0 && align / channels > whole8 ? align / channels : whole8;
  if (!isReadable({ coding, bytes }))
    throw damaged(
      `The header claims samples of ${bits} bits.`,
      place,
      'Integers of 8, 16, 24 or 32 bits and floats of 32 or 64 are read.',
    );
  return { coding, bytes, bits, littleEndian, rate, channels };
}
