import { describe, expect, it } from 'vitest';
import type { RawSamples } from '../../kinds/rawSamples';
import { normals } from '../../random/random';
import type { Values } from '../../transforms/transformDef';
import { takeRows } from '../../transforms/valueRows';
import type { Attribution } from '../attribution';
import type { AskedModel, Background } from '../explainerDef';
import { lime } from '../lime';
import { partsOf } from './partsOf';

const rows = 200;
const spreadOf = (data: Float64Array) => {
  const mean = data.reduce((sum, value) => sum + value / data.length, 0);
  return Math.sqrt(data.reduce((sum, value) => sum + (value - mean) ** 2 / (data.length - 1), 0));
};

async function explain(
  model: Partial<AskedModel>,
  sample: RawSamples,
  params: object = {},
  around?: Map<string, Values>,
) {
  const asked = {
    task: { type: 'regression', target: 'y' },
    value: 'number',
    judge: 'r2',
    batch: 64,
    ...model,
  } as AskedModel;
  const background: Background = {
    rows,
    truth: new Float64Array(rows),
    batch: async (wanted) => ({
      form: 'columns',
      rows: wanted.length,
      columns: new Map([...(around ?? [])].map(([name, values]) => [name, takeRows(values, wanted)])),
    }),
  };
  const explaining = lime.explain(
    asked,
    { sample, background: async () => background },
    lime.params.parse(params),
  );
  for (;;) {
    const next = await explaining.next();
    if (next.done) return next.value as Extract<Attribution, { values: unknown }>;
  }
}

describe('LIME', () => {
  const a = Float64Array.from(normals(1, 'a', 0, rows), (value) => 3 * value);
  const b = Float64Array.from(normals(1, 'b', 0, rows), (value) => 0.5 * value + 10);
  const word = Array.from({ length: rows }, (_, i) => (i % 4 === 0 ? 'red' : 'blue'));
  const around = new Map<string, Values>([
    ['a', { kind: 'number', width: 1, data: a }],
    ['b', { kind: 'number', width: 1, data: b }],
    ['word', { kind: 'string', data: word }],
    ['same', { kind: 'number', width: 1, data: new Float64Array(rows).fill(2) }],
    ['none', { kind: 'number', width: 1, data: new Float64Array(rows).fill(Number.NaN) }],
  ]);
  const sample = {
    form: 'columns',
    rows: 1,
    columns: new Map([...around].map(([name, values]) => [name, takeRows(values, [0])])),
  } as const;
  const inputs = [...around.keys()].map((name) => ({ name }));
  const cell = (samples: RawSamples, name: string, row: number) =>
    samples.form === 'columns' ? samples.columns.get(name)?.data[row] : undefined;

  it('on a linear model finds its weights, and says that it follows all of it', async () => {
    const run = async (samples: RawSamples) =>
      Float64Array.from(
        { length: samples.rows },
        (_, row) =>
          2 * Number(cell(samples, 'a', row)) -
          7 * Number(cell(samples, 'b', row)) +
          (cell(samples, 'word', row) === 'red' ? 4 : 0),
      );
    const { values, notes, checks } = await explain({ inputs, run }, sample, {}, around);
    expect(values[0]).toBeCloseTo(2 * spreadOf(a), 3);
    expect(values[1]).toBeCloseTo(-7 * spreadOf(b), 3);
    expect(values[2]).toBeCloseTo(4, 3);
    expect(Math.abs(values[3] as number) + Math.abs(values[4] as number)).toBeLessThan(1e-6);
    expect(notes?.[0]).toMatch(/ follows 100 % of how the answer varies /);
    expect(checks?.seeds?.correlation).toBeGreaterThanOrEqual(0.8);
  });

  it('says where a linear model follows little', async () => {
    const run = async (samples: RawSamples) =>
      Float64Array.from({ length: samples.rows }, (_, row) => Math.cos(9 * Number(cell(samples, 'a', row))));
    const { notes } = await explain({ inputs, run }, sample, {}, around);
    expect(notes?.[0]).toMatch(/do not rely on it\.$/);
  });

  it('of a text hides words, and finds what each adds', async () => {
    const columns = new Map<string, Values>([
      ['text', { kind: 'string', data: ['Так хорошо, not bad at all!'] }],
    ]);
    const run = async (samples: RawSamples) =>
      Float64Array.from({ length: samples.rows }, (_, row) => {
        const text = String(cell(samples, 'text', row));
        return (text.includes('хорошо') ? 3 : 0) - (text.includes('bad') ? 2 : 0);
      });
    const found = await explain(
      { inputs: [{ name: 'text' }], isText: true, run },
      { form: 'columns', rows: 1, columns },
    );
    if (found.form !== 'words') throw new Error('not words');
    expect(found.words.map(({ text }) => text)).toEqual(['Так', 'хорошо', 'not', 'bad', 'at', 'all']);
    for (const [i, wanted] of [0, 3, 0, -2, 0, 0].entries()) expect(found.values[i]).toBeCloseTo(wanted, 3);
    columns.set('text', { kind: 'string', data: [' … '] });
    await expect(
      explain({ inputs: [{ name: 'text' }], isText: true, run }, { form: 'columns', rows: 1, columns }),
    ).rejects.toMatchObject({ message: 'This text has no word.' });
  });

  it('of an image finds the superpixels that a sum of pixels goes by', async () => {
    const [height, width] = [12, 12];
    const inShape = (place: number) => Math.floor(place / width) < 6 && place % width < 6;
    const values = Float32Array.from({ length: height * width }, (_, place) => (inShape(place) ? 1 : -1));
    const image: RawSamples = { form: 'windows', rows: 1, shape: [height, width, 1], values };
    const run = async (samples: RawSamples) => {
      if (samples.form !== 'windows') throw new Error('no image');
      const all = samples.values;
      return Float64Array.from({ length: samples.rows }, (_, row) => {
        let sum = 0;
        for (let at = 0; at < height * width; at++)
          if (inShape(at)) sum += all[row * height * width + at] as number;
        return sum;
      });
    };
    const found = await explain({ inputs: [{ name: 'grey', mean: 0 }], run }, image, { parts: 16 });
    const { values: weights } = found;
    let [inside, outside] = [0, 0];
    for (const [place, weight] of weights.entries())
      if (inShape(place)) inside += weight;
      else outside = Math.max(outside, Math.abs(weight));
    expect(inside).toBeGreaterThan(0);
    expect(outside).toBeLessThan(1e-3);
  });

  it('of a sound finds the stretches, and of a clip the boxes, that a sum goes by', async () => {
    const sumOf = (from: number, to: number, size: number) => async (samples: RawSamples) => {
      if (samples.form !== 'windows') throw new Error('no window');
      const all = samples.values;
      return Float64Array.from({ length: samples.rows }, (_, row) =>
        all.subarray(row * size + from, row * size + to).reduce((sum, value) => sum + value, 0),
      );
    };
    const ones = (shape: number[]): RawSamples => ({
      form: 'windows',
      rows: 1,
      shape,
      values: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(1),
    });
    const sound = await explain({ inputs: [{ name: 'sound' }], run: sumOf(20, 30, 100) }, ones([100]), {
      parts: 10,
    });
    expect([sound.form, sound.shape]).toEqual(['course', [100, 1]]);
    for (const [step, weight] of sound.values.entries())
      expect(weight).toBeCloseTo(step >= 20 && step < 30 ? 10 : 0, 3);
    // Eight frames of four by four, two by two: the first four count.
    const clip = await explain(
      { inputs: [{ name: 'grey', mean: 0 }], run: sumOf(0, 64, 128) },
      ones([8, 4, 4, 1]),
      { parts: 4 },
    );
    expect([clip.form, clip.shape]).toEqual(['clip', [8, 4, 4, 1]]);
    for (const [place, weight] of clip.values.entries()) expect(weight).toBeCloseTo(place < 64 ? 32 : 0, 2);
  });
});

describe('parts of a window', () => {
  it('cover every value, about as many as asked', () => {
    const values = (count: number) => Float32Array.from(normals(1, 'v', 0, count));
    const series = partsOf({ shape: [30, 2], values: values(60) }, 20);
    expect([series.count, new Set(series.of).size]).toEqual([20, 20]);
    const field = partsOf({ shape: [8, 8, 8, 4, 1], values: values(2048) }, 50);
    expect(new Set(field.of).size).toBe(field.count);
    expect(field.count).toBeGreaterThan(30);
    expect(field.count).toBeLessThanOrEqual(50);
    const image = partsOf({ shape: [20, 30, 3], values: values(1800) }, 24);
    expect(new Set(image.of).size).toBe(image.count);
    expect(image.count).toBeGreaterThan(12);
  });
});
