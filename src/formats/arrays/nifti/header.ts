/**
 * The header of NIfTI-1 (348 bytes) and NIfTI-2 (540 bytes), either byte order.
 * https://nifti.nimh.nih.gov/pub/dist/src/niftilib/nifti1.h and nifti2.h
 */
import { TetradError } from '#/core/protocol/errors';
import type { NumericType } from '../numericType';
import type { NiftiForms } from './orientation';

export interface NiftiHeader {
  version: 1 | 2;
  type: NumericType;
  shape: number[];
  /** Size of one step along each dimension. */
  steps: number[];
  offset: number;
  slope: number;
  intercept: number;
  timeOffset: number;
  spaceUnit?: string;
  timeUnit?: string;
  forms: NiftiForms;
  description: string;
}

const types: Record<number, [NumericType['kind'], NumericType['bytes']]> = {
  2: ['unsigned', 1],
  4: ['integer', 2],
  8: ['integer', 4],
  16: ['float', 4],
  64: ['float', 8],
  256: ['integer', 1],
  512: ['unsigned', 2],
  768: ['unsigned', 4],
  1024: ['integer', 8],
  1280: ['unsigned', 8],
};
const otherTypes: Record<number, string> = {
  1: 'single bits',
  32: 'complex numbers',
  128: 'RGB colours',
  1536: '128-bit numbers',
  1792: 'complex numbers',
  2048: 'complex numbers',
  2304: 'RGBA colours',
};
const spaceUnits: Record<number, string> = { 1: 'm', 2: 'mm', 3: 'µm' };
const timeUnits: Record<number, string> = { 8: 's', 16: 'ms', 24: 'µs', 32: 'Hz', 40: 'ppm', 48: 'rad/s' };

export const niftiHeaderBytes = 540;

/** The size a header gives of itself, which also tells the byte order; undefined when it is no NIfTI header. */
export function niftiVersion(head: Uint8Array): { version: 1 | 2; littleEndian: boolean } | undefined {
  if (head.length < 348) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  for (const littleEndian of [true, false]) {
    if (view.getInt32(0, littleEndian) === 348) return { version: 1, littleEndian };
    if (view.getInt32(0, littleEndian) === 540 && head.length >= 540) return { version: 2, littleEndian };
  }
  return undefined;
}

export function parseNiftiHeader(head: Uint8Array, place: string): NiftiHeader {
  const found = niftiVersion(head);
  if (!found) {
    const size = head.length < 4 ? undefined : new DataView(head.buffer, head.byteOffset).getInt32(0, true);
    throw refuse(
      place,
      head.length < 348
        ? `The file has ${head.length} bytes, less than a NIfTI header (348).`
        : `The header says it is ${size} bytes long; NIfTI-1 has 348 and NIfTI-2 has 540.`,
      'The file is damaged or not NIfTI. Download it or convert it again (dcm2niix writes NIfTI from DICOM).',
    );
  }
  const { version, littleEndian } = found;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const text = (at: number, length: number) =>
    new TextDecoder('latin1')
      .decode(head.subarray(at, at + length))
      .replace(/\0[^]*$/, '')
      .trim();
  const magic = text(version === 1 ? 344 : 4, 3);
  const lone = magic === '' && version === 1 && /\.hdr$/i.test(place);
  if (magic === 'ni1' || magic === 'ni2' || lone)
    throw refuse(
      place,
      'The values lie in another file (.img) beside this header.',
      'Drop both files together, or save them as one: nibabel.save(image, "image.nii").',
      'unsupported',
    );
  const first = version === 1;
  const short = (at: number) => view.getInt16(at, littleEndian);
  const real = (at1: number, at2: number) =>
    first ? view.getFloat32(at1, littleEndian) : view.getFloat64(at2, littleEndian);
  const long = (at: number) => Number(view.getBigInt64(at, littleEndian));
  const dimension = (i: number) => (first ? short(40 + 2 * i) : long(16 + 8 * i));
  const rank = dimension(0);
  const shape = Array.from({ length: Math.max(0, Math.min(rank, 7)) }, (_, i) => dimension(i + 1));
  if (rank < 1 || rank > 7 || shape.some((size) => size < 1))
    throw refuse(
      place,
      `The header gives ${rank} dimensions of sizes [${shape.join(', ')}].`,
      'A NIfTI image has 1 to 7 dimensions of size 1 or more: convert the image again.',
    );
  const code = short(first ? 70 : 12);
  const known = types[code];
  if (!known)
    throw refuse(
      place,
      `The voxels are ${otherTypes[code] ?? `of the unknown type ${code}`}.`,
      'Save them as float32: image.set_data_dtype("float32") in nibabel; parts of complex values as a fifth dimension.',
      'unsupported',
    );
  const offset = first ? view.getFloat32(108, littleEndian) : long(168);
  if (!Number.isSafeInteger(offset))
    throw refuse(
      place,
      `The header says that the values begin at byte ${offset}.`,
      'The file is damaged: download or convert it again.',
    );
  const slope = real(112, 176);
  const intercept = real(116, 184);
  const units = first ? (head[123] as number) : view.getInt32(500, littleEndian);
  const scaled = Number.isFinite(slope) && slope !== 0;
  return {
    version,
    type: { kind: known[0], bytes: known[1], littleEndian },
    shape,
    steps: shape.map((_, i) => Math.abs(real(80 + 4 * i, 112 + 8 * i))),
    // 0 is written by some programs for "right behind the header".
    offset: Math.max(offset, first ? 352 : 544),
    slope: scaled ? slope : 1,
    intercept: scaled && Number.isFinite(intercept) ? intercept : 0,
    timeOffset: real(136, 216),
    spaceUnit: spaceUnits[units & 7],
    timeUnit: timeUnits[units & 56],
    forms: {
      qformCode: first ? short(252) : view.getInt32(344, littleEndian),
      sformCode: first ? short(254) : view.getInt32(348, littleEndian),
      quaternion: [0, 1, 2].map((i) => real(256 + 4 * i, 352 + 8 * i)),
      qoffset: [0, 1, 2].map((i) => real(268 + 4 * i, 376 + 8 * i)),
      sform: [0, 1, 2].map((row) =>
        [0, 1, 2, 3].map((i) => real(280 + 16 * row + 4 * i, 400 + 32 * row + 8 * i)),
      ),
      qfac: real(76, 104),
    },
    description: text(first ? 148 : 240, 80),
  };
}

const refuse = (
  place: string,
  message: string,
  hint: string,
  code: 'badInput' | 'unsupported' = 'badInput',
) => new TetradError({ code, message, place, hint });
