/** AIFF and AIFF-C with plain samples (Apple 1989, 1991): chunks as of RIFF, numbers big-endian. */
import { TetradError } from '#/core/protocol/errors';
import { damaged, type OpenedAudio } from './openedAudio';
import { cutNote, openPcm, type PcmHeader } from './openPcm';
import { isReadable, type SampleCoding } from './pcm';

const mostChunks = 10_000;
const headerBytes = 8;
/** Of a description, with the name of its coding. */
const formBytes = 22;

/** By its name in AIFF-C; `bits`: where the name says them. */
const codings: Record<string, { coding: SampleCoding; littleEndian?: true; bits?: number }> = {
  NONE: { coding: 'integer' },
  twos: { coding: 'integer' },
  sowt: { coding: 'integer', littleEndian: true },
  in24: { coding: 'integer', bits: 24 },
  in32: { coding: 'integer', bits: 32 },
  fl32: { coding: 'float', bits: 32 },
  fl64: { coding: 'float', bits: 64 },
  alaw: { coding: 'aLaw', bits: 8 },
  ulaw: { coding: 'muLaw', bits: 8 },
};

const text = (view: DataView, at: number): string =>
  view.byteLength < at + 4
    ? ''
    : String.fromCharCode(...Array.from({ length: 4 }, (_, i) => view.getUint8(at + i)));

/** Of its first bytes. */
export function isAiff(head: Uint8Array): boolean {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  return text(view, 0) === 'FORM' && (text(view, 8) === 'AIFF' || text(view, 8) === 'AIFC');
}

export const openAiff = async (file: Blob, place: string): Promise<OpenedAudio> =>
  openPcm(file, place, 'AIFF', await readHeader(file, place));

async function readHeader(file: Blob, place: string): Promise<PcmHeader> {
  const bytesAt = async (start: number, count: number): Promise<DataView> =>
    new DataView(await file.slice(start, start + count).arrayBuffer());
  let form: Omit<PcmHeader, 'start' | 'length' | 'notes'> | undefined;
  let sound: { start: number; length: number } | undefined;
  let at = 12;
  // The samples may stand before what describes them.
  for (let chunks = 0; chunks < mostChunks && at + headerBytes <= file.size && !(form && sound); chunks++) {
    const chunk = await bytesAt(at, headerBytes + formBytes);
    const name = text(chunk, 0);
    const size = chunk.getUint32(4);
    if (name === 'COMM') form = readForm(chunk, Math.min(size, chunk.byteLength - headerBytes), place);
    if (name === 'SSND' && chunk.byteLength >= headerBytes + 8) {
      const offset = chunk.getUint32(8);
      sound = { start: at + headerBytes + 8 + offset, length: Math.max(0, size - 8 - offset) };
    }
    at += headerBytes + size + (size % 2);
  }
  if (!form || !sound)
    throw damaged(
      form
        ? 'There are no samples in this AIFF file.'
        : 'This AIFF file does not say how its samples are written.',
      place,
      'The file is damaged or cut off: write it again.',
    );
  const there = Math.max(0, file.size - sound.start);
  const isCut = sound.length > there;
  return {
    ...form,
    start: sound.start,
    length: isCut ? there : sound.length,
    notes: isCut ? [cutNote(sound.length, there)] : [],
  };
}

function readForm(
  chunk: DataView,
  size: number,
  place: string,
): Omit<PcmHeader, 'start' | 'length' | 'notes'> {
  if (size < 18) throw damaged('The file ends in its header.', place, 'It was cut off: copy it again.');
  const at = headerBytes;
  const channels = chunk.getInt16(at);
  const told = chunk.getInt16(at + 6);
  const rate = extended(chunk, at + 8);
  const name = size >= 22 ? text(chunk, at + 18) : 'NONE';
  const written = codings[name] ?? codings[name.toLowerCase()];
  if (!written)
    throw new TetradError({
      code: 'unsupported',
      message: `The samples of this AIFF file are packed as “${name}”, which is not read.`,
      place,
      hint: 'Write it as plain PCM: ffmpeg -i in.aiff out.wav',
    });
  const bits = written.bits ?? told;
  const bytes = Math.ceil(bits / 8);
  const coding = written.coding === 'integer' && bytes === 1 ? 'signed' : written.coding;
  if (!isReadable({ coding, bytes }))
    throw damaged(
      `The header claims samples of ${bits} bits.`,
      place,
      'Integers of 8, 16, 24 or 32 bits and floats of 32 or 64 are read.',
    );
  return { coding, bytes, bits, littleEndian: written.littleEndian ?? false, rate, channels };
}

/** A float of 80 bits. */
function extended(view: DataView, at: number): number {
  const exponent = view.getUint16(at) & 0x7fff;
  return Number(view.getBigUint64(at + 2)) * 2 ** (exponent - 16_383 - 63);
}
