/** Estimates without labels beside the truth: a world whose inputs move while what is right for each stays. */
import { describe, expect, it } from 'vitest';
import { normals, uniforms } from '../random/random';
import { calibrateRight } from './calibrateRight';
import { performanceOf } from './performance';

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

interface World {
  seed: number;
  rows: number;
  /** Where the inputs lie, and how wide. */
  mean?: number;
  spread?: number;
  /** The model says its log-odds so many times too sure. */
  tooSure?: number;
  /** What is right moves against the inputs. */
  concept?: number;
  labelled?: number;
}

/** Two labels: "yes" with a probability of the input; the model knows the log-odds, and exaggerates them. */
function stream({ seed, rows, mean = 0, spread = 1, tooSure = 2, concept = 0, labelled = 0 }: World) {
  const [x, drawn] = [normals(seed, 'x', 0, rows), uniforms(seed, 'truth', 0, rows)];
  return Array.from({ length: rows }, (_, i) => {
    const odds = 2 * (mean + spread * (x[i] as number));
    const truth = (drawn[i] as number) < sigmoid(odds + concept) ? 'yes' : 'no';
    const value = odds > 0 ? 'yes' : 'no';
    const confidence = sigmoid(Math.abs(odds) * tooSure);
    return { at: i, value, confidence, truth, ...(i < labelled && { label: truth }) };
  });
}

const curveOf = (rows: ReturnType<typeof stream>) =>
  calibrateRight(
    rows.map(({ confidence }) => confidence),
    rows.map(({ value, truth }) => (value === truth ? 1 : 0)),
  );
const wellKnown = new Map<number, ReturnType<typeof curveOf>>();
function wellKnownCurve(seed: number) {
  const curve = wellKnown.get(seed) ?? curveOf(stream({ seed, rows: 20_000 }));
  wellKnown.set(seed, curve);
  return curve;
}
const accuracy = (rows: ReturnType<typeof stream>) =>
  rows.filter(({ value, truth }) => value === truth).length / rows.length;

describe('without labels', () => {
  const shifts = [
    ['as before', {}],
    ['harder', { spread: 0.5 }],
    ['easier', { spread: 1.6 }],
    ['moved', { mean: 0.6 }],
    ['narrow and at the border', { mean: 0.1, spread: 0.3 }],
  ] as const;
  it.each(shifts)('is within 2 points of the accuracy where inputs are %s, in 20 of 20 seeds', (_, shift) => {
    let inside = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const curve = wellKnownCurve(seed);
      const rows = stream({ seed: 100 + seed, rows: 10_000, ...shift });
      const { estimate, known, why } = performanceOf(rows, { curve, windows: 4 });
      expect(known, `seed ${seed}: ${why}`).toBe(true);
      expect(Math.abs((estimate?.share ?? 0) - accuracy(rows)), `seed ${seed}`).toBeLessThan(0.02);
      const truth = accuracy(rows);
      if (truth >= (estimate?.low ?? 1) && truth <= (estimate?.high ?? 0)) inside++;
    }
    expect(inside).toBeGreaterThanOrEqual(17);
  });

  it.each([500, 2_000, 5_000])(
    'off by 2 points with %i reference rows is never called known, and says how many more would do',
    (reference) => {
      const doubts: string[] = [];
      for (const [name, shift] of shifts)
        for (let seed = 1; seed <= 20; seed++) {
          const rows = stream({ seed: 300 + seed, rows: 5_000, ...shift });
          const curve = curveOf(stream({ seed: 200 + seed, rows: reference }));
          const { estimate, known, why } = performanceOf(rows, { curve, windows: 1 });
          const off = Math.abs((estimate?.share ?? 1) - accuracy(rows));
          if (known) expect(off, `${name}, seed ${seed}`).toBeLessThan(0.02);
          else doubts.push(why ?? '');
        }
      expect(doubts.length).toBeGreaterThan(10);
      for (const why of doubts) expect(why).toMatch(/about [\d,]+00 more would do/);
    },
  );

  it('few answers are no certainty, however well the curve is known', () => {
    const curve = curveOf(stream({ seed: 7, rows: 50_000 }));
    const { known, why } = performanceOf(stream({ seed: 8, rows: 200 }), { curve, windows: 1 });
    expect(known).toBe(false);
    expect(why).toMatch(/only 200 answers were judged, about [\d,]+00 more would do/);
  });

  it('says when it cannot know: few rows, confidences that say nothing or were never seen, labels that differ', () => {
    const curve = curveOf(stream({ seed: 1, rows: 20_000 }));
    const moved = stream({ seed: 2, rows: 4_000, concept: 2, labelled: 500 });
    expect(performanceOf(moved, { curve, windows: 1 })).toMatchObject({
      known: false,
      why: expect.stringContaining('what is right has changed'),
    });
    const honest = stream({ seed: 3, rows: 10_000, mean: 0.4, labelled: 500 });
    expect(performanceOf(honest, { curve, windows: 1 }).known).toBe(true);

    const few = curveOf(stream({ seed: 4, rows: 60 }));
    expect(performanceOf(honest, { curve: few, windows: 1 }).why).toMatch(/^Only 60 rows/);

    const sureOnly = curveOf(stream({ seed: 5, rows: 3_000, mean: 5 }));
    expect(performanceOf(honest, { curve: sureOnly, windows: 1 }).why).toContain('never seen');

    // Right in the middle of its confidence, and nowhere else.
    const odd = stream({ seed: 6, rows: 3_000 }).map((row, i) => ({
      ...row,
      confidence: 0.5 + (i % 100) / 200,
      truth: i % 100 > 30 && i % 100 < 70 ? row.value : 'other',
    }));
    expect(performanceOf(honest, { curve: curveOf(odd), windows: 1 }).why).toContain('says little');
    expect(performanceOf(honest, { noCurve: 'It was imported.', windows: 1 })).toMatchObject({
      known: false,
      why: 'It was imported.',
    });
    const numbers = [
      { at: 0, value: 3.5, label: 3 },
      { at: 1, value: 2 },
    ];
    expect(performanceOf(numbers, { windows: 2 })).toMatchObject({
      metric: 'meanAbsoluteError',
      known: false,
      labelled: 1,
      actual: { share: 0.5 },
    });
    expect(performanceOf([], { curve, windows: 3 })).toMatchObject({ rows: 0, known: false, windows: [] });
  });
});
