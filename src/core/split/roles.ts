/** What the roles of a table's columns say about its split. */
import type { DatasetSchema } from '../protocol/dataset';
import type { TrainConfig } from '../protocol/train';
import type { Values } from '../transforms/transformDef';
import type { SplitData } from './dataSplit';

/** Columns to read for a split, and which of them as text. Requests of before roles counted read none. */
export function roleColumns(
  { columns }: Pick<DatasetSchema, 'columns'>,
  { splitBy }: Pick<TrainConfig, 'splitBy'>,
): { names: string[]; asText: Set<string> } {
  const named = columns.filter(
    ({ role }) => splitBy && (role === 'group' || role === 'split' || role === 'time'),
  );
  return {
    names: named.map(({ name }) => name),
    asText: new Set(named.filter(({ role }) => role !== 'time').map(({ name }) => name)),
  };
}

/**
 * Of the rows given, by their numbers. Several columns of groups are all kept whole; of times and parts the first counts.
 * `extent`: how far a row reaches from its time.
 */
export function roleData(
  { columns: listed }: Pick<DatasetSchema, 'columns'>,
  columns: ReadonlyMap<string, Values>,
  rows: Uint32Array,
  extent = 0,
): Pick<SplitData, 'part' | 'group' | 'along'> & { notes: string[] } {
  const notes: string[] = [];
  const read = (role: 'group' | 'split' | 'time') =>
    listed.flatMap(({ name, role: own }) => {
      const values = own === role ? columns.get(name) : undefined;
      return values ? [{ name, values }] : [];
    });
  const [part] = read('split').map(({ name, values }) => ({ name, of: texts(values, rows) }));
  const groups = read('group').map(({ name, values }) => ({ name, of: numbersOf(texts(values, rows)) }));
  const along = read('time').flatMap(({ name, values }) => {
    const at = moments(values, rows);
    if (at) return [{ name, at, extent }];
    notes.push(`“${name}” has neither numbers nor dates, so it does not order the rows.`);
    return [];
  });
  return { part, group: joined(groups), along: along.slice(0, 1), notes };
}

function texts(values: Values, rows: Uint32Array): (string | null)[] {
  if (values.kind === 'string') return Array.from(rows, (row) => values.data[row] ?? null);
  return Array.from(rows, (row) => {
    const value = values.data[row] as number;
    return Number.isNaN(value) ? null : String(value);
  });
}

function moments(values: Values, rows: Uint32Array): Float64Array | undefined {
  if (values.kind === 'number') return Float64Array.from(rows, (row) => values.data[row] as number);
  const at = Float64Array.from(rows, (row) => {
    const text = values.data[row]?.trim();
    return text ? Number(text) : Number.NaN;
  });
  const readable = at.every((moment, i) => !Number.isNaN(moment) || !values.data[rows[i] as number]?.trim());
  return readable && at.some((moment) => !Number.isNaN(moment)) ? at : undefined;
}

/** Numbers from 0 in the order of their first row; -1 where there is none. */
export function numbersOf(names: readonly (string | null)[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(names, (name) => {
    if (name === null) return -1;
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  });
}

/** Groups that keep each of several groupings whole: what any of them ties together stays together. */
export function joined(groups: readonly { name: string; of: ArrayLike<number> }[]): SplitData['group'] {
  const [first, ...others] = groups;
  if (!first || others.length === 0) return first;
  const count = first.of.length;
  const parent = Int32Array.from({ length: count }, (_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] as number] as number;
      at = parent[at] as number;
    }
    return at;
  };
  for (const { of } of groups) {
    const seen = new Map<number, number>();
    for (let i = 0; i < count; i++) {
      const number = of[i] as number;
      if (number < 0) continue;
      const other = seen.get(number);
      if (other === undefined) seen.set(number, i);
      else parent[root(i)] = root(other);
    }
  }
  const numbers = numbersOf(Array.from(parent, (_, i) => String(root(i))));
  const alone = (i: number) => groups.every(({ of }) => (of[i] as number) < 0);
  return {
    name: groups.map(({ name }) => name).join(' + '),
    of: numbers.map((number, i) => (alone(i) ? -1 : number)),
  };
}
