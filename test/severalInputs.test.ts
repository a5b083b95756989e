/**
 * A network with two inputs, each some of the columns: trained, exported, opened again from the file, taught further there
 * and given another answer; so of a table with a column of words and of a series.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { networkOf } from '#/core/bodies/network';
import { unpackWeights } from '#/core/bodies/tensorBlob';
import type { HostWeight } from '#/core/layers/layerDef';
import type { ModelVersion } from '#/core/protocol/model';
import { uniforms } from '#/core/random/random';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`inputs-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

const done = async (jobId: string) => {
  const job = await run('jobs.wait', { id: jobId });
  expect(job.error).toBeUndefined();
  expect(job.status).toBe('completed');
};
const newest = async (modelId: string): Promise<ModelVersion> =>
  (await run('models.get', { id: modelId })).versions.toSorted(
    (a, b) => b.number - a.number,
  )[0] as ModelVersion;
async function imported(name: string, text: string): Promise<string> {
  const { jobId, datasetId } = await run('datasets.import', { files: [new File([text], name)] });
  await done(jobId);
  return datasetId;
}
async function weightsOf(version: ModelVersion): Promise<Map<string, HostWeight>> {
  const body = networkOf(version);
  if (!body) throw new Error('No network.');
  return unpackWeights(await studio.services.storage.blobs.get(body.weights.blob), body.weights.tensors);
}

/** Wide is yes where it is not red; the price is what both sizes come to. */
function table(): string {
  const draws = uniforms(3, 'table', 0, 360);
  const rows = Array.from({ length: 120 }, (_, i) => {
    const [a = 0, b = 0, c = 0] = draws.slice(3 * i);
    const colour = ['red', 'green', 'blue'][Math.floor(3 * c)];
    return [
      a.toFixed(4),
      colour,
      b.toFixed(4),
      a > 0.5 && colour !== 'red' ? 'yes' : 'no',
      (a + b).toFixed(4),
    ];
  });
  return ['width,colour,depth,wanted,price', ...rows.map((row) => row.join(','))].join('\n');
}

const network = {
  inputs: [
    { name: 'sizes', columns: ['width', 'depth'] },
    { name: 'look', columns: ['colour'] },
  ],
  nodes: [
    { id: 'left', type: 'dense', inputs: ['sizes'], params: { units: 8, useBias: true } },
    { id: 'bent', type: 'activation', inputs: ['left'], params: { kind: 'relu' } },
    { id: 'right', type: 'dense', inputs: ['look'], params: { units: 8, useBias: true } },
    { id: 'sum', type: 'add', inputs: ['bent', 'right'], params: {} },
    { id: 'both', type: 'concat', inputs: ['sum', 'sizes'], params: {} },
  ],
  output: 'both',
  head: true,
};
const training = { epochs: 20, learningRate: 0.02, backend: 'cpu', seed: 1 } as const;

it('of a table: trained, out and in again, taught further, and given another answer', {
  timeout: 240_000,
}, async () => {
  const datasetId = await imported('things.csv', table());
  const trained = await run('training.submit', {
    datasetId,
    target: 'wanted',
    features: ['width', 'colour', 'depth'],
    family: 'customNetwork',
    familyParams: network,
    training,
  });
  await done(trained.jobId);
  const version = await newest(trained.modelId);
  expect(networkOf(version)?.arch).toMatchObject({
    sample: [5],
    inputs: [
      { name: 'sizes', shape: [2], part: { columns: ['width', 'depth'] } },
      { name: 'look', shape: [3], part: { columns: ['colour'] } },
    ],
  });
  expect(version.metrics.valAccuracy).toBeGreaterThan(0.8);

  const { files, report } = await run('models.export', { modelId: trained.modelId });
  expect(report.parity).toMatchObject({ passed: true, labelsEqual: true });
  const opened = await run('models.import', {
    files: [new File([files[0]?.bytes ?? new Uint8Array()], 'two.onnx')],
  });
  await done(opened.jobId);
  const again = await newest(opened.modelId);
  expect(networkOf(again)?.arch).toEqual(networkOf(version)?.arch);
  const [ours, theirs] = [await weightsOf(version), await weightsOf(again)];
  for (const [name, { data }] of ours) expect(theirs.get(name)?.data).toEqual(data);

  const further = await run('training.goOn', {
    modelVersionId: again.id,
    datasetId,
    training: { epochs: 4, learningRate: 0.01 },
  });
  await done(further.jobId);
  expect((await newest(opened.modelId)).number).toBe(2);

  const { points, standard } = await run('models.cuts', { modelVersionId: again.id });
  expect(points.find(({ id }) => id === standard)).toMatchObject({ id: 'both', isGate: true });
  const moved = await run('training.transfer', {
    modelVersionId: again.id,
    datasetId,
    target: 'price',
    freeze: 'both',
    head: { units: [6] },
    training: { ...training, epochs: 6 },
  });
  await done(moved.jobId);
  const made = await newest(moved.modelId);
  expect(made.input).toEqual(again.input);
  const kept = await weightsOf(made);
  for (const [name, { data }] of theirs)
    if (/^(left|right)\//.test(name)) expect(kept.get(name)?.data).toEqual(data);
  const answered = await run('models.export', { modelId: moved.modelId });
  expect(answered.report.parity).toMatchObject({ passed: true });

  // As programs: what each input is made of is said.
  const torch = await run('models.export', { modelId: trained.modelId, format: 'pytorch' });
  const code = new TextDecoder().decode(torch.files.find(({ name }) => name.endsWith('.py'))?.bytes);
  expect(code).toContain('sizes is [batch, 2] (width, depth); look is [batch, 3] (colour)');
  expect(code).toContain('def forward(self, sizes, look):');
});

it('of a series: channels of it, by name', { timeout: 240_000 }, async () => {
  const draws = uniforms(4, 'series', 0, 400);
  const lines = Array.from({ length: 200 }, (_, i) =>
    [
      new Date(Date.UTC(2024, 0, 1) + i * 3_600_000).toISOString(),
      (Math.sin(i / 5) + 0.1 * (draws[2 * i] ?? 0)).toFixed(4),
      (Math.cos(i / 5) + 0.1 * (draws[2 * i + 1] ?? 0)).toFixed(4),
      (i % 24).toString(),
    ].join(','),
  );
  const { jobId, datasetId } = await run('datasets.import', {
    files: [new File([['time,heat,wind,hour', ...lines].join('\n')], 'hours.csv')],
    kind: 'timeseries',
  });
  await done(jobId);
  const trained = await run('training.submit', {
    datasetId,
    target: 'future',
    family: 'customNetwork',
    familyParams: {
      inputs: [
        { name: 'air', columns: ['heat', 'wind'] },
        { name: 'clock', columns: ['hour'] },
      ],
      nodes: [
        { id: 'seen', type: 'gru', inputs: ['air'], params: { units: 4 } },
        { id: 'told', type: 'flatten', inputs: ['clock'], params: {} },
        { id: 'both', type: 'concat', inputs: ['seen', 'told'], params: {} },
      ],
      output: 'both',
      head: true,
    },
    training: { ...training, epochs: 1 },
  });
  await done(trained.jobId);
  const { report } = await run('models.export', { modelId: trained.modelId });
  expect(report.parity).toMatchObject({ passed: true });
});
