/** Samples as bytes: integers of 8 to 32 bits, floats, and the two logarithmic laws of telephony (ITU-T G.711). */

/** integer: of 8 bits without a sign, as WAV has them. */
export type SampleCoding = 'integer' | 'signed' | 'float' | 'aLaw' | 'muLaw';

export interface SampleLayout {
  coding: SampleCoding;
  /** Of one sample, as it is stored. */
  bytes: number;
  littleEndian: boolean;
}

type ReadSample = (view: DataView, at: number, littleEndian: boolean) => number;

const readers: Record<SampleCoding, Record<number, ReadSample>> = {
  integer: {
    1: (view, at) => (view.getUint8(at) - 128) / 2 ** 7,
    2: (view, at, little) => view.getInt16(at, little) / 2 ** 15,
    3: (view, at, little) =>
      ((view.getInt8(at + (little ? 2 : 0)) << 16) |
        (view.getUint8(at + 1) << 8) |
        view.getUint8(at + (little ? 0 : 2))) /
      2 ** 23,
    4: (view, at, little) => view.getInt32(at, little) / 2 ** 31,
  },
  signed: { 1: (view, at) => view.getInt8(at) / 2 ** 7 },
  float: {
    4: (view, at, little) => view.getFloat32(at, little),
    8: (view, at, little) => view.getFloat64(at, little),
  },
  aLaw: { 1: (view, at) => fromALaw(view.getUint8(at)) / 2 ** 15 },
  muLaw: { 1: (view, at) => fromMuLaw(view.getUint8(at)) / 2 ** 15 },
};

export const isReadable = ({ coding, bytes }: Pick<SampleLayout, 'coding' | 'bytes'>): boolean =>
  readers[coding][bytes] !== undefined;

/** Whole frames of interleaved samples, one array a channel. */
export function fromInterleaved(
  bytes: Uint8Array<ArrayBuffer>,
  channels: number,
  { coding, bytes: width, littleEndian }: SampleLayout,
): Float32Array<ArrayBuffer>[] {
  const read = readers[coding][width] as ReadSample;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames = Math.floor(bytes.byteLength / (channels * width));
  return Array.from({ length: channels }, (_, channel) => {
    const values = new Float32Array(frames);
    for (let i = 0, at = channel * width; i < frames; i++, at += channels * width)
      values[i] = read(view, at, littleEndian);
    return values;
  });
}

function fromMuLaw(stored: number): number {
  const code = ~stored & 0xff;
  const size = (((code & 0x0f) << 3) + 0x84) << ((code & 0x70) >> 4);
  return code & 0x80 ? 0x84 - size : size - 0x84;
}

function fromALaw(stored: number): number {
  const code = stored ^ 0x55;
  const segment = (code & 0x70) >> 4;
  const step = ((code & 0x0f) << 4) + 8;
  const size = segment === 0 ? step : (step + 0x100) << (segment - 1);
  return code & 0x80 ? size : -size;
}
