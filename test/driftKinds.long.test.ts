/** Drift planted in the last window of texts, fields and images: found there, and nowhere before. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CommandInput, run } from '#/app/run';
import { provideServices } from '#/app/services';
import { driftReport } from '#/core/drift/driftReport';
import type { GridImportOptions } from '#/core/grid/gridSchema';
import { normals, uniforms } from '#/core/random/random';
import { writeZip } from '#/core/samples/make/writeZip';
import { openNodeWasm } from '#/engine/train/fixtures/nodeWasm';
import { writeNpz } from '#/formats/arrays/writeNpz';
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
      const text = [1, 2, 3, 4, 5].map((k) => draw(k, fillers));
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
  expect(found[3]?.length).toBeGreaterThan(1);
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
  expect(found[3]?.length).toBeGreaterThan(1);
}, 180_000);

it('in images', async () => {
  const side = 12;
  const count = 480;
  // The two files of MNIST: stripes that stand or lie, brighter from some image on.
  const pictures = (name: string, seed: number, from: number) => {
    const images = new Uint8Array(16 + count * side * side);
    const labels = new Uint8Array(8 + count);
    images.set([0, 0, 8, 3]);
    labels.set([0, 0, 8, 1]);
    for (const [at, size] of [count, side, side].entries())
      new DataView(images.buffer).setUint32(4 + 4 * at, size);
    new DataView(labels.buffer).setUint32(4, count);
    for (let i = 0; i < count; i++) {
      const noise = uniforms(seed, 'pixels', i, side * side);
      const upright = (noise[0] as number) < 0.5;
      labels[8 + i] = upright ? 1 : 0;
      for (const [at, value] of noise.entries()) {
        const stripe = ((upright ? at % side : Math.floor(at / side)) >> 1) % 2;
        images[16 + i * side * side + at] = 90 * stripe + 60 * value + (i < from ? 0 : 70);
      }
    }
    const zip = writeZip([
      { path: 'stripes-images-idx3-ubyte', bytes: images },
      { path: 'stripes-labels-idx1-ubyte', bytes: labels },
    ]);
    return { files: [new File([zip], name)] };
  };
  const datasetId = await imported(pictures('before.zip', 1, 480));
  const modelId = await trained({ datasetId, target: 'label', family: 'cnn2d', training });
  const found = await driftedIn(modelId, await imported(pictures('after.zip', 2, 360)));
  expect(found.slice(0, 3)).toEqual([[], [], []]);
  expect(found[3]?.length).toBeGreaterThan(0);
}, 180_000);
