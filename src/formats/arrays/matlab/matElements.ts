/**
 * The elements of a MATLAB 5 file: a type, a length, bytes; packed ones unpacked only as far as they are needed.
 * https://www.mathworks.com/help/pdf_doc/matlab/matfile_format.pdf
 */
import { TetradError } from '#/core/protocol/errors';
import type { ArraySource } from '../../formatDef';
import { readBytes } from '../boxBytes';
import type { NumericType } from '../numericType';

export const matType = { matrix: 14, packed: 15 } as const;

export interface MatElement {
  type: number;
  /** Of its data, in the bytes it was read from. */
  at: number;
  bytes: number;
  /** Where the next one begins. */
  next: number;
}

const numberTypes: Record<number, [NumericType['kind'], NumericType['bytes']]> = {
  1: ['integer', 1],
  2: ['unsigned', 1],
  3: ['integer', 2],
  4: ['unsigned', 2],
  5: ['integer', 4],
  6: ['unsigned', 4],
  7: ['float', 4],
  9: ['float', 8],
  12: ['integer', 8],
  13: ['unsigned', 8],
};

/** What the numbers of an element are stored as, which may be narrower than what they are. */
export function storedAs(type: number, littleEndian: boolean): NumericType | undefined {
  const found = numberTypes[type];
  return found && { kind: found[0], bytes: found[1], littleEndian };
}

/** A tag of 8 bytes; small elements lie in it. */
export function parseTag(view: DataView, from: number, at: number, littleEndian: boolean): MatElement {
  const word = view.getUint32(from, littleEndian);
  const small = word >>> 16;
  if (small > 0) return { type: word & 0xffff, at: at + 4, bytes: Math.min(small, 4), next: at + 8 };
  const bytes = view.getUint32(from + 4, littleEndian);
  // Packed ones are not padded.
  const padded = word === matType.packed ? bytes : Math.ceil(bytes / 8) * 8;
  return { type: word, at: at + 8, bytes, next: at + 8 + padded };
}

/** Of the elements of a file, one after the other. */
export async function* topElements(file: ArraySource, littleEndian: boolean): AsyncGenerator<MatElement> {
  for (let at = 128; at + 8 <= file.size; ) {
    const tag = await readBytes(file, at, 8, 'a variable');
    const element = parseTag(new DataView(tag.buffer), 0, at, littleEndian);
    if (element.at + element.bytes > file.size)
      throw new TetradError({
        code: 'badInput',
        message: `The file has ${file.size.toLocaleString('en')} bytes; its variable at byte ${at.toLocaleString('en')} goes on to byte ${(element.at + element.bytes).toLocaleString('en')}.`,
        place: file.name,
        hint: 'The file was cut short: download or copy it again.',
      });
    yield element;
    at = element.next;
  }
}

const mostUnpackedBytes = 4 * 1024 ** 3;

/** At most `most` bytes of what an element unpacks to. */
export async function unpack(
  file: ArraySource,
  { at, bytes }: MatElement,
  most: number = mostUnpackedBytes,
): Promise<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let got = 0;
  const reader = file
    .slice(at, at + bytes)
    .stream()
    .pipeThrough(new DecompressionStream('deflate'))
    .getReader();
  try {
    while (got < most) {
      const { done, value } = await reader.read();
      if (done) break;
      pieces.push(value);
      got += value.length;
      if (got > mostUnpackedBytes || (got > 2 * 1024 ** 3 && got > bytes * 1000)) throw tooMuch(file.name);
    }
  } catch (cause) {
    if (cause instanceof TetradError) throw cause;
    throw damagedMat(file.name, 'compressed bytes are damaged', cause);
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  return new Blob(pieces);
}

const tooMuch = (place: string): TetradError =>
  new TetradError({
    code: 'unsupported',
    message: 'A variable unpacks to more than 4 GB.',
    place,
    hint: "Save it with '-v7.3', which is read in parts.",
  });

export const damagedMat = (place: string, what: string, cause?: unknown): TetradError =>
  new TetradError(
    {
      code: 'badInput',
      message: `The file is damaged: its ${what}.`,
      place,
      hint: 'Download or copy the file again.',
    },
    { cause },
  );
