/** Records (compound types) and texts of an HDF5 file: each field is an array of its own. */
import { sizeOf } from '#/core/arch/sizeOf';
import type { ArrayDimension, TextList } from '#/core/grid/arrayFile';
import { TetradError } from '#/core/protocol/errors';
import { inside } from '#/core/protocol/heartbeat';
import type { ArraySource } from '../../formatDef';
import { decodeNumbers, plainDecoding } from '../decoding';
import { byteOrderName, numericTypeName, readNumbers } from '../numericType';
import { newValues, type OpenedVariable } from '../openedVariable';
import { damaged, type H5Dataset, type H5File, type H5Metadata, numericTypeOf } from './library';

const classes = { text: 3, record: 6, array: 10 } as const;

export interface Fields {
  variables: OpenedVariable[];
  texts: TextList[];
  /** Fields that are none of both. */
  details: Record<string, string>;
}

export const isRecord = ({ type, compound_type }: H5Metadata): boolean =>
  type === classes.record &&
  !/^(r, i|real, imag)$/.test(compound_type?.members.map(({ name }) => name).join(', ') ?? '');

export const isTextList = ({ type, shape }: H5Metadata): boolean =>
  type === classes.text && shape?.length === 1;

/** Not of MATLAB, which has records of its own kind. */
export function recordFields(
  file: ArraySource,
  opened: H5File,
  dataset: H5Dataset,
  dimensions: readonly ArrayDimension[],
): Fields {
  const made: Fields = { variables: [], texts: [], details: {} };
  const { metadata } = dataset;
  const path = dataset.path.slice(1);
  // Of raw records with texts of any length, nobody would free the texts.
  const hasPointers = metadata.compound_type?.members.some(({ vlen }) => vlen) ?? false;
  for (const [index, member] of (metadata.compound_type?.members ?? []).entries()) {
    const name = `${path}/${member.name}`;
    if (member.type === classes.text && metadata.shape?.length === 1) {
      made.texts.push(textList(file, dataset, name, (row) => (row as readonly unknown[])[index]));
      continue;
    }
    const pieces = piecesOf(member);
    if (pieces.length === 0) made.details[name] = 'left out: not numbers of up to 64 bits';
    for (const [i, { type, at }] of pieces.entries())
      made.variables.push({
        variable: {
          name: pieces.length > 1 ? `${name} ${i + 1}` : name,
          dimensions: [...dimensions],
          dtype: numericTypeName(type),
          details: { 'byte order': byteOrderName(type) },
        },
        async read(start, count, step, Values) {
          if (hasPointers) {
            const rows = sliceOf(
              file,
              dataset,
              start.map((from, axis) => slice(from, count[axis], step[axis])),
            );
            const picked = Array.from(rows as ArrayLike<readonly unknown[]>, (row) =>
              Number([row[index]].flat()[i]),
            );
            return newValues(Values, picked.length).map((_, at) => picked[at] as number) as InstanceType<
              typeof Values
            >;
          }
          const records = opened.readRaw(dataset, start, count, step);
          const items = sizeOf(count);
          const own = new Uint8Array(items * type.bytes);
          for (let item = 0; item < items; item++) {
            const from = item * metadata.size + at;
            own.set(records.subarray(from, from + type.bytes), item * type.bytes);
          }
          return decodeNumbers(
            readNumbers(own, { ...type, littleEndian: true }),
            plainDecoding,
            newValues(Values, items),
          );
        },
      });
  }
  return made;
}

const slice = (from: number, count = 1, step = 1): [number, number, number] => [
  from,
  from + (count - 1) * step + 1,
  step,
];

/** A number, or each of a short list of numbers. */
const mostOfList = 64;

function piecesOf(member: H5Metadata & { offset: number }) {
  const plain = numericTypeOf(member);
  if (plain) return [{ type: plain, at: member.offset }];
  const inner = member.type === classes.array ? member.array_type : undefined;
  const type = inner && numericTypeOf(inner);
  const count = sizeOf(inner?.shape ?? []);
  if (!type || count > mostOfList) return [];
  return Array.from({ length: count }, (_, i) => ({ type, at: member.offset + i * type.bytes }));
}

/** As JavaScript values; a damaged file is named. */
function sliceOf(file: ArraySource, dataset: H5Dataset, ranges: Parameters<H5Dataset['slice']>[0]): unknown {
  const path = dataset.path.slice(1);
  try {
    return inside(`${file.name}, ${path}`, () => dataset.slice(ranges));
  } catch (thrown) {
    throw thrown instanceof TetradError ? thrown : damaged(file, 'The texts cannot be read', thrown, path);
  }
}

export function textList(
  file: ArraySource,
  dataset: H5Dataset,
  name = dataset.path.slice(1),
  pick: (value: unknown) => unknown = (value) => value,
): TextList {
  return {
    name,
    size: dataset.shape?.[0] ?? 0,
    async read(start, count) {
      if (count === 0) return [];
      const found = sliceOf(file, dataset, [[start, start + count]]);
      return Array.from(found as ArrayLike<unknown>, (value) => {
        const own = pick(value);
        return own === null || own === undefined ? null : asUtf8(String(own).replace(/\0+$/, ''));
      });
    },
  };
}

/** h5py writes UTF-8 into texts that it calls ASCII, which the library reads as Latin 1. */
function asUtf8(text: string): string {
  if (!/[\x80-\xff]/.test(text) || /[^\0-\xff]/.test(text)) return text;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(
      Uint8Array.from(text, (letter) => letter.charCodeAt(0)),
    );
  } catch {
    return text;
  }
}
