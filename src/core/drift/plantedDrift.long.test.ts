/** Acceptance: of 50,000 x 30 with three shifted columns exactly those are found, in 20 of 20 seeds. */
import { expect, it } from 'vitest';
import { normals } from '../random/random';
import { judgeColumns, streamFor } from './judgeColumns';
import { NumberStream } from './numberStream';

const [rows, columns, sample] = [50_000, 30, 65_536];
const rules = { method: 'auto', alpha: 0.01, correction: 'holm' } as const;
const draw = (seed: number, name: string, shift: number, scale: number) =>
  Float64Array.from(normals(seed, name, 0, rows), (value) => value * scale + shift);

it('finds the three shifted of thirty columns in 20 of 20 seeds, and no other', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const pairs = Array.from({ length: columns }, (_, i) => {
      const name = `c${i}`;
      const before = new NumberStream({ name }, sample);
      before.add(draw(seed, `before ${i}`, 0, 1), 0);
      const reference = before.sketch(1025);
      const now = streamFor(reference, sample) as NumberStream;
      now.add(draw(seed, `now ${i}`, i === 3 ? 0.15 : i === 17 ? -0.2 : 0, i === 24 ? 1.25 : 1), 0);
      return { part: 'input' as const, before: reference, now, windows: [] };
    });
    const drifted = judgeColumns(pairs, rules).filter(({ verdict }) => verdict === 'drifted');
    expect(
      drifted.map(({ name }) => name),
      `seed ${seed}`,
    ).toEqual(['c3', 'c17', 'c24']);
  }
}, 300_000);
