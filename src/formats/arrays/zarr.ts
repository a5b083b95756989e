/** Zarr 2 and 3, as a zip archive or a folder of files; only the chunks a box touches are read and unpacked. */
import { arrayEndings } from '#/core/fileEndings';
import type { Array as ZarrArray, DataType } from 'zarrita';
import type { ArrayCoordinates, ArrayDimension, ArrayFile } from '#/core/grid/arrayFile';
import { TetradError, toErrorInfo } from '#/core/protocol/errors';
import type { ArrayFormatDef } from '../formatDef';
import { sizeOf } from '#/core/arch/sizeOf';
import { gather } from './boxBytes';
import { calendarOf, hintsOf, longNameOf, unitOf } from './cfConventions';
import { type Attributes, cfDecoding, decodeNumbers, decodingDetails } from './decoding';
import { DimensionNames, largestFirst } from './dimensionNames';
import { type DimensionHints, dimensionNames, guessRoles } from './guessRoles';
import { type NumberArray, parseNumericType } from './numericType';
import { openedArrays } from './openedArrays';
import { newValues, type OpenedVariable } from './openedVariable';
import { ChunkStore } from './zarr/chunkStore';
import { base64Double } from './zarr/fillValues';
import { runEmbindWithoutEval } from './embindCalls';
import { unknownCodecs } from './zarr/unknownCodecs';
import { zipNamesIn } from './zipEntries';

export const zarr: ArrayFormatDef = {
  type: 'zarr',
  title: 'Zarr',
  extensions: arrayEndings.zarr,
  kind: 'spacetime4d',
  holds: 'arrays',
  match(head, name) {
    const names = zipNamesIn(head);
    if (names.some((path) => /(^|\/)(\.zarray|\.zgroup|\.zattrs|\.zmetadata|zarr\.json)$/.test(path)))
      return 1;
    return names.length > 0 && /\.zarr(\.zip)?$/i.test(name) ? 0.9 : 0;
  },
  open: async (file) => openStore(await ChunkStore.ofZip(file)),
  openFolder: (name, entries) => openStore(ChunkStore.ofFolder(name, entries)),
};

interface Found {
  name: string;
  array: ZarrArray<DataType, ChunkStore>;
}

async function openStore(store: ChunkStore): Promise<ArrayFile> {
  runEmbindWithoutEval();
  const { get, open, registry, root, slice } = await import('zarrita');
  const details: Record<string, string> = {};
  const found: Found[] = [];
  for (const { path, version } of await store.arrayPaths()) {
    const name = path || store.name.replace(/^.*\/|(\.zarr)?(\.zip)?$/gi, '');
    try {
      const at = root(store).resolve(path);
      const array =
        version === 'v2' ? await open.v2(at, { kind: 'array' }) : await open.v3(at, { kind: 'array' });
      const unknown = unknownCodecs(await store.metadata(path, version), (codec) => registry.has(codec));
      if (unknown.length > 0) details[name] = `left out: ${codecText(unknown)}`;
      else if (!hasShape(array))
        details[name] = 'left out: its metadata do not say how large it and its chunks are';
      else if (numericTypeOf(array.dtype) && array.shape.length > 0) found.push({ name, array });
      else details[name] = array.shape.length > 0 ? `left out: ${array.dtype}` : 'a single value';
    } catch (thrown) {
      if (thrown instanceof TetradError) throw thrown;
      details[name] = `left out: ${toErrorInfo(thrown).message}`;
    }
  }
  const names = new DimensionNames();
  const variables: OpenedVariable[] = [];
  const coordinates: ArrayCoordinates[] = [];
  const hints = new Map<string, DimensionHints>();
  for (const { name, array } of largestFirst(found, ({ array }) => array.shape)) {
    const attributes = attributesOf(array.attrs ?? {});
    const dimensions = dimensionsOf(name, array, names);
    for (const { name: dimension } of dimensions)
      if (!hints.has(dimension)) hints.set(dimension, { name: dimension });
    const type = numericTypeOf(array.dtype);
    if (!type) continue;
    const decoding = cfDecoding(attributes, type, fillOf(array));
    const box = async (
      start: readonly number[],
      count: readonly number[],
      step: readonly number[],
    ): Promise<NumberArray> => {
      try {
        const chunk = await get(
          array,
          start.map((from, axis) => {
            const apart = step[axis] as number;
            return slice(from, from + ((count[axis] as number) - 1) * apart + 1, apart);
          }),
        );
        return gather(toNumbers(chunk.data as ArrayLike<unknown>), count, chunk.stride);
      } catch (cause) {
        if (cause instanceof TetradError) throw cause;
        throw unreadable(`${store.name}, ${name}`, cause);
      }
    };
    const [first] = dimensions;
    if (first && dimensions.length === 1 && first.name === name) {
      hints.set(name, hintsOf(name, attributes));
      const values = decodeNumbers(await box([0], [first.size], [1]), decoding, new Float64Array(first.size));
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
        dtype: array.dtype,
        unit: unitOf(attributes),
        longName: longNameOf(attributes),
        details: { chunks: array.chunks.join(' × '), ...decodingDetails(decoding) },
      },
      attributes,
      read: async (start, count, step, Values) =>
        decodeNumbers(await box(start, count, step), decoding, newValues(Values, sizeOf(count))),
    });
  }
  return openedArrays(store.name, {
    variables,
    coordinates,
    roles: guessRoles([...hints.values()], dimensionNames(variables)),
    details,
  });
}

/** The library takes metadata as they are written. */
function hasShape({ shape, chunks }: Found['array']): boolean {
  const areSizes = (sizes: unknown, least: number): sizes is number[] =>
    Array.isArray(sizes) && sizes.every((size) => Number.isSafeInteger(size) && size >= least);
  return areSizes(shape, 0) && areSizes(chunks, 1) && shape.length === chunks.length;
}

const writtenAgain = 'Write the array again with blosc, zstd, gzip, zlib, lz4 or no compression.';

const codecText = (unknown: readonly string[]): string =>
  `Its codec ${unknown.join(' and ')} cannot be read here. ${writtenAgain}`;

const numericTypeOf = (dtype: string) => parseNumericType(dtype === 'bool' ? 'uint8' : dtype);

/** Names are those of the group the array lies in, as in NetCDF: "model/time". */
function dimensionsOf(name: string, array: Found['array'], names: DimensionNames): ArrayDimension[] {
  const group = name.includes('/') ? name.replace(/[^/]*$/, '') : '';
  const listed: unknown = array.dimensionNames ?? array.attrs?._ARRAY_DIMENSIONS;
  return array.shape.map((size, axis) => {
    const listedName: unknown = Array.isArray(listed) ? listed[axis] : undefined;
    const wanted = typeof listedName === 'string' && listedName !== '' ? group + listedName : `dim${axis}`;
    return { name: names.name(wanted, size), size };
  });
}

/** In a Zarr 2 array written by xarray the fill value says which values are missing; elsewhere it is a default. */
function fillOf(array: Found['array']): number | undefined {
  const fill: unknown = array.attrs?._ARRAY_DIMENSIONS === undefined ? undefined : array.fillValue;
  const value = typeof fill === 'bigint' ? Number(fill) : fill;
  return typeof value === 'number' && value !== 0 ? value : undefined;
}

function attributesOf(attrs: Record<string, unknown>): Attributes {
  const attributes = new Map<string, string | number[]>();
  for (const [name, value] of Object.entries(attrs)) {
    const fill = name === '_FillValue' && typeof value === 'string' ? base64Double(value) : undefined;
    if (fill !== undefined) attributes.set(name, [fill]);
    else if (typeof value === 'string') attributes.set(name, value);
    else if (typeof value === 'number') attributes.set(name, [value]);
    else if (Array.isArray(value) && value.every((item) => typeof item === 'number'))
      attributes.set(name, value);
  }
  return attributes;
}

/** 64-bit integers come as BigInt, booleans as an iterable of their own. */
function toNumbers(data: ArrayLike<unknown>): NumberArray {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return Float64Array.from(data, Number);
  if (!ArrayBuffer.isView(data))
    return Uint8Array.from(data as Iterable<unknown> & ArrayLike<unknown>, Number);
  return data as NumberArray;
}

/** What the library says of a codec, then what the codec says. */
function causesOf(thrown: unknown): string[] {
  const { message } = toErrorInfo(thrown);
  const own = message.replace(/\.$/, '');
  return thrown instanceof Error && thrown.cause !== undefined ? [own, ...causesOf(thrown.cause)] : [own];
}

function unreadable(place: string, cause: unknown): TetradError {
  const said = causesOf(cause).join(': ');
  const codec = /codec/i.test(said) && /unknown|unsupported/i.test(said);
  return new TetradError(
    {
      code: codec ? 'unsupported' : 'badInput',
      message: `A chunk cannot be read: ${said}.`,
      place,
      hint: codec ? writtenAgain : 'The chunk is damaged or cut short: copy the Zarr folder again.',
    },
    { cause },
  );
}
