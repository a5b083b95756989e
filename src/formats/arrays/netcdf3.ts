/** NetCDF 3 (classic, 64-bit offset, CDF-5): read by byte ranges, big-endian, CF scale, offset and fill applied. */
import { arrayEndings } from '#/core/fileEndings';
import type { ArrayCoordinates } from '#/core/grid/arrayFile';
import { TetradError } from '#/core/protocol/errors';
import type { ArrayFormatDef, ArraySource } from '../formatDef';
import { sizeOf } from '#/core/arch/sizeOf';
import { type ArrayLayout, denseStrides, readBoxBytes } from './boxBytes';
import {
  calendarOf,
  classesOf,
  fileDetails,
  hintsOf,
  longNameOf,
  netcdfFill,
  textOf,
  unitOf,
  withSign,
} from './cfConventions';
import { cfDecoding, decodeNumbers, decodingDetails } from './decoding';
import { dimensionNames, guessRoles } from './guessRoles';
import { minc } from './minc';
import {
  type ClassicHeader,
  type ClassicVariable,
  HeaderNeedsMore,
  parseClassicHeader,
} from './netcdf3/header';
import { type NumericType, numericTypeName, readNumbers } from './numericType';
import { openedArrays } from './openedArrays';
import { type Floats, newValues, type OpenedVariable } from './openedVariable';

const firstHeadBytes = 64 * 1024;
const longestHeadBytes = 64 * 1024 * 1024;

export const netcdf3: ArrayFormatDef = {
  type: 'netcdf3',
  title: 'NetCDF 3',
  extensions: arrayEndings.netcdf3,
  kind: 'spacetime4d',
  holds: 'arrays',
  match: (head) =>
    head[0] === 0x43 && head[1] === 0x44 && head[2] === 0x46 && [1, 2, 5].includes(head[3] as number) ? 1 : 0,
  async open(file) {
    const header = await readHeader(file);
    if (isMinc(header)) throw minc(file.name);
    const layouts = layoutsOf(header, file);
    const details = { ...fileDetails(header.attributes), version: versionNames[header.version] };
    const variables: OpenedVariable[] = [];
    const coordinates: ArrayCoordinates[] = [];
    const hints = new Map(header.dimensions.map(({ name }) => [name, hintsOf(name, new Map())]));
    for (const [index, variable] of header.variables.entries()) {
      const layout = layouts[index] as ArrayLayout;
      const { name, attributes } = variable;
      const dimensions = variable.dimensions.map((at, axis) => ({
        name: header.dimensions[at]?.name ?? '',
        size: layout.shape[axis] as number,
      }));
      if (!variable.type || dimensions.length === 0) {
        Object.assign(details, { [name]: variable.type ? 'a single number' : 'left out: text' });
        continue;
      }
      const type = withSign(variable.type, attributes);
      if (dimensions.length === 1 && dimensions[0]?.name === name) {
        hints.set(name, hintsOf(name, attributes));
        const values = await readBox(
          file,
          variable,
          type,
          layout,
          { start: [0], count: layout.shape, step: [1] },
          Float64Array,
        );
        coordinates.push({
          dimension: name,
          values,
          unit: unitOf(attributes),
          calendar: calendarOf(attributes),
        });
        continue;
      }
      variables.push({
        variable: {
          name,
          dimensions,
          dtype: numericTypeName(type),
          unit: unitOf(attributes),
          longName: longNameOf(attributes),
          classes: classesOf(attributes),
          details: decodingDetails(cfDecoding(attributes, type)),
        },
        attributes,
        read: (start, count, step, Values) =>
          readBox(file, variable, type, layout, { start, count, step }, Values),
      });
    }
    return openedArrays(file.name, {
      variables,
      coordinates,
      roles: guessRoles([...hints.values()], dimensionNames(variables)),
      details,
    });
  },
};

const isMinc = ({ variables }: ClassicHeader): boolean =>
  variables.some(({ attributes }) => textOf(attributes, 'varid') === 'MINC standard variable');

const versionNames = { 1: 'classic', 2: '64-bit offset', 5: '64-bit data (CDF-5)' } as const;

async function readHeader(file: ArraySource): Promise<ClassicHeader> {
  for (let bytes = firstHeadBytes; ; bytes *= 4) {
    const head = new Uint8Array(await file.slice(0, Math.min(bytes, file.size)).arrayBuffer());
    try {
      return parseClassicHeader(head, file.name);
    } catch (cause) {
      if (!(cause instanceof HeaderNeedsMore)) throw cause;
      if (bytes >= file.size || bytes >= longestHeadBytes)
        throw new TetradError({
          code: 'badInput',
          message: 'The NetCDF file ends inside its header.',
          place: `${file.name}, byte ${file.size.toLocaleString('en')}`,
          hint: 'The file was cut short: download or copy it again.',
        });
    }
  }
}

/** Records of all variables that grow lie interleaved: record 0 of each, record 1 of each, … */
function layoutsOf(header: ClassicHeader, file: ArraySource): ArrayLayout[] {
  const { dimensions, variables } = header;
  const isRecord = ({ dimensions: [first] }: ClassicVariable) =>
    first !== undefined && dimensions[first]?.size === 0;
  const slabBytes = (variable: ClassicVariable) =>
    sizeOf(variable.dimensions.map((at) => dimensions[at]?.size || 1)) * variable.itemBytes;
  const growing = variables.filter(isRecord);
  // A lone growing variable is not padded.
  const recordBytes =
    growing.length === 1
      ? slabBytes(growing[0] as ClassicVariable)
      : growing.reduce((sum, variable) => sum + Math.ceil(slabBytes(variable) / 4) * 4, 0);
  const firstRecord = Math.min(...growing.map(({ offset }) => offset));
  const records =
    header.records >= 0 ? header.records : Math.max(0, Math.floor((file.size - firstRecord) / recordBytes));
  return variables.map((variable) => {
    const { itemBytes, offset } = variable;
    const shape = variable.dimensions.map((at) => dimensions[at]?.size || records);
    const strides = denseStrides(shape, itemBytes);
    if (isRecord(variable)) strides[0] = recordBytes;
    const layout = { offset, shape, strides, itemBytes };
    requireWhole(file, variable.name, layout);
    return layout;
  });
}

function requireWhole(
  file: ArraySource,
  name: string,
  { offset, shape, strides, itemBytes }: ArrayLayout,
): void {
  if (sizeOf(shape) === 0) return;
  const end = shape.reduce(
    (sum, size, axis) => sum + (size - 1) * (strides[axis] as number),
    offset + itemBytes,
  );
  if (end > file.size)
    throw new TetradError({
      code: 'badInput',
      message: `The file has ${file.size.toLocaleString('en')} bytes, but its variable ${name} goes on to byte ${end.toLocaleString('en')}.`,
      place: `${file.name}, ${name}`,
      hint: 'The file was cut short: download or copy it again.',
    });
}

async function readBox<F extends Floats>(
  file: ArraySource,
  { name, attributes, type: stored }: ClassicVariable,
  type: NumericType,
  layout: ArrayLayout,
  { start, count, step }: Record<'start' | 'count' | 'step', readonly number[]>,
  Values: F,
): Promise<InstanceType<F>> {
  const bytes = await readBoxBytes(file, layout, start, count, step, name);
  const decoding = cfDecoding(attributes, type, stored && netcdfFill(stored));
  return decodeNumbers(readNumbers(bytes, type), decoding, newValues(Values, sizeOf(count)));
}
