/** MATLAB 5 to 7: numeric arrays of any rank, in the order of their dimensions; what is none is named. */
import { sizeOf } from '#/core/arch/sizeOf';
import type { ArrayFile } from '#/core/grid/arrayFile';
import type { ArraySource } from '../../formatDef';
import { readBytes } from '../boxBytes';
import { DimensionNames, largestFirst } from '../dimensionNames';
import { npyVariable } from '../npy';
import { numericTypeName } from '../numericType';
import { openedArrays } from '../openedArrays';
import { damagedMat, matType, type MatElement, topElements, unpack } from './matElements';
import { isNumeric, type MatrixHeader, parseMatrixHeader } from './matrixHeader';

const headerBytes = 4096;
/** A header is small, whatever it claims. */
const mostHeaderBytes = 1024 ** 2;

interface Found {
  header: MatrixHeader;
  /** What the place of its numbers is counted in. */
  values(): Promise<ArraySource>;
  packed: boolean;
}

export async function openMat5(file: ArraySource): Promise<ArrayFile> {
  const order = await readBytes(file, 126, 2, 'the header');
  const littleEndian = order[0] === 0x49;
  if (!littleEndian && order[0] !== 0x4d) throw damagedMat(file.name, 'byte order is not told');
  const found: Found[] = [];
  const details: Record<string, string> = {};
  for await (const element of topElements(file, littleEndian)) {
    const one = await readVariable(file, element, littleEndian);
    if (!one) continue;
    const { header } = one;
    const why = refusal(header);
    // Those without a name are the program's own.
    if (why === undefined) found.push(one);
    else if (header.name !== '') details[header.name] = `left out: ${why}`;
  }
  const names = new DimensionNames();
  return openedArrays(file.name, {
    details: { version: 'MATLAB 5 to 7', ...details },
    variables: largestFirst(found, ({ header }) => header.shape).map(({ header, values, packed }) =>
      variableOf(file.name, header, values, packed, names),
    ),
  });
}

function refusal({ className, complex, stored, shape }: MatrixHeader): string | undefined {
  if (className === 'sparse') return 'a sparse matrix; save full(name)';
  if (!isNumeric(className)) return `${className === 'unknown' ? 'of an unknown class' : `a ${className}`}`;
  if (complex) return 'complex numbers; save real(name) and imag(name)';
  if (!stored) return 'its numbers are stored in an unknown way';
  if (shape.length < 2 || shape.some((size) => size < 0)) return 'its sizes are damaged';
  if (shape.includes(0)) return 'empty';
  return sizeOf(shape) === 1 ? 'a single number' : undefined;
}

async function readVariable(
  file: ArraySource,
  element: MatElement,
  littleEndian: boolean,
): Promise<Found | undefined> {
  if (element.type === matType.packed) {
    for (let most = headerBytes; ; most *= 16) {
      const start = await unpack(file, element, most);
      const bytes = new Uint8Array(await start.slice(0, most).arrayBuffer());
      const header = parseMatrixHeader(bytes.subarray(8), 8, littleEndian);
      if (header)
        return {
          header,
          packed: true,
          values: async () => Object.assign(await unpack(file, element), { name: file.name }),
        };
      if (bytes.length < most || most >= mostHeaderBytes)
        throw damagedMat(file.name, 'variables cannot be read');
    }
  }
  if (element.type !== matType.matrix) return undefined;
  const bytes = await readBytes(file, element.at, Math.min(element.bytes, mostHeaderBytes), 'a variable');
  const header = parseMatrixHeader(bytes, element.at, littleEndian);
  if (!header) throw damagedMat(file.name, 'variables cannot be read');
  return { header, packed: false, values: async () => file };
}

function variableOf(
  place: string,
  header: MatrixHeader,
  values: Found['values'],
  packed: boolean,
  names: DimensionNames,
) {
  const { name, shape, className, logical, stored, data } = header;
  if (!stored || !data) throw damagedMat(place, 'variables cannot be read');
  if (sizeOf(shape) * stored.bytes > data.bytes)
    throw damagedMat(place, `variable ${name} has fewer numbers than its sizes say`);
  let unpacked: Promise<ArraySource> | undefined;
  const opened = npyVariable(
    name,
    { type: stored, bool: logical, fortran: true, shape, offset: data.at },
    () => (unpacked ??= values()),
    names,
  );
  const dtype = logical
    ? 'bool'
    : className === 'double'
      ? 'float64'
      : className === 'single'
        ? 'float32'
        : className;
  return {
    ...opened,
    variable: {
      ...opened.variable,
      dtype,
      details: {
        'stored as': numericTypeName(stored),
        ...(packed && { compression: 'zlib, unpacked as a whole' }),
      },
    },
  };
}
