/** A table as arrays of NumPy: X of what is learnt from, y of what is to be predicted, and what stands for what. */
import type { Column, DatasetVersion } from '#/core/protocol/dataset';
import type { BlobStore } from '#/core/protocol/storage';
import { isNumberType } from '#/core/table/cellValue';
import { openChunk } from '#/core/table/chunkCodec';
import { numbersOf, stringsOf } from '#/core/table/columnView';
import type { NpyArray } from '#/formats/arrays/writeNpz';
import type { VersionArrays } from './kinds/kindData';

type Blobs = Pick<BlobStore, 'get'>;
type Table = Pick<DatasetVersion, 'schema' | 'chunks' | 'rows'>;

export async function arraysOfTable(
  version: Table,
  blobs: Blobs,
  tell: (rows: number) => void,
): Promise<VersionArrays> {
  const { columns } = version.schema;
  const features = columns.filter(({ role }) => role === 'feature');
  const classes = await classesOf(version, blobs, features);
  const target = await targetArray(version, blobs);
  return {
    arrays: {
      X: {
        values: rowsOf(version, blobs, features, classes, tell),
        dtype: 'float64',
        shape: [version.rows, features.length],
      },
      ...target.arrays,
    },
    about: {
      X: {
        columns: features.map(({ name, type }) => ({
          name,
          type,
          ...(classes.has(name) && { classes: classes.get(name) }),
        })),
        missing: 'NaN',
      },
      ...target.about,
    },
  };
}

/** What is to be predicted: numbers, or the numbers of its classes; -1 is none. */
export async function targetArray(
  version: Table,
  blobs: Blobs,
): Promise<{ arrays: Record<string, NpyArray>; about: Record<string, unknown> }> {
  const target = version.schema.columns.find(({ role }) => role === 'target');
  if (!target) return { arrays: {}, about: {} };
  const classes = (await classesOf(version, blobs, [target])).get(target.name);
  const values = new Float64Array(version.rows);
  let at = 0;
  for await (const part of rowsOf(
    version,
    blobs,
    [target],
    new Map(classes && [[target.name, classes]]),
    () => {},
  )) {
    values.set(part, at);
    at += part.length;
  }
  const y = classes ? Int32Array.from(values, (code) => (Number.isNaN(code) ? -1 : code)) : values;
  return {
    arrays: { y: { values: y, shape: [version.rows] } },
    about: { y: { name: target.name, type: target.type, ...(classes && { classes }) } },
  };
}

/** Of columns of text: their values in order, which numbers stand for. */
async function classesOf(
  { schema, chunks }: Table,
  blobs: Blobs,
  columns: readonly Column[],
): Promise<Map<string, string[]>> {
  const texts = columns.filter(({ type }) => !isNumberType(type));
  const found = new Map(texts.map(({ name }) => [name, new Set<string>()]));
  if (texts.length > 0)
    for (const ref of chunks) {
      const chunk = openChunk(await blobs.get(ref));
      for (const { name } of texts)
        for (const text of stringsOf(chunk.column(schema.columns.findIndex((one) => one.name === name))))
          if (text !== null) found.get(name)?.add(text);
    }
  return new Map([...found].map(([name, values]) => [name, [...values].sort()]));
}

async function* rowsOf(
  { schema, chunks }: Table,
  blobs: Blobs,
  columns: readonly Column[],
  classes: ReadonlyMap<string, string[]>,
  tell: (rows: number) => void,
): AsyncGenerator<Float64Array<ArrayBuffer>> {
  const codes = new Map(
    [...classes].map(([name, values]) => [name, new Map(values.map((text, i) => [text, i]))]),
  );
  let done = 0;
  for (const ref of chunks) {
    const chunk = openChunk(await blobs.get(ref));
    const out = new Float64Array(chunk.rows * columns.length);
    columns.forEach(({ name, type }, place) => {
      const column = chunk.column(schema.columns.findIndex((one) => one.name === name));
      const known = codes.get(name);
      const values = known
        ? stringsOf(column).map((text) => (text === null ? Number.NaN : (known.get(text) ?? Number.NaN)))
        : numbersOf(column, type);
      for (let row = 0; row < chunk.rows; row++) out[row * columns.length + place] = values[row] as number;
    });
    yield out;
    tell((done += chunk.rows));
  }
}
