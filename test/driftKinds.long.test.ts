/** Drift planted in the last window of texts, fields and images: found there, and nowhere before. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CommandInput, run } from '#/app/run';
import { provideServices } from '#/app/services';
import { driftReport } from '#/core/drift/driftReport';
import type { GridImportOptions } from '#/core/grid/gridSchema';
import { normals, uniforms } from '#/core/random/random';
import { openNodeWasm } from '#/engine/train/fixtures/nodeWasm';
import { writeNpz } from '#/formats/arrays/writeNpz';
import { makeStripes } from './support/makeStripes';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`drift-kinds-${crypto.randomUUID()}`, { open: openNodeWasm });
  provideServices(studio.services);
});
afterAll(() => studio.close());

async function imported(input: CommandInput<'datasets.import'>): Promise<string> {
  const { jobId, datasetId } = await run('datasets.import', input);
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  return datasetId;
}

async function trained(input: CommandInput<'training.submit'>): Promise<string> {
  const { jobId, modelId } = await run('training.submit', input);
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  return modelId;
}

/** Names of the columns that drifted in each of four windows. */
async function driftedIn(modelId: string, datasetId: string): Promise<string[][]> {
  const { jobId } = await run('monitor.drift', { modelId, datasetId, windows: 4 });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  const { file } = await run('jobs.download', { id: jobId });
  const { columns } = driftReport.parse(JSON.parse(await file.text()));
  return [0, 1, 2, 3].map((window) =>
    columns.filter(({ overTime }) => overTime[window]?.verdict === 'drifted').map(({ name }) => name),
  );
}

/** By a classifier on it, and by its mean discrepancy. */
const seen = ['what the model sees', 'what it sees on average'];

const training = { epochs: 2, backend: 'wasm' as const, seed: 1 };

it('in texts', async () => {
  const words = {
    weather: ['rain', 'sunny', 'storm', 'snow', 'umbrella'],
    music: ['song', 'album', 'guitar', 'concert', 'drums'],
  };
  const fillers = ['please', 'the', 'for', 'tomorrow', 'me', 'is', 'now', 'and'];
  const messages = (seed: number, count: number, from = count): string => {
    const draws = uniforms(seed, 'messages', 0, count * 12);
    const lines = Array.from({ length: count }, (_, i) => {
      const draw = (k: number, list: readonly string[]) =>
        list[Math.floor((draws[i * 12 + k] as number) * list.length)] ?? '';
      const intent = (draws[i * 12] as number) < 0.5 ? 'weather' : 'music';
      const text = [1, 2, 3, 4, 5].map((k) => draw(k, i < from ? fillers : fillers.slice(6)));
      text.splice(2, 0, draw(6, words[intent]), draw(7, words[intent]));
      return `"${i < from ? text.join(' ') : `${text.join(' ')} CALL 0800 555 ${i}`}",${intent}`;
    });
    return ['message,intent', ...lines].join('\n');
  };
  const file = (name: string, text: string) => ({ files: [new File([text], name)], kind: 'text' as const });
  const datasetId = await imported(file('before.csv', messages(1, 800)));
  const modelId = await trained({ datasetId, target: 'intent', family: 'textLinear', training });
  const found = await driftedIn(modelId, await imported(file('after.csv', messages(2, 800, 600))));
  expect(found.slice(0, 3)).toEqual([[], [], []]);
  expect(found[3]?.length).toBeGreaterThan(3);
  expect(found[3]).toEqual(expect.arrayContaining(seen));
}, 120_000);

it('in fields', async () => {
  const shape = [400, 4, 6, 5];
  const options: { grid: GridImportOptions } = {
    grid: {
      mapping: {
        variables: ['wave'],
        axes: { dim0: 'sample', dim1: 'time', dim2: 'x', dim3: 'y' },
        fixed: {},
      },
      windowing: { length: 2, stride: 2, horizon: 1 },
      labels: { kind: 'future' },
    },
  };
  const waves = async (name: string, seed: number, from: number) => {
    const each = 4 * 6 * 5;
    const values = normals(seed, 'wave', 0, 400 * each).map((value, i) =>
      i < from * each ? value : 1.6 * value + 0.8,
    );
    return { files: [new File([await writeNpz({ wave: { values, shape } })], name)], options };
  };
  const datasetId = await imported(await waves('before.npz', 1, 400));
  const modelId = await trained({ datasetId, target: 'future', family: 'cnn3dTime', training });
  const found = await driftedIn(modelId, await imported(await waves('after.npz', 2, 300)));
  expect(found.slice(0, 3)).toEqual([[], [], []]);
  expect(found[3]?.length).toBeGreaterThan(3);
  expect(found[3]).toEqual(expect.arrayContaining(seen));
}, 180_000);

it('in images', async () => {
  const pictures = (name: string, seed: number, from: number) => ({
    files: [new File([makeStripes(seed, 480, from)], name)],
  });
  const datasetId = await imported(pictures('before.zip', 1, 480));
  const modelId = await trained({ datasetId, target: 'label', family: 'cnn2d', training });
  const after = await imported(pictures('after.zip', 2, 360));
  const found = await driftedIn(modelId, after);
  expect(found.slice(0, 3)).toEqual([[], [], []]);
  expect(found[3]?.length).toBeGreaterThan(2);
  expect(found[3]).toEqual(expect.arrayContaining(seen));
  // What was seen is stored with the version: it outlives the dataset.
  await run('datasets.delete', { id: datasetId });
  expect((await driftedIn(modelId, after))[3]).toEqual(expect.arrayContaining(seen));
}, 180_000);
