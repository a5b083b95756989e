import type { RawSamples } from '../kinds/rawSamples';
import { describe, expect, it } from 'vitest';
import type { TaskSpec } from '../protocol/train';
import { normals } from '../random/random';
import type { Values } from '../transforms/transformDef';
import { takeRows } from '../transforms/valueRows';
import { type Attribution, encodeAttribution, parseAttribution } from './attribution';
import type { AskedModel, Background, ExplainerDef } from './explainerDef';
import { occlusion } from './occlusion';
import { permutation } from './permutation';
import { explainers } from './registry';
import { importanceRows, summarize } from './summarize';

async function toEnd(explaining: AsyncGenerator<number, Attribution>) {
  const progress: number[] = [];
  for (;;) {
    const next = await explaining.next();
    if (next.done) return { found: next.value, progress };
    progress.push(next.value);
  }
}

const numbers = (data: Float64Array): Values => ({ kind: 'number', width: 1, data });
const dataOf = (samples: RawSamples, name: string): Float64Array => {
  const values = samples.form === 'columns' ? samples.columns.get(name) : undefined;
  return values?.kind === 'number' ? values.data : new Float64Array();
};

function tableOf(columns: Map<string, Values>, rows: number, truth: Float64Array): Background {
  return {
    rows,
    truth,
    batch: async (wanted) => ({
      form: 'columns',
      rows: wanted.length,
      columns: new Map([...columns].map(([name, values]) => [name, takeRows(values, wanted)])),
    }),
  };
}

const regression: TaskSpec = { type: 'regression', target: 'y' };

describe('permutation importance', () => {
  const rows = 4_000;
  const [a, b, c] = ['a', 'b', 'c'].map((name) => Float64Array.from(normals(1, name, 0, rows))) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const columns = new Map([
    ['a', numbers(a)],
    ['b', numbers(b)],
    ['c', numbers(c)],
  ]);
  const truth = a.map((value, i) => 3 * value + (b[i] as number));
  const calls: number[] = [];
  const model: AskedModel = {
    task: regression,
    value: 'number',
    judge: 'r2',
    inputs: [{ name: 'a' }, { name: 'b' }, { name: 'c' }],
    batch: 1_500,
    async run(samples) {
      calls.push(samples.rows);
      const b = dataOf(samples, 'b');
      return dataOf(samples, 'a').map((value, i) => 3 * value + (b[i] as number));
    },
  };
  const asked = { background: async () => tableOf(columns, rows, truth) };
  const settings = (part: object) => permutation.params.parse(part);

  it('of a sum is twice the share of the variance, with the spread over repeats', async () => {
    const { found, progress } = await toEnd(permutation.explain(model, asked, settings({ repeats: 4 })));
    if (found.form !== 'importances') throw new Error('not importances');
    expect(found.measure).toBe('Drop in R²');
    expect(found.baseline).toEqual({ name: 'R²', value: 1 });
    // Var(y) = 9 + 1; a column dealt anew misses by the difference of two independent values of it.
    const [first, second, third] = importanceRows(found);
    expect(first?.mean).toBeCloseTo(1.8, 1);
    expect(second?.mean).toBeCloseTo(0.2, 1);
    expect(third).toEqual({ name: 'c', mean: 0, sd: 0 });
    expect(first?.sd).toBeGreaterThan(0);
    expect(first?.sd).toBeLessThan(0.1);
    expect(found.rows).toBe(rows);
    // Never more than a batch at once, and as many steps of progress.
    expect(Math.max(...calls)).toBe(1_500);
    expect(progress).toHaveLength(3 * (1 + 3 * 4));
    expect(progress.at(-1)).toBe(1);
    expect(summarize(found)).toEqual({ attributions: importanceRows(found) });
  });

  it('repeats by its seed, takes a sample of many rows, and rises where less is better', async () => {
    const some = settings({ rows: 500, metric: 'rmse', repeats: 1 });
    const [one, two] = [
      await toEnd(permutation.explain(model, asked, some)),
      await toEnd(permutation.explain(model, asked, some)),
    ];
    expect(one.found).toEqual(two.found);
    expect(one.found).toMatchObject({ measure: 'Rise in RMSE', rows: 500 });
    expect(one.found.values[0]).toBeGreaterThan(3);
    const other = await toEnd(permutation.explain(model, asked, { ...some, seed: 1 }));
    expect(other.found.values).not.toEqual(one.found.values);
    await expect(
      toEnd(permutation.explain(model, asked, settings({ metric: 'accuracy' }))),
    ).rejects.toMatchObject({ code: 'badInput', place: 'params.metric' });
  });

  it('of classes counts those that are right; text is dealt like numbers', async () => {
    const words = Array.from(a, (value) => (value > 0 ? 'up' : 'down'));
    const classifier: AskedModel = {
      ...model,
      task: { type: 'classification', target: 'y', labels: ['down', 'up'] },
      value: 'class',
      judge: 'accuracy',
      inputs: [{ name: 'word' }],
      async run(samples) {
        const values = samples.form === 'columns' ? samples.columns.get('word') : undefined;
        return Float64Array.from<unknown>(values?.data ?? [], (word) => Number(word === 'up')).reduce(
          (all, up, i) => {
            all[2 * i] = 1 - up;
            all[2 * i + 1] = up;
            return all;
          },
          new Float64Array(2 * samples.rows),
        );
      },
    };
    const known = tableOf(
      new Map([['word', { kind: 'string', data: words }]]),
      rows,
      Float64Array.from(words, (word) => Number(word === 'up')),
    );
    const { found } = await toEnd(
      permutation.explain(classifier, { background: async () => known }, settings({})),
    );
    expect(found).toMatchObject({ measure: 'Drop in accuracy', baseline: { value: 1 } });
    expect(found.values[0]).toBeCloseTo(0.5, 1);
  });
});

describe('permutation importance of several numbers an answer', () => {
  const rows = 2_000;
  const [a, b] = ['a', 'b'].map((name) => Float64Array.from(normals(2, name, 0, rows))) as [
    Float64Array,
    Float64Array,
  ];
  const columns = new Map([
    ['a', numbers(a)],
    ['b', numbers(b)],
  ]);
  const inputs = [{ name: 'a' }, { name: 'b' }];
  const most = permutation.params.parse({});

  it('of quantiles is what the loss of all of them rises', async () => {
    const width = 1.5;
    const model: AskedModel = {
      task: { type: 'quantiles', target: 'y', levels: [0.1, 0.5, 0.9] },
      value: 'quantile',
      judge: 'pinball',
      inputs,
      batch: 300,
      run: async (samples) =>
        Float64Array.from(
          [...dataOf(samples, 'a')].flatMap((value) => [value - width, value, value + width]),
        ),
    };
    const known = tableOf(columns, rows, a);
    const { found } = await toEnd(permutation.explain(model, { background: async () => known }, most));
    expect(found).toMatchObject({ measure: 'Rise in pinball loss', baseline: { name: 'Pinball loss' } });
    // The median is met exactly; each end misses by the width, on the side that costs a tenth.
    expect(found.baseline.value).toBeCloseTo((2 * 0.1 * width) / 3, 6);
    expect(found.values[0]).toBeGreaterThan(0.2);
    expect([...found.values.subarray(5)]).toEqual([0, 0, 0, 0, 0]);
  });

  it('of several labels judges each of them', async () => {
    const model: AskedModel = {
      task: { type: 'multiLabel', target: 'y', labels: ['low', 'high'], labelSets: [[], [0], [1], [0, 1]] },
      value: 'labels',
      judge: 'meanAveragePrecision',
      inputs,
      batch: 700,
      run: async (samples) =>
        Float64Array.from(
          [...dataOf(samples, 'a')].flatMap((value, i) => [
            Number(value < 0),
            Number((dataOf(samples, 'b')[i] as number) > 0),
          ]),
        ),
    };
    const sets = a.map((value, i) => Number(value < 0) + 2 * Number((b[i] as number) > 0));
    const asked = { background: async () => tableOf(columns, rows, sets) };
    const { found } = await toEnd(permutation.explain(model, asked, { ...most, metric: 'microF1' }));
    expect(found.baseline).toEqual({ name: 'F1, micro', value: 1 });
    // A column dealt anew leaves half of its label's calls right: 3 of 4 called, of as many that are there.
    for (const { mean } of importanceRows(found as never)) expect(mean).toBeCloseTo(0.25, 1);
    const { found: usual } = await toEnd(permutation.explain(model, asked, most));
    expect(usual.baseline.value).toBe(1);
  });
});

describe('occlusion', () => {
  // A blob that moves along x while time passes, in a field that is 10 everywhere else on average.
  const shape = [6, 12, 9, 2, 2];
  const [times, sx, sy, sz] = shape as [number, number, number, number];
  const blobAt = (t: number) => [1.5 + 1.8 * t, 4, 0.5] as const;
  const blob = (t: number, x: number, y: number, z: number) => {
    const [cx, cy, cz] = blobAt(t);
    return Math.exp(-((x - cx) ** 2 + (y - cy) ** 2 + (z - cz) ** 2) / 2);
  };
  const template = new Float32Array(times * sx * sy * sz);
  for (let i = 0; i < template.length; i++) {
    const place = Math.floor(i / sz);
    const [t, x, y] = [Math.floor(place / (sx * sy)), Math.floor(place / sy) % sx, place % sy];
    template[i] = blob(t, x, y, i % sz);
  }
  const noise = normals(3, 'field', 0, template.length * 2);
  const values = Float32Array.from(
    noise,
    (value, i) => 10 + 0.1 * value + (i % 2 === 0 ? 4 * (template[i / 2] as number) : 0),
  );
  const sample: RawSamples = { form: 'windows', rows: 1, shape, values };
  const most: number[] = [];
  /** Sure of "there" as far as the first channel looks like the blob on its way. */
  const detector: AskedModel = {
    task: { type: 'classification', target: 'what', labels: ['nothing', 'there'] },
    value: 'class',
    judge: 'accuracy',
    inputs: [
      { name: 'signal', mean: 10 },
      { name: 'other', mean: 10 },
    ],
    batch: 32,
    async run(samples) {
      if (samples.form !== 'windows') throw new Error('takes windows');
      most.push(samples.rows);
      const answers = new Float64Array(2 * samples.rows);
      for (let row = 0; row < samples.rows; row++) {
        let [match, norm] = [0, 0];
        for (const [i, expected] of template.entries()) {
          match += ((samples.values[row * template.length * 2 + 2 * i] as number) - 10) * expected;
          norm += expected ** 2;
        }
        const there = 1 / (1 + Math.exp(4 - (2 * match) / norm));
        answers.set([1 - there, there], 2 * row);
      }
      return answers;
    },
  };
  const explain = (model: AskedModel, part: object) =>
    toEnd(
      occlusion.explain(
        model,
        { sample, background: () => Promise.reject(new Error('not needed')) },
        occlusion.params.parse(part),
      ),
    );

  it('finds the moving blob: the answer hangs most on places of it', async () => {
    const { found, progress } = await explain(detector, {});
    if (found.form !== 'volume') throw new Error('no volume');
    expect(found.shape).toEqual([times, sx, sy, sz, 1]);
    expect(found.measure).toBe('Drop in the probability of there');
    expect(found.values.every(Number.isFinite)).toBe(true);
    const peak = summarize(found);
    if (!('largest' in peak)) throw new Error('no peak');
    expect(blob(peak.largest.time, peak.largest.x, peak.largest.y, 0.5)).toBeGreaterThan(0.3);
    // Also at each time alone, and nowhere far from it.
    const place = sx * sy * sz;
    for (let t = 1; t < times; t++) {
      const frame = found.values.subarray(t * place, (t + 1) * place);
      const best = frame.indexOf(Math.max(...frame));
      const [x, y] = [Math.floor(best / (sy * sz)), Math.floor(best / sz) % sy];
      expect(Math.hypot(x - blobAt(t)[0], y - blobAt(t)[1])).toBeLessThan(2.5);
      expect(Math.abs(frame[(sx - 1) * sy * sz + (sy - 1) * sz] as number)).toBeLessThan(0.02);
    }
    expect(Math.max(...most)).toBe(32);
    expect(progress.at(-1)).toBe(1);
    expect(found.asked).toBe(most.reduce((all, rows) => all + rows, 0));
  });

  it('of each channel alone says which one counts', async () => {
    const { found } = await explain(detector, { channels: 'each', times: 2, edge: 3 });
    if (found.form !== 'volume') throw new Error('no volume');
    expect(found.parts).toEqual(['signal', 'other']);
    const largest = [0, 1].map((part) => Math.max(...found.values.filter((_, i) => i % 2 === part)));
    expect(largest[0]).toBeGreaterThan(0.05);
    expect(largest[1]).toBe(0);
    expect(summarize(found)).toMatchObject({ largest: { part: 'signal' } });
  });

  it('of a number and of a forecast is the drop of the value and of its mean', async () => {
    const sum: AskedModel = {
      ...detector,
      task: { type: 'regression', target: 'mass' },
      value: 'number',
      async run(samples) {
        if (samples.form !== 'windows') throw new Error('takes windows');
        const size = samples.values.length / samples.rows;
        return Float64Array.from({ length: samples.rows }, (_, row) =>
          samples.values.subarray(row * size, (row + 1) * size).reduce((all, value) => all + value, 0),
        );
      },
    };
    const one = await explain(sum, { times: 1, edge: 1 });
    expect(one.found.measure).toBe('Drop in the mass');
    // Of a sum each place is worth what it is above the mean that stands for it.
    for (const [i, value] of (one.found.values as Float32Array).entries())
      expect(value).toBeCloseTo((values[2 * i] as number) + (values[2 * i + 1] as number) - 20, 2);
    const forecast: AskedModel = {
      ...sum,
      task: { type: 'forecast', target: 'future', horizon: 1, channels: ['signal'] },
      async run(samples) {
        const sums = await sum.run(samples);
        return Float64Array.from(
          { length: 2 * samples.rows },
          (_, i) => (sums[i >> 1] as number) * (1 + (i % 2)),
        );
      },
    };
    const two = await explain(forecast, { times: 1, edge: 1 });
    expect(two.found.baseline.name).toBe('mean of the forecast');
    for (const [i, value] of (two.found.values as Float32Array).entries())
      expect(value).toBeCloseTo(1.5 * (one.found.values[i] as number), 2);
    await expect(
      explain({ ...sum, inputs: sum.inputs }, { times: 1, edge: 1, channels: 'each' }),
    ).resolves.toBeTruthy();
  });
});

describe('occlusion of an image', () => {
  const [height, width] = [12, 8];
  const values = Float32Array.from(normals(5, 'image', 0, height * width * 3), (value) => 100 + 10 * value);
  const sample: RawSamples = { form: 'windows', rows: 1, shape: [height, width, 3], values };
  /** The mark: green, rows 6 to 8, columns 1 to 3. */
  const isMark = (place: number) => {
    const [y, x] = [Math.floor(place / width), place % width];
    return y >= 6 && y <= 8 && x >= 1 && x <= 3;
  };
  for (let place = 0; place < height * width; place++) if (isMark(place)) values[3 * place + 1] = 220;
  const model: AskedModel = {
    task: { type: 'classification', target: 'what', labels: ['no', 'marked'] },
    value: 'class',
    judge: 'accuracy',
    inputs: ['red', 'green', 'blue'].map((name) => ({ name, mean: 100 })),
    batch: 10,
    async run(samples) {
      if (samples.form !== 'windows') throw new Error('takes windows');
      const size = height * width * 3;
      const answers = new Float64Array(2 * samples.rows);
      for (let row = 0; row < samples.rows; row++) {
        let sum = 0;
        for (let place = 0; place < height * width; place++)
          if (isMark(place)) sum += (samples.values[row * size + 3 * place + 1] as number) - 100;
        const share = 1 / (1 + Math.exp(4 - sum / 120));
        answers.set([1 - share, share], 2 * row);
      }
      return answers;
    },
  };
  const explain = async (part: object) => {
    const background = () => Promise.reject(new Error('not needed'));
    const asked = occlusion.params.parse(part);
    const { found } = await toEnd(occlusion.explain(model, { sample, background }, asked));
    if (found.form !== 'picture') throw new Error('no picture');
    return found;
  };

  it('lies in what the answer hangs on', async () => {
    const found = await explain({ edge: 1 });
    expect(found.shape).toEqual([height, width, 1]);
    expect(found.baseline.name).toBe('probability of marked');
    expect(found.asked).toBe(height * width + 1);
    for (const [place, value] of found.values.entries())
      if (isMark(place)) expect(value).toBeGreaterThan(0.01);
      else expect(value).toBe(0);
    const { largest } = summarize(found) as { largest: { x: number; y: number } };
    expect(isMark(largest.y * width + largest.x)).toBe(true);
    const usual = await explain({});
    const all = [...usual.values].reduce((sum, value) => sum + Math.max(0, value), 0);
    const inside = [...usual.values].reduce((sum, value, place) => sum + (isMark(place) ? value : 0), 0);
    expect(inside / all).toBeGreaterThan(0.4);
  });

  it('of each channel alone says which one counts', async () => {
    const found = await explain({ edge: 3, channels: 'each' });
    expect(found.parts).toEqual(['red', 'green', 'blue']);
    const largest = [0, 1, 2].map((part) => Math.max(...found.values.filter((_, i) => i % 3 === part)));
    expect(largest[0]).toBe(0);
    expect(largest[1]).toBeGreaterThan(0.1);
    expect(largest[2]).toBe(0);
  });
});

describe('an attribution', () => {
  it.each<Attribution>([
    {
      form: 'importances',
      measure: 'Drop in R²',
      baseline: { name: 'R²', value: 0.5 },
      shape: [2, 1],
      names: ['constructor', '"b", ü'],
      values: Float64Array.of(0.1, -1e-12),
      rows: 30,
    },
    {
      form: 'volume',
      measure: 'Drop',
      baseline: { name: 'y', value: 1 },
      shape: [1, 2, 1, 1, 1],
      parts: ['all channels'],
      values: Float32Array.of(1, Number.NaN),
      asked: 3,
    },
    {
      form: 'picture',
      measure: 'Drop',
      baseline: { name: 'y', value: 1 },
      shape: [1, 2, 1],
      parts: ['all channels'],
      values: Float32Array.of(1, -2),
      asked: 3,
    },
    {
      form: 'attention',
      measure: 'Share of attention',
      baseline: { name: 'y', value: 1 },
      shape: [1, 1, 2, 2],
      layers: ['attention1'],
      tokens: ['steps 1 to 2', 'step 3'],
      grid: { count: [2], size: [3], step: [2], before: [0] },
      series: [{ name: 'ü', values: [1, null, 3] }],
      values: Float32Array.of(0.25, 0.75, 1, 0),
    },
  ])('of form $form comes back from its file', (found) => {
    expect(parseAttribution(encodeAttribution(found))).toEqual(found);
  });

  it('that is damaged says so', () => {
    const bytes = new TextEncoder().encode('no file of numbers');
    expect(() => parseAttribution(bytes)).toThrow(/cannot be read.*/);
  });
});

it.each(explainers.all.map((explainer): [string, ExplainerDef] => [explainer.type, explainer]))(
  '%s can be asked without settings',
  (_type, { params, kinds, values }) => {
    expect(params.safeParse({}).success).toBe(true);
    expect(kinds.length * values.length).toBeGreaterThan(0);
  },
);
