import { describe, expect, it } from 'vitest';
import { npz } from '#/formats/arrays/npz';
import type { FittedGrid } from '#/core/grid/fittedGrid';
import type { GridSchema } from '#/core/grid/gridSchema';
import type { SamplePlaces } from '#/core/grid/samplePlaces';
import type { BlobRef } from '#/core/protocol/dataset';
import { tellWindows } from '#/core/grid/tellWindows';
import { importForTest } from '#/data/importForTest';
import { type AnsweredSamples, answerFile } from './answerFiles';
import { openStoredFile, storeFile } from './storeFile';

/** Of frames nothing is kept between. */
const noBlobs = { get: () => Promise.reject(new Error('read')), put: () => Promise.reject(new Error('put')) };

it('says no time of a forecast where the dataset has but one, whose step nobody knows', async () => {
  const axis = (size: number, first: number) => ({ size, first, last: first + size - 1 });
  const timesOf = async (times: number) => {
    const fitted: FittedGrid = {
      channels: [{ name: 'u', mean: 0, std: 1 }],
      size: [1, 2, 1, 1],
      horizon: 1,
    };
    const grid: GridSchema = {
      recordings: 1,
      axes: { time: axis(times, 2000), x: axis(2, 0), y: axis(1, 0), z: axis(1, 0) },
      channels: [{ name: 'u', min: 0, max: 1, mean: 0, std: 1, missing: 0 }],
      windowing: { length: 1, stride: 1, horizon: 0 },
      chunks: [],
    };
    const places: SamplePlaces = {
      recording: Float64Array.of(0),
      start: Float64Array.of(times - 1),
      places: [[0, 0, 0]],
    };
    const { pieces } = await answerFile(
      {
        version: {
          task: { type: 'forecast', target: 'future', horizon: 1, channels: ['u'] },
          input: { kind: 'spacetime4d', fitted },
        },
        told: tellWindows(grid, fitted, places, {}),
        answers: (async function* () {
          yield Float32Array.of(1, 2);
        })(),
        names: { model: 'm', dataset: 'd' },
      },
      noBlobs,
    );
    const bytes: Uint8Array<ArrayBuffer>[] = [];
    for await (const piece of pieces) bytes.push(Uint8Array.from(piece));
    const file = await npz.open(new File(bytes, 'a.npz'));
    return [...(await file.read('time', [0], [1]))];
  };
  expect(await timesOf(1)).toEqual([Number.NaN]);
  expect(await timesOf(3)).toEqual([2003]);
});

describe('a file of more answers than a part holds', () => {
  const samples = 3_000;
  const partBytes = 2 ** 20;
  const axis = (size: number) => ({ size, first: 0, last: size - 1 });
  const fitted: FittedGrid = {
    channels: [{ name: 'u', mean: 0, std: 1 }],
    size: [1, 40, 20, 1],
    horizon: 1,
  };
  const answered = (
    task: 'forecast' | 'regression',
    answers: AsyncIterable<Float32Array>,
  ): AnsweredSamples => ({
    version: {
      task:
        task === 'forecast'
          ? { type: task, target: 'future', horizon: 1, channels: ['u'] }
          : { type: task, target: 'y' },
      input: { kind: 'spacetime4d', fitted },
    },
    told: tellWindows(
      {
        recordings: 1,
        axes: { time: axis(samples), x: axis(40), y: axis(20), z: axis(1) },
        channels: [{ name: 'u', min: 0, max: 1, mean: 0, std: 1, missing: 0 }],
        windowing: { length: 1, stride: 1, horizon: 0 },
        chunks: [],
      },
      fitted,
      {
        recording: new Float64Array(samples),
        start: Float64Array.from({ length: samples }, (_, i) => i),
        places: [],
      },
      {},
    ),
    truth: Array.from({ length: samples }, (_, i) => i + 1),
    answers,
    names: { model: 'm', dataset: 'd' },
  });
  /** Blobs in memory that know how much of them was written when, and in what pieces. */
  const disk = () => {
    const stored: Uint8Array<ArrayBuffer>[] = [];
    return {
      stored,
      bytes: () => stored.reduce((sum, { length }) => sum + length, 0),
      put: async (bytes: Uint8Array): Promise<BlobRef> => {
        stored.push(Uint8Array.from(bytes));
        return { hash: String(stored.length - 1), bytes: bytes.length };
      },
      get: async ({ hash }: BlobRef) => stored[Number(hash)] ?? new Uint8Array(),
      open: async ({ hash }: BlobRef) => new Blob([stored[Number(hash)] ?? new Uint8Array()]),
    };
  };

  it('is written part by part while its answers are read: forecasts', async () => {
    const frame = 800;
    const atOnce = 100;
    const blobs = disk();
    let [asked, furthestAhead] = [0, 0];
    async function* answers() {
      for (let from = 0; from < samples; from += atOnce) {
        furthestAhead = Math.max(furthestAhead, asked - blobs.bytes());
        const values = Float32Array.from({ length: atOnce * frame }, (_, i) => from * frame + i);
        asked += values.byteLength;
        yield values;
      }
    }
    const parts = await storeFile(
      blobs,
      (await answerFile(answered('forecast', answers()), blobs)).pieces,
      partBytes,
    );
    expect(asked).toBe(samples * frame * 4);
    expect(parts.length).toBeGreaterThan(9);
    expect(Math.max(...blobs.stored.map(({ length }) => length))).toBe(partBytes);
    // What was read and not yet written: a part, and what is on its way.
    expect(furthestAhead).toBeLessThan(3 * partBytes);
    const file = await npz.open(await openStoredFile(blobs, { name: 'a.npz', parts }));
    expect([...(await file.read('forecast', [0, 0, 0, 0, 0], [1, 1, 3, 1, 1]))]).toEqual([0, 1, 2]);
    expect([...(await file.read('forecast', [2999, 39, 19, 0, 0], [1, 1, 1, 1, 1]))]).toEqual([2_399_999]);
    expect([...(await file.read('start', [2998], [2]))]).toEqual([2998, 2999]);
  });

  it('is written part by part while its answers are read: a CSV, with its score', async () => {
    const blobs = disk();
    async function* answers() {
      for (const from of [0, 1000, 2999, samples])
        yield Float32Array.from({ length: { 0: 1000, 1000: 1999, 2999: 1 }[from] ?? 0 }, (_, i) => from + i);
    }
    let score: unknown;
    async function* lines() {
      score = yield* (await answerFile(answered('regression', answers()), blobs)).pieces;
    }
    const parts = await storeFile(blobs, lines(), 10_000);
    expect(parts.length).toBeGreaterThan(5);
    const text = await (await openStoredFile(blobs, { name: 'a.csv', parts })).text();
    const rows = text.trim().split('\n');
    expect(rows).toHaveLength(1 + samples);
    expect(rows[1000]).toBe('999,0,999,999,999,1000,999');
    expect(rows.at(-1)).toBe('2999,0,2999,2999,2999,3000,2999');
    expect(score).toEqual({ judged: samples, rmse: 1 });
  });

  it.each([
    ['jsonl', 'jsonl'],
    ['parquet', 'parquet'],
    ['arrow', 'arrows'],
  ] as const)('says the same as %s, numbers as numbers', async (format, ending) => {
    const blobs = disk();
    async function* answers() {
      for (const from of [0, 1000]) yield Float32Array.from({ length: 1000 }, (_, i) => (from + i) / 2);
    }
    const { name, pieces } = await answerFile(answered('regression', answers()), blobs, format);
    expect(name).toBe(`d-predictions.${ending}`);
    const bytes: Uint8Array<ArrayBuffer>[] = [];
    for await (const piece of pieces) bytes.push(Uint8Array.from(piece));
    const { batches, column } = await importForTest(
      name,
      new Uint8Array(await new Blob(bytes).arrayBuffer()),
    );
    expect(batches.reduce((sum, { rows }) => sum + rows, 0)).toBe(2000);
    const [type, ...values] = column('y (predicted)') ?? [];
    expect(type).toBe('numeric');
    expect(values[1501]).toBe(750.5);
    expect(column('y')?.slice(0, 3)).toEqual(['integer', 1, 2]);
  });
});

it('of two classes writes the one that is called from a probability on, and judges it', async () => {
  const { pieces } = await answerFile(
    {
      version: {
        task: {
          type: 'classification',
          target: 'left',
          labels: ['no', 'yes'],
          threshold: { label: 'yes', from: 0.25 },
        },
        input: { kind: 'tabular', fitted: { features: [], width: 0 } },
      },
      told: {
        samples: Uint32Array.of(0, 1),
        extent: '',
        columns: ['a'],
        ask: () => Promise.resolve([]),
        cells: () => Promise.resolve([['1'], ['2']]),
      },
      truth: ['yes', 'no'],
      answers: (async function* () {
        yield Float64Array.of(0.7, 0.3, 0.9, 0.1);
      })(),
      names: { model: 'm', dataset: 'd' },
    },
    noBlobs,
  );
  const lines: string[] = [];
  let next = await pieces.next();
  for (; !next.done; next = await pieces.next()) lines.push(new TextDecoder().decode(next.value));
  expect(lines.join('').split('\n').slice(1, 3)).toEqual(['1,yes,yes,0.7,0.3', '2,no,no,0.9,0.1']);
  expect(next.value).toEqual({ judged: 2, correct: 2 });
});
