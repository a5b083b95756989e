import { describe, expect, it } from 'vitest';
import { splitSamples } from './splitSamples';

const future = { kind: 'forecast', target: 'future', horizon: 1, channels: ['v'] } as const;
const task = { ...future, channels: [...future.channels] };
const range = (n: number, step = 1) => Array.from({ length: n }, (_, i) => i * step);

describe('splitSamples', () => {
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
    const classes = { kind: 'classification', target: 'c', labels: ['a', 'b'] } as const;
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
