/** The HDF5 library (h5wasm), loaded when the first file needs it: one file open, its objects and raw values. */
import type { Dataset, Group, Metadata } from 'h5wasm';
import { sizeOf } from '#/core/arch/sizeOf';
import { TetradError } from '#/core/protocol/errors';
import { inside, loading } from '#/core/protocol/heartbeat';
import type { ArraySource } from '../../formatDef';
import type { Attributes } from '../decoding';
import type { NumericType } from '../numericType';
import { addBlobFile, type LibraryFiles } from './blobFile';
import { foreignFilters, repackHint } from './foreignFilters';
import { HeaderReader, type StoredFacts } from './storedFacts';

export type H5Dataset = Dataset;
export type H5Group = Group;
export type H5Metadata = Metadata;

export interface H5File {
  root: Group;
  /** To tell objects apart. */
  Dataset: typeof Dataset;
  Group: typeof Group;
  /** Row-major, little-endian whatever the file has: the library turns them. */
  readRaw(
    dataset: Dataset,
    start: readonly number[],
    count: readonly number[],
    step: readonly number[],
  ): Uint8Array<ArrayBuffer>;
  /** Texts and numbers; what is neither is left out. */
  attributes(object: Dataset | Group): H5Attributes;
  /** What the header of a dataset says besides. */
  facts(dataset: Dataset): StoredFacts;
  close(): void;
}

export interface H5Attributes extends Attributes {
  /** Also of those that are left out. */
  names: ReadonlySet<string>;
}

/** Bytes: unpacked by one core among many others' work. */
const slowestPerMs = 5_000;

let opened = 0;

export async function openH5(file: ArraySource): Promise<H5File> {
  const library = await loading(file.name, () => import('h5wasm'));
  const module = await loading(file.name, () => library.ready);
  module.activate_throwing_error_handler();
  const files = module.FS as unknown as LibraryFiles;
  const path = `/${++opened}.h5`;
  const { failure, read } = await addBlobFile(files, path, file);
  let root: InstanceType<typeof library.File>;
  try {
    root = inside(file.name, () => new library.File(path, 'r'));
  } catch (thrown) {
    files.unlink(path);
    throw damaged(file, 'The HDF5 file cannot be opened', failure() ?? thrown);
  }
  const headers = new HeaderReader(read, file.size);
  return {
    root,
    Dataset: library.Dataset,
    Group: library.Group,
    readRaw(dataset, start, count, step) {
      const bytes = sizeOf(count) * dataset.metadata.size;
      const pointer = module._malloc(bytes);
      if (pointer === 0)
        throw new TetradError({
          code: 'outOfMemory',
          message: `There is no memory for ${bytes.toLocaleString('en')} bytes.`,
          place: placeOf(file, dataset),
          hint: 'Read a smaller part.',
        });
      try {
        const big = (list: readonly number[]) => list.map(BigInt);
        const [counts, from, strides] = [count, start, step].map(big) as [bigint[], bigint[], bigint[]];
        inside(
          placeOf(file, dataset),
          () => module.get_dataset_data(root.file_id, dataset.path, counts, from, strides, BigInt(pointer)),
          bytes / slowestPerMs,
        );
        return module.HEAPU8.slice(pointer, pointer + bytes) as Uint8Array<ArrayBuffer>;
      } catch (thrown) {
        throw (
          unfiltered(file, dataset, thrown) ??
          damaged(file, 'The values cannot be read', failure() ?? thrown, dataset.path.slice(1))
        );
      } finally {
        module._free(pointer);
      }
    },
    attributes: (object) => inside(placeOf(file, object), () => readAttributes(object)),
    facts: ({ path: dataset }) => headers.facts(module.create_object_reference(root.file_id, dataset)),
    close() {
      root.close();
      files.unlink(path);
    },
  };
}

const placeOf = ({ name }: ArraySource, { path }: Dataset | Group): string =>
  path === '/' ? name : `${name}, ${path.slice(1)}`;

/** undefined when the values are no plain numbers. */
export function numericTypeOf(metadata: Metadata): NumericType | undefined {
  const { type, size, signed, littleEndian } = metadata;
  if (size !== 1 && size !== 2 && size !== 4 && size !== 8) return undefined;
  if (type === 1 && size > 1) return { kind: 'float', bytes: size, littleEndian };
  if (type === 0 || type === 8) return { kind: signed ? 'integer' : 'unsigned', bytes: size, littleEndian };
  return undefined;
}

/** References, which nobody here follows: of a scale there may be thousands. */
const unread = new Set(['DIMENSION_LIST', 'REFERENCE_LIST']);

function readAttributes(object: Dataset | Group): H5Attributes {
  const attributes = new Map<string, string | number[]>();
  const kinds = new Map<string, NumericType['kind']>();
  const { attrs } = object;
  const names = new Set(Object.keys(attrs));
  for (const name of names) {
    const attribute = unread.has(name) ? undefined : attrs[name];
    if (!attribute) continue;
    const { metadata } = attribute;
    const type = numericTypeOf(metadata);
    // The library reads neither half floats nor what is no plain number or text.
    if (!metadata.shape || (metadata.type !== 3 && (!type || (type.kind === 'float' && type.bytes === 2))))
      continue;
    const { value } = attribute;
    const list: unknown[] =
      ArrayBuffer.isView(value) || Array.isArray(value) ? Array.from(value as ArrayLike<unknown>) : [value];
    if (metadata.type === 3) attributes.set(name, list.join(', '));
    else {
      attributes.set(name, list.map(Number));
      if (type) kinds.set(name, type.kind);
    }
  }
  return Object.assign(attributes, { kinds, names });
}

export function damaged(file: ArraySource, what: string, cause: unknown, variable?: string): TetradError {
  const said = cause instanceof Error ? cause.message : String(cause);
  const truncated = /truncated/i.test(said);
  return new TetradError(
    {
      code: 'badInput',
      message: truncated ? `${what}: the file was cut short.` : `${what}: ${innermost(said)}.`,
      place: variable ? `${file.name}, ${variable}` : file.name,
      hint: 'Download or copy the file again.',
    },
    { cause },
  );
}

/** The reason of a refusal when it is a filter that is not here. */
function unfiltered(file: ArraySource, { filters, path }: Dataset, cause: unknown): TetradError | undefined {
  const foreign = foreignFilters(filters);
  if (foreign === undefined || !/plugin|filter/i.test(String(cause))) return undefined;
  return new TetradError(
    {
      code: 'unsupported',
      message: `It is compressed with ${foreign}, which is not part of HDF5 itself and cannot be read here.`,
      place: `${file.name}, ${path.slice(1)}`,
      hint: repackHint(filters, path.slice(1), file.name),
    },
    { cause },
  );
}

/** The innermost entry of the library's error stack says what was wrong. */
export function innermost(stack: string): string {
  const entries = [...stack.matchAll(/^\s*#\d+: .*? in \w+\(\): (.*)$/gm)];
  return (entries.at(-1)?.[1] ?? stack.trim().split('\n', 1)[0] ?? '').slice(0, 300);
}
