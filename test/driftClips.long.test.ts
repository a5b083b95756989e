/** Drift planted in the last window of sounds, videos and series: found there, in what is answered too, and nowhere before. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CommandInput, run } from '#/app/run';
import { provideServices } from '#/app/services';
import { writeWav } from '#/core/audio/writeWav';
import { driftReport } from '#/core/drift/driftReport';
import { normals, uniforms } from '#/core/random/random';
import { writeGif } from '#/core/samples/make/writeGif';
import { writeTar } from '#/core/samples/make/writeTar';
import { openNodeWasm } from '#/engine/train/fixtures/nodeWasm';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`drift-clips-${crypto.randomUUID()}`, { open: openNodeWasm });
  provideServices(studio.services);
});
afterAll(() => studio.close());

const count = 320;
/** The first of the last window of four. */
const planted = 240;
const training = { epochs: 4, backend: 'wasm' as const, seed: 1, batchSize: 16, learningRate: 0.01 };

async function imported(input: CommandInput<'datasets.import'>): Promise<string> {
  const { jobId, datasetId } = await run('datasets.import', input);
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  return datasetId;
}

/** What drifted in each of four windows, in order, of newer samples by a model of earlier ones; and of new ones like these. */
async function driftOf(
  of: (
    seed: number,
    from: number,
  ) => Promise<CommandInput<'datasets.import'>> | CommandInput<'datasets.import'>,
  how: Omit<CommandInput<'training.submit'>, 'datasetId'>,
): Promise<{ drifted: string[][]; answers: string[][]; without: string[][] }> {
  const datasetId = await imported(await of(1, count));
  const { jobId, modelId } = await run('training.submit', { datasetId, training, ...how });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  // Nothing is asked of it again: the version keeps what it needs.
  await run('datasets.delete', { id: datasetId });
  const columnsOf = async (seed: number, from: number) => {
    const drift = await run('monitor.drift', {
      modelId,
      datasetId: await imported(await of(seed, from)),
      windows: 4,
    });
    expect((await run('jobs.wait', { id: drift.jobId })).error).toBeUndefined();
    const { file } = await run('jobs.download', { id: drift.jobId });
    return driftReport.parse(JSON.parse(await file.text())).columns;
  };
  const inWindows = (columns: Awaited<ReturnType<typeof columnsOf>>) =>
    [0, 1, 2, 3].map((window) =>
      columns.filter(({ overTime }) => overTime[window]?.verdict === 'drifted').map(({ name }) => name),
    );
  const shifted = await columnsOf(2, planted);
  return {
    drifted: inWindows(shifted),
    answers: inWindows(shifted.filter(({ part }) => part === 'prediction')),
    without: inWindows(await columnsOf(3, count)),
  };
}

const none = [[], [], [], []];
const seen = ['what the model sees', 'what it sees on average'];
const nameOf = (i: number, ending: string) => `${String(i).padStart(4, '0')}.${ending}`;
const labelled = (ending: string, labelOf: (i: number) => string) => ({
  path: 'labels.csv',
  bytes: new TextEncoder().encode(
    ['filename,label', ...Array.from({ length: count }, (_, i) => `${nameOf(i, ending)},${labelOf(i)}`)].join(
      '\n',
    ),
  ),
});

it('in sounds: louder noise, and of the two pitches one alone', async () => {
  const rate = 4_000;
  const archive = (seed: number, from: number) => {
    const noise = normals(seed, 'noise', 0, count * 800);
    const draws = uniforms(seed, 'pitch', 0, 2 * count);
    const isHigh = (i: number) => i >= from || (draws[2 * i] as number) < 0.5;
    const files = Array.from({ length: count }, (_, i) => {
      const pitch = (isHigh(i) ? 900 : 300) * (0.9 + 0.2 * (draws[2 * i + 1] as number));
      const sound = Float32Array.from({ length: 800 }, (_, t) => {
        const tone = 0.4 * Math.sin((2 * Math.PI * pitch * t) / rate);
        return Math.max(-1, Math.min(1, tone + (i < from ? 0.02 : 0.1) * (noise[i * 800 + t] as number)));
      });
      return { path: nameOf(i, 'wav'), bytes: writeWav(sound, rate) };
    });
    const tar = writeTar([...files, labelled('wav', (i) => (isHigh(i) ? 'high' : 'low'))]);
    return { files: [new File([tar], `sounds ${seed}.tar`)] };
  };
  const { drifted, answers, without } = await driftOf(archive, {
    target: 'label',
    family: 'cnn2d',
    familyParams: { filters: [4, 8] },
  });
  expect(drifted.slice(0, 3)).toEqual([[], [], []]);
  expect(drifted[3]).toEqual(expect.arrayContaining(seen));
  expect(answers[3]?.length).toBeGreaterThan(0);
  expect(without).toEqual(none);
}, 240_000);

it('in videos: brighter, and of the two ways one alone', async () => {
  const archive = (seed: number, from: number) => {
    const draws = uniforms(seed, 'clips', 0, 3 * count);
    const isRight = (i: number) => i >= from || (draws[3 * i] as number) < 0.5;
    const [width, height, frames] = [12, 8, 6];
    const files = Array.from({ length: count }, (_, i) => {
      const first = Math.floor((draws[3 * i + 1] as number) * 3) + (isRight(i) ? 0 : 7);
      const ground = Math.floor((draws[3 * i + 2] as number) * 40) + (i < from ? 0 : 60);
      const noise = uniforms(seed, 'pixels', i, frames * width * height);
      const pictures = Array.from({ length: frames }, (_, t) =>
        Uint8Array.from({ length: width * height }, (_, at) => {
          const isIn = Math.abs((at % width) - (first + (isRight(i) ? t : -t))) < 2;
          return ground + (isIn ? 120 : 0) + Math.floor(20 * (noise[t * width * height + at] as number));
        }),
      );
      const palette = Array.from({ length: 256 }, (_, grey) => [grey, grey, grey] as const);
      return {
        path: nameOf(i, 'gif'),
        bytes: writeGif({ width, height, palette, frames: pictures, delay: 10 }),
      };
    });
    const tar = writeTar([...files, labelled('gif', (i) => (isRight(i) ? 'right' : 'left'))]);
    return { files: [new File([tar], `clips ${seed}.tar`)] };
  };
  const { drifted, answers, without } = await driftOf(archive, {
    target: 'label',
    family: 'cnn3d',
    familyParams: { filters: [4, 8] },
  });
  expect(drifted.slice(0, 3)).toEqual([[], [], []]);
  expect(drifted[3]).toEqual(expect.arrayContaining(seen));
  expect(answers[3]?.length).toBeGreaterThan(0);
  expect(without).toEqual(none);
}, 240_000);

it('in series: higher, and wider', async () => {
  const length = 8;
  const table = (seed: number, from: number) => {
    const noise = normals(seed, 'series', 0, (count + 1) * length);
    const lines = Array.from({ length: noise.length }, (_, t) => {
      const moved = Math.floor(t / length) >= from;
      const value = 10 + (moved ? 2 + 1.5 * (noise[t] as number) : (noise[t] as number));
      return `${new Date(Date.UTC(2024, 0, 1, t)).toISOString()},${value.toFixed(3)}`;
    });
    const windowing = { length: 6, stride: length, horizon: 2 };
    return {
      files: [new File([`time,load\n${lines.join('\n')}\n`], `load ${seed}.csv`)],
      kind: 'timeseries' as const,
      options: { series: { windowing } },
    };
  };
  const { drifted, answers, without } = await driftOf(table, { target: 'future', family: 'linear' });
  expect(drifted.slice(0, 3)).toEqual([[], [], []]);
  expect(drifted[3]).toEqual(expect.arrayContaining(seen));
  expect(answers[3]?.length).toBeGreaterThan(0);
  expect(without).toEqual(none);
}, 240_000);
