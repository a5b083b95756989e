/** IDX, the format of MNIST: two zeros, a type, a rank, sizes, values. */
import { TetradError } from '#/core/protocol/errors';

export interface IdxHeader {
  shape: number[];
  offset: number;
}

/** Of bytes without sign, of 1 to 4 axes; undefined for anything else. */
export function readIdxHeader(bytes: Uint8Array): IdxHeader | undefined {
  const rank = bytes[3] ?? 0;
  if (bytes[0] !== 0 || bytes[1] !== 0 || bytes[2] !== 8 || rank < 1 || rank > 4) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 + 4 * rank) return undefined;
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  // 1,001 labels of a text that begins alike would be chance.
  return shape.every((size) => size > 0 && size < 2 ** 31) ? { shape, offset: 4 + 4 * rank } : undefined;
}

export const isIdxImages = (head: Uint8Array): boolean => {
  const rank = readIdxHeader(head)?.shape.length ?? 0;
  return rank >= 3;
};

export function idxValues(bytes: Uint8Array, { shape, offset }: IdxHeader, place: string): Uint8Array {
  const size = shape.reduce((product, side) => product * side, 1);
  if (bytes.length >= offset + size) return bytes.subarray(offset, offset + size);
  throw new TetradError({
    code: 'badInput',
    message: `The file has ${bytes.length.toLocaleString('en')} bytes; ${shape.map((side) => side.toLocaleString('en')).join(' × ')} values need ${(offset + size).toLocaleString('en')}.`,
    place,
    hint: 'The file was cut short: copy or download it again.',
  });
}
