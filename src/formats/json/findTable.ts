/**
 * The table in a JSON document that is in memory: records, rows of cells, columns, the ways pandas writes them,
 * records by key, features of GeoJSON, one record alone; or any of these inside other objects.
 */
import { ofServices } from './ofServices';

export interface FoundTable {
  layout: string;
  /** Where in the document; '' for the document itself. */
  path: string;
  /** Names of the cells, where rows are lists. */
  names?: string[];
  rows: unknown[];
  /** What stands beside it. */
  left: string[];
  /** Paths of other tables that were not taken. */
  others: string[];
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null;
const deepest = 6;

export function findTable(document: unknown, path?: string): FoundTable | undefined {
  if (path !== undefined && path !== '') {
    const inside = path
      .split('.')
      .reduce<unknown>(
        (value, key) => (isObject(value) || Array.isArray(value) ? (value as Json)[key] : undefined),
        document,
      );
    const found = inside === undefined ? undefined : findTable(inside);
    return found && { ...found, path, left: [] };
  }
  if (Array.isArray(document)) return ofArray(document, '');
  if (!isObject(document)) return undefined;
  return (
    known(document) ??
    ofColumns(document) ??
    inner(document) ??
    byKey(document) ??
    series(document) ??
    only(document) ??
    oneRecord(document)
  );
}

const plain = (layout: string, rows: unknown[], names?: string[], left: string[] = []): FoundTable => ({
  layout,
  path: '',
  rows,
  ...(names && { names }),
  left,
  others: [],
});

function ofArray(rows: unknown[], path: string): FoundTable {
  const page = rows.findIndex(Array.isArray);
  if (isPage(rows)) return { ...ofArray(rows[page] as unknown[], String(page)), left: ['0'] };
  if (!rows.every(Array.isArray)) return { ...plain('array of records', rows), path };
  const header = headerOf(rows);
  return header
    ? { ...plain('rows of cells', rows.slice(1), header), path }
    : { ...plain('rows of cells', rows), path };
}

/** What an answer is about, and its records: [{"page": 1}, [{"a": 1}, {"a": 2}]]. */
const isPage = (rows: readonly unknown[]): boolean =>
  rows.length === 2 &&
  rows.filter((one) => isObject(one) && Object.values(one).every(isScalar)).length === 1 &&
  rows.some((one) => Array.isArray(one) && one.length > 0 && one.every(isObject));

/** A first row of texts, all different, above rows where not every column is text. */
export function headerOf(rows: readonly unknown[]): string[] | undefined {
  const [first, ...rest] = rows as unknown[][];
  if (!first || first.length === 0 || rest.length === 0) return undefined;
  if (!first.every((cell) => typeof cell === 'string' && cell !== '') || new Set(first).size < first.length)
    return undefined;
  const isName = first.some((_, i) => rest.every((row) => typeof row[i] !== 'string'));
  return isName && rest.every((row) => row.length === first.length) ? (first as string[]) : undefined;
}

/** Documents that say what they are. */
function known(document: Json): FoundTable | undefined {
  const { index, data, schema, type, features } = document;
  const service = ofServices(document);
  if (service) return plain(service.layout, service.rows, service.names);
  const google = googleTable(isObject(document.table) ? document.table : document);
  if (google) return google;
  const split = namesAndRows(document);
  if (split) {
    const { names, rows, left } = split;
    const counts = Array.isArray(index) && index.length === rows.length && index.some((key, i) => key !== i);
    return counts
      ? plain(
          'split',
          rows.map((row, i) => [(index as unknown[])[i], ...row]),
          ['index', ...names],
        )
      : plain('split', rows, names, left);
  }
  if (isObject(schema) && Array.isArray(schema.fields) && Array.isArray(data))
    return plain('table with a schema', data);
  if (type === 'FeatureCollection' && Array.isArray(features))
    return plain('features', features.map(ofFeature));
  return undefined;
}

/** DataTable of Google's charts and sheets: {"cols": [{"label": "a"}], "rows": [{"c": [{"v": 1}]}]}. */
function googleTable({ cols, rows }: Json): FoundTable | undefined {
  if (!Array.isArray(cols) || !Array.isArray(rows) || cols.length === 0 || !cols.every(isObject))
    return undefined;
  if (!rows.every((row) => isObject(row) && Array.isArray(row.c))) return undefined;
  const names = (cols as Json[]).map(({ label, id }, i) => String((label || id) ?? `column${i + 1}`).trim());
  const cells = (rows as { c: unknown[] }[]).map(({ c }) =>
    names.map((_, i) => (isObject(c[i]) ? dateOfScript((c[i] as Json).v) : null)),
  );
  return plain('cols and rows', cells, names);
}

/** Date(2024,0,31,10,0,0), with months from 0. */
function dateOfScript(value: unknown): unknown {
  const match = typeof value === 'string' ? /^Date\((\d+(?:,\s?\d+)*)\)$/.exec(value) : null;
  if (!match) return value;
  const [year = 1970, month = 0, day = 1, ...time] = (match[1] ?? '').split(',').map(Number);
  const iso = new Date(Date.UTC(year, month, day, ...time)).toISOString();
  return time.length > 0 ? iso.slice(0, 19) : iso.slice(0, 10);
}

const nameKeys = ['columns', 'cols', 'fields', 'header', 'headers', 'names'];
const rowKeys = ['data', 'rows', 'values', 'records'];

/** Rows of cells beside the names of their columns, which may be objects with a name. */
function namesAndRows(document: Json): { names: string[]; rows: unknown[][]; left: string[] } | undefined {
  for (const nameKey of nameKeys)
    for (const rowKey of rowKeys) {
      const columns = document[nameKey];
      const rows = document[rowKey];
      if (!Array.isArray(columns) || !Array.isArray(rows) || columns.length === 0) continue;
      if (!rows.every((row) => Array.isArray(row) && row.length === columns.length)) continue;
      const names = columns.map((column) => {
        if (Array.isArray(column)) return column.join(' ');
        if (!isObject(column)) return String(column);
        return String(
          column.name ?? column.field ?? column.id ?? column.key ?? column.label ?? column.title ?? '',
        );
      });
      const left = Object.keys(document).filter((key) => ![nameKey, rowKey, 'index'].includes(key));
      return { names, rows: rows as unknown[][], left };
    }
  return undefined;
}

/** The properties of a feature; a point as two columns. */
function ofFeature(feature: unknown): unknown {
  if (!isObject(feature)) return feature;
  const { id, properties, geometry } = feature;
  const place: Json = {};
  if (isObject(geometry)) {
    const { type, coordinates } = geometry;
    if (type === 'Point' && Array.isArray(coordinates)) [place.longitude, place.latitude] = coordinates;
    else Object.assign(place, { geometry: type, coordinates });
  }
  return { ...(id !== undefined && { id }), ...(isObject(properties) ? properties : {}), ...place };
}

/** {"a": [1, 2], "b": [3, 4]}; also with objects in place of the lists, as pandas writes them. */
function ofColumns(document: Json): FoundTable | undefined {
  const entries = Object.entries(document);
  const lists = entries.filter(
    ([, value]) => Array.isArray(value) && value.length > 0 && value.every(isScalar),
  ) as [string, unknown[]][];
  const others = entries.filter(([, value]) => !Array.isArray(value));
  if (
    lists.length > 0 &&
    lists.length + others.length === entries.length &&
    others.every(([, value]) => isScalar(value))
  ) {
    const [first] = lists as [[string, unknown[]]];
    const uneven = lists.find(([, list]) => list.length !== first[1].length);
    if (uneven) throw new UnevenColumns(first[0], first[1].length, uneven[0], uneven[1].length);
    const rows = first[1].map((_, row) => lists.map(([, list]) => list[row]));
    return plain(
      'object of columns',
      rows,
      lists.map(([name]) => name),
      others.map(([name]) => name),
    );
  }
  if (
    !entries.every(([, value]) => isObject(value) && Object.values(value).every(isScalar)) ||
    entries.length === 0
  )
    return undefined;
  const maps = entries as [string, Json][];
  const [[, top]] = maps as [[string, Json]];
  const keys = Object.keys(top);
  const same = maps.every(
    ([, map]) => Object.keys(map).length === keys.length && keys.every((key) => key in map),
  );
  if (!same || !keys.every((key, i) => key === String(i)) || keys.length === 0) return undefined;
  return plain(
    'object of columns',
    keys.map((key) => maps.map(([, map]) => map[key])),
    maps.map(([name]) => name),
  );
}

export class UnevenColumns extends Error {
  readonly columns: [string, number, string, number];
  constructor(...columns: [string, number, string, number]) {
    super('uneven');
    this.columns = columns;
  }
}

/** {"-Kx1": {"a": 1}, "-Kx2": {"a": 2}}: a row for each key. pandas: by index. */
function byKey(document: Json): FoundTable | undefined {
  const entries = Object.entries(document);
  if (entries.length < 2 || !entries.every(([, value]) => isObject(value))) return undefined;
  const fields = new Map<string, number>();
  for (const [, record] of entries)
    for (const name of Object.keys(record as Json)) fields.set(name, (fields.get(name) ?? 0) + 1);
  const shared = [...fields.values()].filter((count) => count > entries.length / 2).length;
  if (shared === 0) return undefined;
  const even = [...fields.values()].every((count) => count === entries.length);
  const columns = even && areColumns(entries as [string, Json][], fields);
  if (columns) {
    const keys = [...fields.keys()];
    return plain(
      'object of columns',
      keys.map((key) => [key, ...entries.map(([, map]) => (map as Json)[key])]),
      ['key', ...entries.map(([name]) => name)],
    );
  }
  const counted = entries.every(([key], i) => key === String(i));
  return plain(
    'records by key',
    entries.map(([key, record]) =>
      counted ? record : { ...('key' in (record as Json) ? {} : { key }), ...(record as Json) },
    ),
  );
}

/** One kind of value under each outer key, or under each inner one? Else more keys inside than outside are rows. */
function areColumns(entries: readonly [string, Json][], fields: ReadonlyMap<string, number>): boolean {
  const oneKind = (values: unknown[]): boolean =>
    new Set(values.filter((value) => value !== null).map((value) => typeof value)).size < 2;
  const outer = entries.every(([, map]) => oneKind(Object.values(map)));
  const inside = [...fields.keys()].every((key) => oneKind(entries.map(([, map]) => map[key])));
  return outer === inside ? fields.size > entries.length : outer;
}

/** {"0": 1.5, "1": 2.5}: a column without a name. */
function series(document: Json): FoundTable | undefined {
  const entries = Object.entries(document);
  const counts =
    entries.length > 1 && entries.every(([key, value], i) => key === String(i) && isScalar(value));
  return counts
    ? plain(
        'values by number',
        entries.map(([, value]) => value),
      )
    : undefined;
}

/** One object beside plain values, which is a table itself. */
function only(document: Json): FoundTable | undefined {
  const entries = Object.entries(document);
  const objects = entries.filter(([, value]) => isObject(value));
  const lists = objects.filter(([, value]) => holdsLists(value as Json));
  // Units of the columns, or what else describes them, may stand beside.
  const [inside, ...more] = lists.length === 1 ? lists : objects;
  if (!inside || more.length > 0) return undefined;
  const [path, value] = inside as [string, Json];
  const found = ofColumns(value) ?? known(value) ?? byKey(value);
  if (!found || (found.names?.length === 1 && found.rows.length < 2)) return undefined;
  const left = entries.filter(([key]) => key !== path).map(([key]) => key);
  return { ...found, path, left: [...left, ...found.left] };
}

/** Columns as lists of values. */
const holdsLists = (value: Json): boolean => {
  const lists = Object.values(value);
  return (
    lists.length > 1 && lists.every((list) => Array.isArray(list) && list.length > 1 && list.every(isScalar))
  );
};

/** Arrays of records (or of rows) inside the document: the only one, several with the same fields, or the longest. */
function inner(document: Json): FoundTable | undefined {
  const found: { path: string; parent: string; name: string; rows: unknown[] }[] = [];
  const left: string[] = [];
  let split: FoundTable | undefined;
  const walk = (value: Json, parent: string, depth: number) => {
    for (const [name, child] of Object.entries(value)) {
      const path = parent === '' ? name : `${parent}.${name}`;
      const one = Array.isArray(child) && child.length === 1 ? child[0] : child;
      const rows = isObject(one) ? namesAndRows(one) : undefined;
      const inside = one === child ? path : `${path}.0`;
      if (rows && !split) split = { ...plain('split', rows.rows, rows.names, rows.left), path: inside };
      else if (one !== child && isObject(one) && depth < deepest && holdsSplit(one, depth))
        walk(one, inside, depth + 1);
      else if (
        Array.isArray(child) &&
        child.length > 0 &&
        (child.every(isObject) || (child.length > 1 && child.every(Array.isArray)))
      )
        found.push({ path, parent, name, rows: child });
      else if (isObject(child) && depth < deepest && holdsTable(child, depth)) walk(child, path, depth + 1);
      else left.push(path);
    }
  };
  walk(document, '', 0);
  if (split) return { ...split, left: [...left, ...split.left], others: found.map(({ path }) => path) };
  const [first] = found;
  if (!first) return undefined;
  const apart = namesApart(found);
  if (apart) return { ...apart, left };
  const siblings = found.filter(({ parent, rows }) => parent === first.parent && alike(first.rows, rows));
  if (siblings.length > 1 && siblings.length === found.length) {
    const rows = siblings.flatMap(({ name, rows }) => rows.map((row) => ({ table: name, ...(row as Json) })));
    return {
      ...plain('arrays of records', rows, undefined, left),
      path: siblings.map(({ path }) => path).join(', '),
    };
  }
  const best = found.reduce((a, b) => (b.rows.length > a.rows.length ? b : a));
  const others = found.filter((one) => one !== best).map(({ path }) => path);
  const table = ofArray(best.rows, best.path);
  return { ...table, left, others };
}

/** Names and rows of cells, behind lists of one object each. */
const holdsSplit = (value: Json, depth: number): boolean =>
  namesAndRows(value) !== undefined ||
  Object.values(value).some((child) => {
    const one = Array.isArray(child) && child.length === 1 ? child[0] : child;
    return isObject(one) && depth < deepest && holdsSplit(one, depth + 1);
  });

/** Rows of cells, and elsewhere in the document a list of as many columns that have names. */
function namesApart(found: readonly { path: string; rows: unknown[] }[]): FoundTable | undefined {
  const lists = found.filter(({ rows }) => rows.every(Array.isArray));
  const [list] = lists;
  if (!list || lists.length > 1) return undefined;
  const width = (list.rows[0] as unknown[]).length;
  if (list.rows.some((row) => (row as unknown[]).length !== width)) return undefined;
  const columns = found.filter(
    ({ rows }) => rows.length === width && rows.every((row) => isObject(row) && typeof row.name === 'string'),
  );
  const [named] = columns;
  if (!named || columns.length > 1 || found.length > 2) return undefined;
  const names = named.rows.map((row) => String((row as Json).name));
  return { ...plain('split', list.rows, names), path: list.path };
}

const holdsTable = (value: Json, depth: number): boolean =>
  Object.values(value).some(
    (child) =>
      (Array.isArray(child) && child.length > 0 && child.every((one) => !isScalar(one))) ||
      (isObject(child) && depth < deepest && holdsTable(child, depth + 1)),
  );

function alike(a: unknown[], b: unknown[]): boolean {
  const [x] = a;
  const [y] = b;
  if (!isObject(x) || !isObject(y)) return false;
  const names = Object.keys(x);
  const shared = names.filter((name) => name in y).length;
  return shared > 0 && shared * 2 >= Math.max(names.length, Object.keys(y).length) && !('table' in x);
}

const oneRecord = (document: Json): FoundTable | undefined =>
  Object.keys(document).length === 0 ? undefined : plain('one record', [document]);
