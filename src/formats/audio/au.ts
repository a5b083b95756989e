/** Sun's and NeXT's .au: a header of six numbers, big-endian, a remark, and the samples. */
import { TetradError } from '#/core/protocol/errors';
import { damaged, type OpenedAudio } from './openedAudio';
import { cutNote, openPcm, type PcmHeader } from './openPcm';
import type { SampleCoding } from './pcm';

const headerBytes = 24;
const unknownLength = 0xffff_ffff;

const codings = new Map<number, { coding: SampleCoding; bytes: number }>([
  [1, { coding: 'muLaw', bytes: 1 }],
  [2, { coding: 'signed', bytes: 1 }],
  [3, { coding: 'integer', bytes: 2 }],
  [4, { coding: 'integer', bytes: 3 }],
  [5, { coding: 'integer', bytes: 4 }],
  [6, { coding: 'float', bytes: 4 }],
  [7, { coding: 'float', bytes: 8 }],
  [27, { coding: 'aLaw', bytes: 1 }],
]);

/** Of its first bytes. */
export const isAu = ([first, second, third, fourth]: Uint8Array): boolean =>
  first === 0x2e && second === 0x73 && third === 0x6e && fourth === 0x64;

export const openAu = async (file: Blob, place: string): Promise<OpenedAudio> =>
  openPcm(file, place, 'AU', await readHeader(file, place));

async function readHeader(file: Blob, place: string): Promise<PcmHeader> {
  const head = new DataView(await file.slice(0, headerBytes).arrayBuffer());
  if (head.byteLength < headerBytes)
    throw damaged('The file ends in its header.', place, 'It was cut off: copy it again.');
  const [start, told, number, rate, channels] = [4, 8, 12, 16, 20].map((at) => head.getUint32(at)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const written = codings.get(number);
  if (!written)
    throw new TetradError({
      code: 'unsupported',
      message: `The samples of this AU file are packed as coding ${number}, which is not read.`,
      place,
      hint: 'Write it as plain PCM: ffmpeg -i in.au out.wav',
    });
  const there = Math.max(0, file.size - start);
  const isCut = told !== unknownLength && told > there;
  return {
    ...written,
    bits: 8 * written.bytes,
    littleEndian: false,
    rate,
    channels,
    start,
    length: Math.min(told, there),
    notes: isCut ? [cutNote(told, there)] : [],
  };
}
