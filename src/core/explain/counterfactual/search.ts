/**
 * The nearest rows with another answer (after NICE: Brughmans, Leyman, Martens 2023): rows of the background that are
 * answered as wanted lend their values, column by column, those first that bring the answer nearest; then what was not
 * needed goes back, and numbers go back as far as the answer allows. Values are such that real rows have.
 */
import type { Values } from '../../transforms/transformDef';
import { type Cell, cellOf, distanceOf, isWhole } from './distance';
import type { Wanted } from './wanted';

export interface Change {
  /** By column. */
  row: Cell[];
  /** By column, how far its value moved. */
  moved: number[];
  answer: Float64Array;
}

export interface Search {
  names: readonly string[];
  own: readonly Cell[];
  pool: ReadonlyMap<string, Values>;
  rows: number;
  fixed: ReadonlySet<string>;
  wanted: Wanted;
  /** So many, at most. */
  count: number;
  /** Answers of rows, one behind the other. */
  ask(rows: readonly (readonly Cell[])[]): Promise<Float64Array[]>;
}

/** Of so many rows that lend. */
const lendersPerFound = 3;
const halvings = 14;

/** Yields its progress, 0 to 1; empty where no row of the background is answered as wanted with the fixed columns kept. */
export async function* searchChanges(search: Search): AsyncGenerator<number, Change[]> {
  const { names, own, pool, fixed, wanted, count, ask } = search;
  const columns = names.map((name) => pool.get(name) as Values);
  const distances = columns.map(distanceOf);
  const lenders = Array.from({ length: search.rows }, (_, row) =>
    names.map((name, i) => (fixed.has(name) ? (own[i] ?? null) : cellOf(columns[i] as Values, row))),
  );
  const said = await ask(lenders);
  const moved = (row: readonly Cell[]) =>
    row.map((cell, i) => (distances[i] as (a: Cell, b: Cell) => number)(own[i] ?? null, cell));
  const total = (row: readonly Cell[]) => moved(row).reduce((sum, one) => sum + one, 0);
  const near = lenders
    .filter((_, i) => wanted.isReached(said[i] as Float64Array))
    .map((row) => ({ row, far: total(row) }))
    .toSorted((a, b) => a.far - b.far)
    .slice(0, count * lendersPerFound);
  yield 0.2;
  const whole = columns.map(isWhole);
  const found: Change[] = [];
  for (const [turn, { row }] of near.entries()) {
    const lent = await lend(own, row, search);
    const least = await giveBack(own, lent, search);
    const back = await walkBack(own, least, { ...search, whole });
    const [answer] = await ask([back]);
    if (answer && wanted.isReached(answer)) found.push({ row: back, moved: moved(back), answer });
    yield 0.2 + (0.8 * (turn + 1)) / near.length;
  }
  const seen = new Set<string>();
  return found
    .toSorted((a, b) => changesOf(a) - changesOf(b) || sum(a.moved) - sum(b.moved))
    .filter((one) => {
      // Which columns change says the same in few words: one of each is enough.
      const key = one.moved.map((by, i) => (by > 0 ? i : '')).join();
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .slice(0, count);
}

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);
const changesOf = ({ moved }: Change): number => moved.filter((by) => by > 0).length;

/** Values of the lender, one column after the other, until the answer is as wanted. */
async function lend(own: readonly Cell[], lender: readonly Cell[], { wanted, ask }: Search): Promise<Cell[]> {
  let row = [...own];
  const open = new Set(lender.flatMap((cell, i) => (cell === own[i] ? [] : [i])));
  while (open.size > 0) {
    const places = [...open];
    const tries = places.map((place) => row.with(place, lender[place] ?? null));
    const answers = await ask(tries);
    let best = 0;
    for (let i = 1; i < tries.length; i++)
      if (wanted.nearness(answers[i] as Float64Array) > wanted.nearness(answers[best] as Float64Array))
        best = i;
    row = tries[best] as Cell[];
    open.delete(places[best] as number);
    if (wanted.isReached(answers[best] as Float64Array)) break;
  }
  return row;
}

/** What was lent first and is not needed any more goes back. */
async function giveBack(own: readonly Cell[], lent: Cell[], { wanted, ask }: Search): Promise<Cell[]> {
  let row = lent;
  for (;;) {
    const places = row.flatMap((cell, i) => (cell === own[i] ? [] : [i]));
    if (places.length < 2) return row;
    const tries = places.map((place) => row.with(place, own[place] ?? null));
    const answers = await ask(tries);
    const at = answers.findIndex((answer) => wanted.isReached(answer));
    if (at < 0) return row;
    row = tries[at] as Cell[];
  }
}

/** Each number as near to its own value as the answer allows; whole numbers stay whole. */
async function walkBack(
  own: readonly Cell[],
  from: Cell[],
  { wanted, ask, whole }: Search & { whole: readonly boolean[] },
): Promise<Cell[]> {
  let row = from;
  for (const [place, cell] of from.entries()) {
    const start = own[place];
    if (typeof cell !== 'number' || typeof start !== 'number' || cell === start) continue;
    let [near, far] = [0, 1];
    for (let turn = 0; turn < halvings; turn++) {
      const share = (near + far) / 2;
      const [answer] = await ask([row.with(place, between(start, cell, share, whole[place] === true))]);
      if (answer && wanted.isReached(answer)) far = share;
      else near = share;
    }
    const least = between(start, cell, far, whole[place] === true);
    // As short as it can be written, on the far side.
    const written = digits.map((count) => roundedAway(start, least, count));
    const answers = await ask(written.map((value) => row.with(place, value)));
    const at = answers.findIndex(
      (answer, i) =>
        wanted.isReached(answer) && Math.abs((written[i] as number) - start) <= Math.abs(cell - start),
    );
    row = row.with(place, written[at] ?? least);
  }
  return row;
}

const digits = [2, 3, 4, 5, 6];

/** To so many digits, no nearer to the start. */
function roundedAway(start: number, value: number, count: number): number {
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(value) || 1)) + 1 - count);
  const steps = value / unit;
  return Number(
    ((value > start ? Math.ceil(steps - 1e-9) : Math.floor(steps + 1e-9)) * unit).toPrecision(12),
  );
}

const between = (start: number, end: number, share: number, isWhole: boolean): number => {
  const value = start + share * (end - start);
  if (!isWhole) return value;
  return end > start ? Math.ceil(value) : Math.floor(value);
};
