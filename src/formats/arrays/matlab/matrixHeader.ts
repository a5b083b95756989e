/** What a MATLAB 5 matrix says before its numbers: class, sizes, name. */
import type { NumericType } from '../numericType';
import { type MatElement, parseTag, storedAs } from './matElements';

export interface MatrixHeader {
  name: string;
  /** As MATLAB calls it. */
  className: string;
  complex: boolean;
  logical: boolean;
  shape: number[];
  /** Of real numbers, as they are stored, with their place in what was parsed. */
  stored?: NumericType;
  data?: MatElement;
}

const classNames: Record<number, string> = {
  1: 'cell',
  2: 'struct',
  3: 'object',
  4: 'char',
  5: 'sparse',
  6: 'double',
  7: 'single',
  8: 'int8',
  9: 'uint8',
  10: 'int16',
  11: 'uint16',
  12: 'int32',
  13: 'uint32',
  14: 'int64',
  15: 'uint64',
  16: 'function',
  17: 'object',
};

export const isNumeric = (className: string): boolean => /^(double|single|u?int\d+)$/.test(className);

/** undefined where the bytes end before it does. `bytes` begin behind the tag of the matrix, at `at` of the whole. */
export function parseMatrixHeader(
  bytes: Uint8Array,
  at: number,
  littleEndian: boolean,
): MatrixHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let from = 0;
  const next = (): { element: MatElement; data: number } | undefined => {
    if (from + 8 > bytes.length) return undefined;
    const element = parseTag(view, from, at + from, littleEndian);
    const data = element.at - at;
    from = element.next - at;
    return { element, data };
  };
  const [flags, sizes, name] = [next(), next(), next()];
  if (!flags || !sizes || !name || name.data + name.element.bytes > bytes.length) return undefined;
  if (flags.element.type !== 6 || flags.element.bytes !== 8 || sizes.element.type !== 5)
    return { name: '', className: 'unknown', complex: false, logical: false, shape: [] };
  const word = view.getUint32(flags.data, littleEndian);
  const className = classNames[word & 255] ?? 'unknown';
  const header: MatrixHeader = {
    name: new TextDecoder().decode(bytes.subarray(name.data, name.data + name.element.bytes)),
    className,
    complex: (word & 0x800) !== 0,
    logical: (word & 0x200) !== 0,
    shape: Array.from({ length: Math.min(32, sizes.element.bytes / 4) }, (_, i) =>
      view.getInt32(sizes.data + 4 * i, littleEndian),
    ),
  };
  if (!isNumeric(className)) return header;
  const values = next();
  if (!values) return undefined;
  const stored = storedAs(values.element.type, littleEndian);
  return { ...header, data: values.element, ...(stored && { stored }) };
}
