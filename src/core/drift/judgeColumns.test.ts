/** Verdicts on planted drift, and on columns that leave a test nothing to compare. */
import { describe, expect, it } from 'vitest';
import { normals, uniforms } from '../random/random';
import { CategoryStream } from './categoryStream';
import type { ColumnDrift } from './driftReport';
import { judgeColumns, streamFor } from './judgeColumns';
import { NumberStream } from './numberStream';
import { encodeReference, parseReference } from './referenceFile';
import type { ColumnSketch } from './sketch';

const rules = { method: 'auto', alpha: 0.01, correction: 'holm' } as const;
const sample = 65_536;
type Cells = Float64Array<ArrayBuffer> | readonly (string | null)[];

function add(stream: NumberStream | CategoryStream, cells: Cells): void {
  if (stream instanceof NumberStream) return stream.add(cells as Float64Array<ArrayBuffer>, 0);
  const labels = cells as readonly (string | null)[];
  const dictionary = [...new Set(labels.filter((label) => label !== null))];
  const place = new Map(dictionary.map((label, i) => [label, i]));
  stream.add(
    Int32Array.from(labels, (label) => (label === null ? -1 : (place.get(label) ?? -1))),
    dictionary,
    0,
  );
}

/** As it is stored and read again. */
function referenceOf(name: string, cells: Cells): ColumnSketch {
  const stream =
    cells instanceof Float64Array ? new NumberStream({ name }, sample) : new CategoryStream(name);
  add(stream, cells);
  const sketch = stream instanceof NumberStream ? stream.sketch(1025) : stream.sketch();
  const file = encodeReference({ rows: cells.length, columns: [{ part: 'input', sketch }] });
  return parseReference(file).columns[0]?.sketch as ColumnSketch;
}

function judged(sides: Record<string, [before: Cells, now: Cells]>): ColumnDrift[] {
  return judgeColumns(
    Object.entries(sides).map(([name, [before, after]]) => {
      const reference = referenceOf(name, before);
      const now = streamFor(reference, sample);
      add(now, after);
      return { part: 'input', before: reference, now, windows: [] };
    }),
    rules,
  );
}

const draw = (seed: number, name: string, rows: number, shift = 0, scale = 1) =>
  Float64Array.from(normals(seed, name, 0, rows), (value) => value * scale + shift);
const pick = (seed: number, name: string, rows: number, weights: readonly number[]) =>
  Array.from(uniforms(seed, name, 0, rows), (value) => {
    let left = value * weights.reduce((sum, weight) => sum + weight, 0);
    const label = weights.findIndex((weight) => (left -= weight) < 0);
    return `v${label < 0 ? weights.length - 1 : label}`;
  });

describe('verdicts', () => {
  it('three shifted of thirty columns are found, and no other, whatever the seed', () => {
    const rows = 5_000;
    for (let seed = 1; seed <= 3; seed++) {
      const sides: Record<string, [Cells, Cells]> = {};
      for (let i = 0; i < 20; i++) {
        const shift = i === 4 ? 0.3 : 0;
        sides[`n${i}`] = [draw(seed, `a${i}`, rows), draw(seed, `b${i}`, rows, shift, i === 9 ? 1.5 : 1)];
      }
      for (let i = 0; i < 10; i++)
        sides[`c${i}`] = [
          pick(seed, `c${i}`, rows, [5, 3, 2]),
          pick(seed, `d${i}`, rows, i === 6 ? [3, 3, 4] : [5, 3, 2]),
        ];
      const drifted = judged(sides).filter(({ verdict }) => verdict === 'drifted');
      expect(drifted.map(({ name }) => name)).toEqual(['n4', 'n9', 'c6']);
      expect(drifted[0]?.words).toMatch(/^Moved up: the median was -?0\.0\d* and is 0\.\d+\./);
      expect(drifted[1]?.words).toMatch(/^Spreads wider: 1\.\d+ times the standard deviation\./);
      expect(drifted[2]?.words).toMatch(/^“v[02]”: \d+ % before, \d+ % now\.$/);
      expect(drifted.every(({ rows: shown }) => shown.length > 0)).toBe(true);
    }
  });

  it('of very many rows a trifle is told, but not called drift', () => {
    const [found] = judged({ a: [draw(1, 'a', 60_000), draw(1, 'b', 60_000, 0.04)] });
    expect(found).toMatchObject({ verdict: 'slight', test: 'ks' });
  });

  it('constants, empty columns, new labels and thousands of postcodes get a clear verdict, never NaN', () => {
    const same = (value: number) => new Float64Array(2_000).fill(value);
    const holes = draw(2, 'x', 2_000);
    for (let i = 0; i < holes.length; i += 5) holes[i] = Number.NaN;
    const codes = (name: string, rows: number) =>
      Array.from(uniforms(3, name, 0, rows), (value) => `p${Math.floor(value * 5_000)}`);
    const moved = codes('moved', 20_000).map((code, i) => (i % 3 === 0 ? 'p7' : code));
    const fresh = Array.from({ length: 2_000 }, (_, i) => (i % 10 === 0 ? 'other' : i % 2 ? 'a' : 'b'));
    const found = judged({
      constant: [same(5), same(5)],
      wasConstant: [same(5), draw(1, 'now', 2_000, 5)],
      holes: [draw(2, 'w', 2_000), holes],
      noneBefore: [same(Number.NaN), draw(4, 'n', 2_000)],
      noneNow: [draw(4, 'n', 2_000), same(Number.NaN)],
      noneEver: [same(Number.NaN), same(Number.NaN)],
      few: [draw(4, 'n', 2_000), draw(4, 'n', 7)],
      nobody: [draw(4, 'n', 2_000), new Float64Array(0)],
      postcodes: [codes('a', 40_000), codes('b', 20_000)],
      moved: [codes('c', 40_000), moved],
      fresh: [pick(1, 'f', 2_000, [1, 1]).map((v) => (v === 'v0' ? 'a' : 'b')), fresh],
      outside: [
        Float64Array.from(uniforms(5, 'u', 0, 3_000)),
        Float64Array.from(uniforms(5, 'v', 0, 3_000), (v, i) => (i % 20 ? v : 7)),
      ],
      infinite: [draw(1, 'a', 500), draw(1, 'b', 500).map((v, i) => (i === 3 ? Infinity : v))],
    } as Record<string, [Cells, Cells]>);
    const verdicts = Object.fromEntries(found.map(({ name, verdict }) => [name, verdict]));
    expect(verdicts).toEqual({
      constant: 'same',
      wasConstant: 'drifted',
      holes: 'drifted',
      noneBefore: 'unknown',
      noneNow: 'drifted',
      noneEver: 'unknown',
      few: 'unknown',
      nobody: 'unknown',
      postcodes: 'same',
      moved: 'drifted',
      fresh: 'drifted',
      outside: 'drifted',
      infinite: 'same',
    });
    const words = new Map(found.map(({ name, words }) => [name, words]));
    expect(words.get('wasConstant')).toMatch(/^Always 5 before, 1\.\d+ to 9\.\d+ now\.$/);
    expect(words.get('holes')).toBe('Missing: 0 % before, 20 % now.');
    expect(words.get('noneBefore')).toMatch(
      /^Without a value in the training rows: nothing to compare with\. Train /,
    );
    expect(words.get('fresh')).toContain('10 % of values are labels that training never saw: “other”.');
    expect(words.get('moved')).toContain('“p7”');
    expect(words.get('outside')).toMatch(
      /5\.\d % of values lie outside 0\.000\d+ to (1|0\.9+\d*), the range of training/,
    );
    expect(found.find(({ name }) => name === 'fresh')?.rows.slice(0, 2)).toEqual([0, 10]);
    expect(JSON.stringify(found)).not.toMatch(/null|NaN|Infinity/);
  });
});
