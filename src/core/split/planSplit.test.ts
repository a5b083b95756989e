import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TaskSpec } from '../protocol/train';
import type { DataSplit, SplitData, SplitOptions } from './dataSplit';
import { planSplit } from './planSplit';
import { joined, numbersOf, roleData } from './roles';
import { splitRows } from './splitRows';

const future = { type: 'forecast', target: 'future', horizon: 1, channels: ['v'] } as const;
const task = { ...future, channels: [...future.channels] };
const range = (n: number, step = 1) => Array.from({ length: n }, (_, i) => i * step);

interface Samples {
  recording: number[];
  begins: { at: number[]; extent: number }[];
  codes?: number[];
  parts?: (string | null)[];
}

/** Samples of a field, as an older request asks for them. */
function splitSamples(
  task: TaskSpec,
  { recording, begins, codes, parts }: Samples,
  share: number,
  seed: number,
) {
  const data: SplitData = {
    samples: recording.length,
    word: 'sample',
    codes,
    part: parts && { name: 'split', of: parts },
    group: { name: 'recording', of: recording },
    along: begins.map((along, i) => ({ name: `axis ${i}`, ...along })),
  };
  const { val, notes, ...split } = planSplit(task, data, { validationSplit: share, seed });
  return { ...split, validation: val, warnings: notes };
}

describe('samples of a field', () => {
  it('holds back the end of one long recording, with a gap in which nothing lies on two sides', () => {
    const at = range(95);
    const extent = 6;
    const split = splitSamples(task, { recording: at.map(() => 0), begins: [{ at, extent }] }, 0.2, 1);
    const lastTrained = Math.max(...Array.from(split.train, (i) => (at[i] as number) + extent - 1));
    const firstJudged = Math.min(...Array.from(split.validation, (i) => at[i] as number));
    expect(lastTrained).toBeLessThan(firstJudged);
    expect(split.validation).toHaveLength(19);
    expect(split.train.length + split.validation.length).toBe(95 - (extent - 1));
    expect(split.warnings[0]).toMatch(/^5 samples overlap/);
  });

  it('keeps recordings whole when several have windows', () => {
    const recording = range(40).map((i) => Math.floor(i / 8));
    const at = range(40).map((i) => i % 8);
    const split = splitSamples(task, { recording, begins: [{ at, extent: 3 }] }, 0.2, 1);
    const sides = [split.train, split.validation].map(
      (rows) => new Set(Array.from(rows, (i) => recording[i])),
    );
    expect([...(sides[0] ?? [])].filter((number) => sides[1]?.has(number))).toEqual([]);
    expect(split.validation).toHaveLength(8);
  });

  it('deals recordings of one window by class, as rows of a table', () => {
    const classes = { type: 'classification', target: 'c', labels: ['a', 'b'] } as const;
    const codes = range(20).map((i) => i % 2);
    const samples = { recording: range(20), begins: [{ at: range(20).map(() => 0), extent: 9 }], codes };
    const split = splitSamples({ ...classes, labels: [...classes.labels] }, samples, 0.2, 1);
    expect(Array.from(split.validation, (i) => codes[i]).toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual([
      0, 0, 1, 1,
    ]);
  });

  it("takes the data's own division, and leaves what is neither for the end", () => {
    const parts = ['train', 'shifted', 'validation', 'Train', null];
    const split = splitSamples(task, { recording: range(5), begins: [], parts }, 0.2, 1);
    expect([split.train, split.validation, split.test].map((rows) => [...rows])).toEqual([[0, 3], [2], [1]]);
  });

  it('cuts space when patches share all times, and says when nothing can be held back', () => {
    const at = range(10, 4);
    const whole = { at: at.map(() => 0), extent: 5 };
    const split = splitSamples(
      task,
      { recording: at.map(() => 0), begins: [whole, { at, extent: 4 }] },
      0.2,
      1,
    );
    expect(split.validation).toHaveLength(2);
    expect(split.train).toHaveLength(8);
    expect(() => splitSamples(task, { recording: [0, 0], begins: [whole] }, 0.2, 1)).toThrow('overlap');
    expect(() => splitSamples(task, { recording: [0], begins: [whole] }, 0.2, 1)).toThrow('at least 2');
  });
});

const classes: TaskSpec = { type: 'classification', target: 'y', labels: ['a', 'b'] };
const number: TaskSpec = { type: 'regression', target: 'y' };
const options: SplitOptions = { validationSplit: 0.2, testSplit: 0.2, splitBy: 'roles', seed: 3 };
const parts = ({ train, val, test }: DataSplit) => [train, val, test];
const sizes = (split: DataSplit) => parts(split).map(({ length }) => length);

/** No sample in two parts, and how many are in none. */
function leftOut(split: DataSplit, samples: number): number {
  const all = parts(split).flatMap((rows) => [...rows]);
  expect(new Set(all).size).toBe(all.length);
  return samples - all.length;
}

describe('rows of a table', () => {
  it('are split as ever where nobody asks for a test', () => {
    const codes = range(100).map((i) => i % 2);
    const { train, validation } = splitRows(classes, codes, 100, 0.2, 42);
    const split = planSplit(
      classes,
      { samples: 100, word: 'row', codes },
      { validationSplit: 0.2, seed: 42 },
    );
    expect(split).toMatchObject({ train, val: validation, notes: [] });
    expect(split.test).toHaveLength(0);
  });

  it('keep the shares of the classes in all three parts', () => {
    const codes = range(1000).map((i) => (i % 10 === 0 ? 1 : 0));
    const split = planSplit(classes, { samples: 1000, word: 'row', codes }, options);
    expect(sizes(split)).toEqual([600, 200, 200]);
    expect(parts(split).map((rows) => rows.filter((row) => codes[row] === 1).length)).toEqual([60, 20, 20]);
    expect(leftOut(split, 1000)).toBe(0);
    expect(
      planSplit(classes, { samples: 1000, word: 'row', codes }, { ...options, seed: 4 }).test,
    ).not.toEqual(split.test);
  });

  it('keep a test by size: none of few, a share of some, at most so many', () => {
    const tested = (samples: number) =>
      planSplit(number, { samples, word: 'row' }, { ...options, testSplit: 'auto' }).test.length;
    expect([150, 499, 500, 1000, 20_000, 600_000].map(tested)).toEqual([0, 0, 75, 150, 2000, 50_000]);
  });

  it('of one group are on one side, whatever the sizes of the groups', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 12 }), { minLength: 30, maxLength: 200 }),
        fc.nat(),
        fc.boolean(),
        (of, seed, folded) => {
          const groups = new Set(of);
          fc.pre(groups.size >= 5);
          const fold = folded ? { index: 1, folds: 3, repeat: seed % 3 } : undefined;
          const data: SplitData = { samples: of.length, word: 'row', group: { name: 'g', of } };
          const split = planSplit(number, data, { ...options, seed, fold });
          const sides = parts(split).map((rows) => new Set(Array.from(rows, (row) => of[row])));
          expect(sides.reduce((sum, side) => sum + side.size, 0)).toBe(groups.size);
          expect(Math.min(...sides.map(({ size }) => size))).toBeGreaterThan(0);
          expect(leftOut(split, of.length)).toBe(0);
        },
      ),
    );
  });

  it('hold back as many rows as was asked, as far as groups allow', () => {
    // One group of half of all rows, and fifty small ones.
    const of = [...range(500).map(() => 0), ...range(500).map((i) => 1 + (i % 50))];
    for (const seed of range(20)) {
      const split = planSplit(
        number,
        { samples: 1000, word: 'row', group: { name: 'g', of } },
        { ...options, seed },
      );
      expect(sizes(split)).toEqual([600, 200, 200]);
    }
  });

  it('follow time: what is judged is later than what is learnt, and moments are not divided', () => {
    const at = range(1000).map((i) => Math.floor(((i * 7919) % 1000) / 3));
    const split = planSplit(
      number,
      { samples: 1000, word: 'row', along: [{ name: 't', at, extent: 0 }] },
      options,
    );
    const ends = parts(split).map((rows) => {
      const moments = Array.from(rows, (row) => at[row] as number);
      return [Math.min(...moments), Math.max(...moments)] as const;
    });
    expect(ends[0]?.[1]).toBeLessThan(ends[1]?.[0] ?? 0);
    expect(ends[1]?.[1]).toBeLessThan(ends[2]?.[0] ?? 0);
    expect(sizes(split).map((size) => Math.round(size / 10))).toEqual([60, 20, 20]);
    expect(split.how).toBe('by the order of “t”: the latest rows judge');
    const chosen = planSplit(
      number,
      { samples: 1000, word: 'row', along: [{ name: 't', at, extent: 0 }] },
      { ...options, splitBy: 'random' },
    );
    expect(chosen.how).toBe('at random, row by row');
  });

  it('without a time or a part are told, with count and reason', () => {
    const at = range(100).map((i) => (i < 4 ? Number.NaN : i));
    const byTime = planSplit(
      number,
      { samples: 100, word: 'row', along: [{ name: 't', at, extent: 0 }] },
      options,
    );
    expect(leftOut(byTime, 100)).toBe(4);
    expect(byTime.notes).toEqual(['4 rows have no “t” and were left out.']);
    const of = range(100).map((i) => (i < 3 ? null : i < 60 ? 'train' : 'test'));
    const byPart = planSplit(number, { samples: 100, word: 'row', part: { name: 'p', of } }, options);
    expect(leftOut(byPart, 100)).toBe(3);
    expect(byPart.notes).toEqual(['3 rows have no “p” and were left out.']);
  });

  it('go where a column puts them; validation is cut from training where it names none', () => {
    const of = range(200).map((i) => (i < 100 ? 'Train' : 'test'));
    const split = planSplit(number, { samples: 200, word: 'row', part: { name: 'p', of } }, options);
    expect(sizes(split)).toEqual([80, 20, 100]);
    expect(split.how).toBe('by the column “p”; validation from its training part at random, row by row');
    expect(Math.min(...split.test)).toBe(100);
  });

  it('are told where training cannot learn what is judged', () => {
    const codes = range(100).map((i) => (i < 75 ? i % 2 : 2));
    const three: TaskSpec = { type: 'classification', target: 'y', labels: ['a', 'b', 'c'] };
    const along = [{ name: 't', at: range(100), extent: 0 }];
    const split = planSplit(
      three,
      { samples: 100, word: 'row', codes, along },
      { ...options, testSplit: 0.1 },
    );
    expect(split.notes).toEqual(['The training part has no row of “c”, so the model cannot answer with it.']);
    const sorted = range(100).map((i) => (i < 75 ? 0 : 1));
    expect(() => planSplit(classes, { samples: 100, word: 'row', codes: sorted, along }, options)).toThrow(
      'every training row has the same “y”',
    );
  });
});

describe('folds', () => {
  const folds = (data: SplitData, change: Partial<SplitOptions> = {}, repeat = 0) =>
    range(5).map((index) =>
      planSplit(classes, data, { ...options, ...change, fold: { index, folds: 5, repeat } }),
    );

  it('judge every row once, in the shares of the classes, and never one of the test', () => {
    const codes = range(1000).map((i) => (i % 10 === 0 ? 1 : 0));
    const data = { samples: 1000, word: 'row', codes };
    const made = folds(data);
    const { test } = planSplit(classes, data, options);
    for (const split of made) {
      expect(split.test).toEqual(test);
      expect(leftOut(split, 1000)).toBe(0);
      expect(split.val.filter((row) => codes[row] === 1)).toHaveLength(16);
    }
    const judged = made.flatMap(({ val }) => [...val]).sort((a, b) => a - b);
    expect(judged).toEqual(range(1000).filter((row) => !test.includes(row)));
    const again = folds(data, {}, 1);
    expect(again[0]?.val).not.toEqual(made[0]?.val);
    expect(again[0]?.test).toEqual(test);
    expect(again[0]?.how).toBe('fold 1 of 5, repeat 2, at random, every class in its share');
  });

  it('of a series are judged by what was learnt before them, with a gap for windows that overlap', () => {
    const codes = range(300).map((i) => i % 2);
    const made = folds({
      samples: 300,
      word: 'sample',
      codes,
      along: [{ name: 'time', at: range(300), extent: 6 }],
    });
    for (const { train, val, test } of made) {
      expect(Math.max(...train) + 6).toBeLessThanOrEqual(Math.min(...val));
      expect(Math.max(...val) + 6).toBeLessThanOrEqual(Math.min(...test));
    }
    expect(made[0]?.notes).toEqual(['10 samples overlap a part that judges and were left out of training.']);
  });

  it('take the training and validation rows of a column of parts together', () => {
    const codes = range(100).map((i) => i % 2);
    const of = range(100).map((i) => (i < 60 ? 'train' : i < 80 ? 'val' : 'test'));
    const made = folds({ samples: 100, word: 'row', codes, part: { name: 'p', of } });
    expect(made.map(sizes)).toEqual(range(5).map(() => [64, 16, 20]));
  });

  it('refuse more folds than there are groups', () => {
    const codes = range(100).map((i) => i % 2);
    const data = {
      samples: 100,
      word: 'row',
      codes,
      group: { name: 'who', of: range(100).map((i) => Math.floor(i / 25)) },
    };
    expect(() => folds(data, { testSplit: 0 })).toThrow('5 folds of 4 groups of “who” are not possible.');
  });
});

describe('roles of columns', () => {
  it('tie together what any grouping ties', () => {
    const both = joined([
      { name: 'a', of: [0, 0, 1, 2, -1, -1] },
      { name: 'b', of: [0, 1, 1, 2, 2, -1] },
    ]);
    expect(both?.name).toBe('a + b');
    expect(Array.from(both?.of ?? [])).toEqual([0, 0, 0, 1, 1, -1]);
    expect([...numbersOf(['x', null, 'y', 'x'])]).toEqual([0, -1, 1, 0]);
  });

  it('read times that are kept as text where they are numbers, and say where they are not', () => {
    const schema = (role: 'time') => ({ columns: [{ name: 't', type: 'id', role }] as const });
    const read = (data: (string | null)[]) =>
      roleData(
        { columns: [...schema('time').columns] },
        new Map([['t', { kind: 'string', data }]]),
        Uint32Array.of(0, 1, 2),
      );
    expect(read(['3', null, '10']).along).toEqual([
      { name: 't', at: Float64Array.of(3, Number.NaN, 10), extent: 0 },
    ]);
    expect(read(['3', 'May', '10'])).toMatchObject({
      along: [],
      notes: [expect.stringContaining('does not order')],
    });
  });
});
