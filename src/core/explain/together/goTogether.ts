/**
 * Columns that go together, so that explanations share or hide what each says: rank correlation of numbers (Spearman), of
 * texts Cramér's V, of a number by a text the correlation ratio of ranks, both freed of what many texts give by chance
 * (Bergsma 2013).
 */
import type { Values } from '../../transforms/transformDef';
import { ranks } from '../gradient/rankCorrelation';

export interface Pair {
  a: string;
  b: string;
  /** 0 to 1; of two numbers that fall as the other rises below 0. */
  strength: number;
}

const leastStrength = 0.8;
/** Of more columns the first are compared. */
export const mostCompared = 1000;
const mostRows = 1000;

type Column = { of: 'number'; scores: Float64Array } | { of: 'text'; codes: Int32Array; count: number };

/** Strongest first. */
export function goTogether(columns: ReadonlyMap<string, Values>, least = leastStrength): Pair[] {
  const read = [...columns]
    .slice(0, mostCompared)
    .map(([name, values]) => ({ name, column: columnOf(values) }));
  const found: Pair[] = [];
  for (let i = 0; i < read.length; i++)
    for (let k = i + 1; k < read.length; k++) {
      const [one, other] = [read[i], read[k]] as [(typeof read)[number], (typeof read)[number]];
      if (!one.column || !other.column) continue;
      const strength = between(one.column, other.column);
      if (Math.abs(strength) >= least) found.push({ a: one.name, b: other.name, strength });
    }
  return found.sort((a, b) => Math.abs(b.strength) - Math.abs(a.strength));
}

function between(a: Column, b: Column): number {
  if (a.of === 'number' && b.of === 'number') return dot(a.scores, b.scores);
  if (a.of === 'text' && b.of === 'text') return cramer(a, b);
  const [text, number] = a.of === 'text' ? [a, b] : [b, a];
  return text.of === 'text' && number.of === 'number' ? ratio(text, number.scores) : 0;
}

/** Absent where all values are the same, or they are no single numbers. */
function columnOf(values: Values): Column | undefined {
  if (values.kind === 'number') {
    if (values.width !== 1) return undefined;
    return scoresOf(values.data.subarray(0, mostRows));
  }
  const known = new Map<string | null, number>();
  const codes = Int32Array.from(values.data.slice(0, mostRows), (text) => {
    const code = known.get(text) ?? known.size;
    known.set(text, code);
    return code;
  });
  return known.size > 1 ? { of: 'text', codes, count: known.size } : undefined;
}

/** Ranks around 0 of length 1; what is missing lies in the middle. */
function scoresOf(data: Float64Array): Column | undefined {
  const there = Array.from(data.keys()).filter((row) => !Number.isNaN(data[row]));
  const ranked = ranks(there.map((row) => data[row] as number));
  const middle = (there.length - 1) / 2;
  const scores = new Float64Array(data.length);
  let squares = 0;
  for (const [i, row] of there.entries()) {
    scores[row] = (ranked[i] as number) - middle;
    squares += (scores[row] as number) ** 2;
  }
  if (squares === 0) return undefined;
  const length = Math.sqrt(squares);
  return { of: 'number', scores: scores.map((score) => score / length) };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function cramer(a: Extract<Column, { of: 'text' }>, b: Extract<Column, { of: 'text' }>): number {
  const rows = a.codes.length;
  const [ofA, ofB, both] = [new Float64Array(a.count), new Float64Array(b.count), new Map<number, number>()];
  for (let row = 0; row < rows; row++) {
    const [i, k] = [a.codes[row] as number, b.codes[row] as number];
    ofA[i] = (ofA[i] as number) + 1;
    ofB[k] = (ofB[k] as number) + 1;
    both.set(i * b.count + k, (both.get(i * b.count + k) ?? 0) + 1);
  }
  let phi = -1;
  for (const [cell, count] of both)
    phi += count ** 2 / ((ofA[Math.floor(cell / b.count)] as number) * (ofB[cell % b.count] as number));
  const spare = (count: number) => count - (count - 1) ** 2 / (rows - 1);
  const fair = Math.max(0, phi - ((a.count - 1) * (b.count - 1)) / (rows - 1));
  const most = Math.min(spare(a.count), spare(b.count)) - 1;
  return most > 0.05 ? Math.sqrt(Math.min(1, fair / most)) : 0;
}

function ratio({ codes, count }: Extract<Column, { of: 'text' }>, scores: Float64Array): number {
  const rows = codes.length;
  if (rows <= count) return 0;
  const [sums, counts] = [new Float64Array(count), new Float64Array(count)];
  for (const [row, code] of codes.entries()) {
    sums[code] = (sums[code] as number) + (scores[row] as number);
    counts[code] = (counts[code] as number) + 1;
  }
  let between = 0;
  for (let code = 0; code < count; code++) between += (sums[code] as number) ** 2 / (counts[code] as number);
  return Math.sqrt(Math.max(0, 1 - ((1 - between) * (rows - 1)) / (rows - count)));
}
