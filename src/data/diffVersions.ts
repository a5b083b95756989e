/**
 * What is different between two versions: columns, rows, and what the kind keeps beside them. Rows are matched by a
 * column that names them, else by their place where both have as many, else by all they hold.
 */
import type { Column, DatasetVersion } from '#/core/protocol/dataset';
import type { VersionDiff } from '#/core/protocol/versionDiff';
import { TetradError } from '#/core/protocol/errors';
import type { BlobStore } from '#/core/protocol/storage';
import { openChunk } from '#/core/table/chunkCodec';
import { stringsOf } from '#/core/table/columnView';
import { RowReader } from '#/core/table/rowReader';
import { changedPaths } from './changedPaths';

type Blobs = Pick<BlobStore, 'get'>;

const mostRows = 5_000_000;
const mostExamples = 100;

export async function diffVersions(
  before: DatasetVersion,
  after: DatasetVersion,
  blobs: Blobs,
  key?: string,
): Promise<VersionDiff> {
  const columns = diffColumns(before, after);
  const pairs = sharedColumns(before.schema.columns, after.schema.columns, columns.renamed);
  for (const version of [before, after])
    if (version.rows > mostRows)
      throw new TetradError({
        code: 'unsupported',
        message: `Versions of more than ${mostRows.toLocaleString('en')} rows are not compared row by row.`,
        place: `version ${version.number}`,
        hint: 'Export both and compare them with a database.',
      });
  const matched = key ?? naming(before, after);
  for (const version of [before, after])
    if (key !== undefined && !version.schema.columns.some(({ name }) => name === key))
      throw new TetradError({
        code: 'notFound',
        message: `Version ${version.number} has no column “${key.slice(0, 80)}”.`,
        place: 'key',
        hint: 'Name a column that both versions have.',
      });
  const a = await hashed(
    before,
    pairs.map(([name]) => name),
    blobs,
    matched,
  );
  const b = await hashed(
    after,
    pairs.map(([, name]) => name),
    blobs,
    matched,
  );
  const by = matched !== undefined ? 'key' : before.rows === after.rows ? 'place' : 'content';
  const rows = by === 'key' ? byKey(a, b) : by === 'place' ? byPlace(a, b) : byContent(a, b);
  const reader = new RowReader(blobs);
  const seen = rows.examples.slice(0, mostExamples);
  const was = await reader.readAt(
    before,
    seen.map(([row]) => row),
    pairs.map(([name]) => name),
  );
  const now = await reader.readAt(
    after,
    seen.map(([, row]) => row),
    pairs.map(([, name]) => name),
  );
  return {
    columns,
    data: changedPaths(before.schema.data, after.schema.data),
    rows: {
      by,
      ...(matched !== undefined && { key: matched }),
      before: before.rows,
      after: after.rows,
      added: rows.added,
      removed: rows.removed,
      changed: rows.changed,
    },
    changes: seen.flatMap(([from, to], i) =>
      pairs.flatMap(([, column], c) => {
        const [old, fresh] = [was[i]?.[c] ?? null, now[i]?.[c] ?? null];
        return old === fresh ? [] : [{ before: from, after: to, column, was: old, is: fresh }];
      }),
    ),
  };
}

function diffColumns(before: DatasetVersion, after: DatasetVersion): VersionDiff['columns'] {
  const [old, fresh] = [before.schema.columns, after.schema.columns];
  const has = (list: readonly Column[], name: string) => list.some((column) => column.name === name);
  const gone = old.filter(({ name }) => !has(fresh, name));
  const come = fresh.filter(({ name }) => !has(old, name));
  const statsOf = (version: DatasetVersion, name: string) => {
    const { name: _, ...stats } = version.stats.find((one) => one.name === name) ?? { name };
    return JSON.stringify(stats);
  };
  const renamed = gone.flatMap(({ name: from }) => {
    const at = old.findIndex(({ name }) => name === from);
    const to = come.find(({ name }) => fresh.findIndex((one) => one.name === name) === at)?.name;
    return to !== undefined && statsOf(before, from) === statsOf(after, to) ? [{ from, to }] : [];
  });
  const both = fresh.flatMap((column) => {
    const was = old.find(({ name }) => name === column.name);
    return was ? [{ was, is: column }] : [];
  });
  return {
    added: come.map(({ name }) => name).filter((name) => !renamed.some(({ to }) => to === name)),
    removed: gone.map(({ name }) => name).filter((name) => !renamed.some(({ from }) => from === name)),
    renamed,
    retyped: both
      .filter(({ was, is }) => was.type !== is.type)
      .map(({ was, is }) => ({ name: is.name, from: was.type, to: is.type })),
    roles: both
      .filter(({ was, is }) => was.role !== is.role)
      .map(({ was, is }) => ({ name: is.name, from: was.role, to: is.role })),
  };
}

/** Names before and after, of what both have. */
function sharedColumns(
  old: readonly Column[],
  fresh: readonly Column[],
  renamed: readonly { from: string; to: string }[],
): [string, string][] {
  return old.flatMap(({ name }): [string, string][] => {
    const to = renamed.find(({ from }) => from === name)?.to ?? name;
    return fresh.some((column) => column.name === to) ? [[name, to]] : [];
  });
}

/** A column of text that both have, with a value of its own in each row. */
function naming(before: DatasetVersion, after: DatasetVersion): string | undefined {
  const isNaming = ({ stats, schema, rows }: DatasetVersion, name: string) => {
    const told = stats.find((one) => one.name === name);
    const type = schema.columns.find((column) => column.name === name)?.type;
    return type !== 'numeric' && told?.distinct === rows && told.missing === 0 && !told.distinctCapped;
  };
  return before.schema.columns.find(({ name }) => isNaming(before, name) && isNaming(after, name))?.name;
}

interface Hashed {
  rows: Float64Array;
  keys?: (string | null)[];
}

/** 53 bits of each row's cells: two hashes of 32 bits, FNV-1a and a multiplicative one, put together. */
async function hashed(
  { schema, chunks, rows }: DatasetVersion,
  names: readonly string[],
  blobs: Blobs,
  key: string | undefined,
): Promise<Hashed> {
  const hashes = new Float64Array(rows);
  const keys: (string | null)[] | undefined = key === undefined ? undefined : [];
  const placeOf = (name: string) => schema.columns.findIndex((column) => column.name === name);
  let start = 0;
  for (const ref of chunks) {
    const chunk = openChunk(await blobs.get(ref));
    const cells = names.map((name) => stringsOf(chunk.column(placeOf(name))));
    for (let row = 0; row < chunk.rows; row++) {
      let [one, two] = [0x811c9dc5, 0x9e3779b9];
      for (const column of cells) {
        const text = column[row];
        const cell = text === null || text === undefined ? '\u0000' : `\u0001${text}`;
        for (let i = 0; i < cell.length; i++) {
          const unit = cell.charCodeAt(i);
          one = Math.imul(one ^ unit, 0x01000193);
          two = Math.imul(two + unit, 0x85ebca6b) ^ (two >>> 13);
        }
      }
      hashes[start + row] = (one >>> 0) + (two & 0x1fffff) * 2 ** 32;
    }
    if (keys && key !== undefined) for (const text of stringsOf(chunk.column(placeOf(key)))) keys.push(text);
    start += chunk.rows;
  }
  return { rows: hashes, keys };
}

interface Matched {
  added: number;
  removed: number;
  changed: number;
  /** Rows before and after. */
  examples: [number, number][];
}

function byPlace(a: Hashed, b: Hashed): Matched {
  const examples: [number, number][] = [];
  let changed = 0;
  a.rows.forEach((hash, row) => {
    if (hash === b.rows[row]) return;
    if (++changed <= mostExamples) examples.push([row, row]);
  });
  return { added: 0, removed: 0, changed, examples };
}

/** Of a key that comes more than once the first stands for it; the others are matched in their order. */
function byKey(a: Hashed, b: Hashed): Matched {
  const places = new Map<string | null, number[]>();
  (a.keys ?? []).forEach((key, row) => {
    const at = places.get(key);
    if (at) at.push(row);
    else places.set(key, [row]);
  });
  for (const rows of places.values()) rows.reverse();
  const result: Matched = { added: 0, removed: a.rows.length, changed: 0, examples: [] };
  (b.keys ?? []).forEach((key, row) => {
    const was = places.get(key)?.pop();
    if (was === undefined) {
      result.added++;
      return;
    }
    result.removed--;
    if (a.rows[was] === b.rows[row]) return;
    if (++result.changed <= mostExamples) result.examples.push([was, row]);
  });
  return result;
}

function byContent(a: Hashed, b: Hashed): Matched {
  const counts = new Map<number, number>();
  for (const hash of a.rows) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  let [added, same] = [0, 0];
  for (const hash of b.rows) {
    const left = counts.get(hash) ?? 0;
    if (left > 0) {
      counts.set(hash, left - 1);
      same++;
    } else added++;
  }
  return { added, removed: a.rows.length - same, changed: 0, examples: [] };
}
