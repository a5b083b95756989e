/** MATLAB 4 (and what Octave and SciPy write as such): matrices of numbers one behind the other. */
import type { ArrayFile } from '#/core/grid/arrayFile';
import type { ArraySource } from '../../formatDef';
import { readBytes } from '../boxBytes';
import { DimensionNames, largestFirst } from '../dimensionNames';
import { npyVariable } from '../npy';
import { type NumericType, parseNumericType } from '../numericType';
import { openedArrays } from '../openedArrays';
import { damagedMat } from './matElements';

const headerBytes = 20;
const types = ['float64', 'float32', 'int32', 'int16', 'uint16', 'uint8'];

interface Header {
  littleEndian: boolean;
  type: NumericType;
  /** 0: numbers, 1: text, 2: sparse. */
  content: number;
  rows: number;
  columns: number;
  complex: boolean;
  nameBytes: number;
}

/** Its first word says how the numbers are stored, in digits. */
function parseHeader(bytes: Uint8Array): Header | undefined {
  if (bytes.length < headerBytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (const littleEndian of [true, false]) {
    const word = view.getUint32(0, littleEndian);
    const [order, zero, type, content] = [1000, 100, 10, 1].map((unit) => Math.floor(word / unit) % 10);
    const [rows = 0, columns = 0, complex = 0, nameBytes = 0] = [4, 8, 12, 16].map((at) =>
      view.getUint32(at, littleEndian),
    );
    const numeric = parseNumericType(types[type ?? 9] ?? '', littleEndian);
    if (word >= 2000 || order !== (littleEndian ? 0 : 1) || zero !== 0 || !numeric || (content ?? 9) > 2)
      continue;
    if (complex > 1 || nameBytes < 2 || nameBytes > 256) continue;
    return {
      littleEndian,
      type: numeric,
      content: content ?? 0,
      rows,
      columns,
      complex: complex === 1,
      nameBytes,
    };
  }
  return undefined;
}

export function isMat4(head: Uint8Array): boolean {
  const header = parseHeader(head);
  if (!header) return false;
  const name = String.fromCharCode(...head.subarray(headerBytes, headerBytes + header.nameBytes));
  return /^[a-zA-Z]\w*\0$/.test(name);
}

export async function openMat4(file: ArraySource): Promise<ArrayFile> {
  const found: { name: string; header: Header; offset: number; shape: number[] }[] = [];
  const details: Record<string, string> = {};
  for (let at = 0; at < file.size; ) {
    const header = parseHeader(await readBytes(file, at, headerBytes, 'a matrix'));
    if (!header) throw damagedMat(file.name, `matrix at byte ${at.toLocaleString('en')} cannot be read`);
    const { rows, columns, complex, nameBytes, type, content } = header;
    const written = await readBytes(file, at + headerBytes, nameBytes, 'the name of a matrix');
    const name = new TextDecoder('latin1').decode(written).replace(/\0.*$/s, '');
    const offset = at + headerBytes + nameBytes;
    at = offset + rows * columns * type.bytes * (complex ? 2 : 1);
    if (at > file.size)
      throw damagedMat(
        file.name,
        `matrix ${name} of ${rows} × ${columns} goes on behind the end of the file`,
      );
    const why =
      content === 1 ? 'text' : content === 2 ? 'a sparse matrix' : complex ? 'complex numbers' : undefined;
    if (why || rows * columns < 2)
      details[name] = `left out: ${why ?? (rows * columns === 1 ? 'a single number' : 'empty')}`;
    else found.push({ name, header, offset, shape: [rows, columns] });
  }
  const names = new DimensionNames();
  return openedArrays(file.name, {
    details: { version: 'MATLAB 4', ...details },
    variables: largestFirst(found, ({ shape }) => shape).map(({ name, header, offset, shape }) =>
      npyVariable(
        name,
        { type: header.type, bool: false, fortran: true, shape, offset },
        async () => file,
        names,
      ),
    ),
  });
}
