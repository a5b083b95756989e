/** What a model in use is given and cannot use: named, with what to do, and nothing written down half. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CommandInput, run } from '#/app/run';
import { provideServices } from '#/app/services';
import { driftReport } from '#/core/drift/driftReport';
import { normals } from '#/core/random/random';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
let modelId = '';
let pricedId = '';

/** age, a constant, a column in which nearly nothing is, a city; bought and price follow age. */
function table(
  seed: number,
  rows: number,
  cell: (i: number) => Partial<Record<string, string>> = () => ({}),
) {
  const age = normals(seed, 'age', 0, rows);
  const lines = Array.from({ length: rows }, (_, i) => {
    const years = 40 + 10 * (age[i] as number);
    const one = {
      age: years.toFixed(2),
      still: '7',
      rare: i % 100 === 0 ? '1.5' : '',
      city: i % 2 === 0 ? 'Bern' : 'Graz',
      bought: years > 42 ? 'yes' : 'no',
      price: (3 * years).toFixed(2),
      ...cell(i),
    };
    return Object.values(one).join();
  });
  return ['age,still,rare,city,bought,price', ...lines].join('\n');
}

async function imported(name: string, text: string): Promise<string> {
  const { jobId, datasetId } = await run('datasets.import', { files: [new File([text], name)] });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  return datasetId;
}

async function train(datasetId: string, target: string, features: string[], model?: string) {
  const { jobId, modelId: made } = await run('training.submit', {
    datasetId,
    target,
    family: 'linear',
    features,
    ...(model && { modelId: model }),
    training: { epochs: 2, backend: 'cpu', seed: 1 },
  });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  return made;
}

beforeAll(async () => {
  studio = await openNodeStudio(`in-use-bad-${crypto.randomUUID()}`);
  provideServices(studio.services);
  const datasetId = await imported('before.csv', table(1, 600));
  modelId = await train(datasetId, 'bought', ['age', 'still', 'rare', 'city']);
  await train(datasetId, 'bought', ['age', 'city'], modelId);
  pricedId = await train(datasetId, 'price', ['age', 'city']);
  const { versions } = await run('models.get', { id: modelId });
  const first = versions.find(({ number }) => number === 1);
  await run('models.setAlias', { modelId, alias: 'champion', versionId: first?.id ?? '' });
  for (const id of [modelId, pricedId]) await run('monitor.keep', { modelId: id, on: true, withRows: true });
}, 120_000);
afterAll(() => studio.close());

const good = { age: 41, still: 7, rare: 1.5, city: 'Bern' };
const state = async (id = modelId) => ({
  ...(await run('monitor.answers', { modelId: id })),
  compared: await run('comparisons.list', { modelId: id }),
});

async function compared(text: string, more: Partial<CommandInput<'monitor.drift'>> = {}) {
  const datasetId = await imported(`now ${crypto.randomUUID()}.csv`, text);
  const { jobId } = await run('monitor.drift', { modelId, datasetId, ...more });
  const job = await run('jobs.wait', { id: jobId });
  if (job.error) throw job.error;
  const { file } = await run('jobs.download', { id: jobId });
  const written = await file.text();
  expect(written).not.toMatch(/NaN|Infinity/);
  return driftReport.parse(JSON.parse(written));
}

it.each([
  ['other columns', { years: 41, town: 'Bern' }],
  ['another shape', { ...good, age: [1, 2] as never }],
])('%s among good rows are refused by name, and none of the rows is written down', async (_, bad) => {
  const before = await state();
  const rows = [good, bad, good];
  const refused = await run('inference.predict', { modelId, rows, ids: ['a', 'b', 'c'] }).catch((e) => e);
  expect(refused, JSON.stringify(refused)).toMatchObject({
    code: expect.any(String),
    message: expect.any(String),
  });
  expect(`${refused.message} ${refused.place}`).toMatch(/age|years|town|row/);
  expect(refused.hint).toBeTruthy();
  const after = await state();
  expect(after.answers).toEqual(before.answers);
  expect(after.log.kept).toBe(before.log.kept);
});

it('a cell of another type is named, and counts as missing', async () => {
  const { warnings } = await run('inference.predict', { modelId, rows: [good, { ...good, age: 'old' }] });
  expect(warnings).toEqual(['age: "old" is not a number; treated as missing.']);
});

it('labels: of ids that nobody has, and one that is no number among good ones, join nothing', async () => {
  await run('inference.predict', { modelId, rows: [good], ids: ['known'] });
  const unknown = ['p', 'q'].map((id) => ({ id, value: 'yes' }));
  expect(await run('monitor.labels', { modelId, labels: unknown })).toEqual({
    joined: 0,
    changed: 0,
    unknown: ['p', 'q'],
    unknownCount: 2,
  });
  await run('inference.predict', { modelId: pricedId, rows: [good, good], ids: ['x', 'y'] });
  const before = await state(pricedId);
  await expect(
    run('monitor.labels', {
      modelId: pricedId,
      labels: [
        { id: 'x', value: 120 },
        { id: 'y', value: 'dear' },
      ],
    }),
  ).rejects.toMatchObject({ place: 'label 2', hint: expect.stringContaining('Nothing was joined') });
  expect(await state(pricedId)).toEqual(before);
});

it('columns with nothing in them now, constants and new labels get a verdict, and no NaN', async () => {
  const report = await compared(
    table(2, 400, (i) => ({ age: '', still: '7', city: i % 3 === 0 ? 'Oslo' : 'Bern' })),
  );
  const of = (name: string) => report.columns.find((one) => one.name === name && one.part !== 'prediction');
  expect(of('age')).toMatchObject({ verdict: 'drifted' });
  expect(of('city')).toMatchObject({ verdict: 'drifted', words: expect.stringContaining('Oslo') });
  expect(of('still')).toMatchObject({ verdict: 'same' });
  for (const { name, words } of report.columns) expect(words, name).toBeTruthy();
  const moved = await compared(table(3, 400, () => ({ still: '8' })));
  expect(moved.columns.find(({ name }) => name === 'still')?.verdict).toBe('drifted');
}, 60_000);

it('a column with nothing in it cannot be learnt from, by name; of one with hardly anything that is said', async () => {
  const nothing = await imported(
    'nothing.csv',
    table(6, 200, () => ({ rare: '' })),
  );
  const wanted = { datasetId: nothing, target: 'bought', family: 'linear', features: ['age', 'rare'] };
  await expect(run('training.submit', wanted)).rejects.toMatchObject({
    message: expect.stringContaining('"rare"'),
    place: 'column rare',
    hint: 'Take it out of the features.',
  });
  // With some seeds the one value is held back, and nothing of the column is learnt from.
  const datasetId = await imported(
    'once.csv',
    table(7, 40, (i) => ({ rare: i === 7 ? '1.5' : '' })),
  );
  for (const seed of [1, 2, 3, 4]) {
    const {
      jobId,
      runId,
      modelId: made,
    } = await run('training.submit', {
      datasetId,
      target: 'bought',
      family: 'linear',
      features: ['age', 'rare'],
      training: { epochs: 1, backend: 'cpu', seed, validationSplit: 0.4 },
    });
    expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
    const report = await compared(
      table(8, 200, () => ({ rare: '2.5' })),
      { modelId: made },
    );
    const of = report.columns.find(({ name }) => name === 'rare');
    if (of) expect(of).toMatchObject({ verdict: 'unknown', words: 'Fewer than 10 values: too few to tell.' });
    else
      expect(JSON.stringify(await run('runs.get', { id: runId }))).toMatch(
        /rare[^"]*(no value|missing|left out)/i,
      );
  }
}, 60_000);

it('windows of no length are refused where they are asked for', async () => {
  const datasetId = await imported('again.csv', table(4, 60));
  await expect(run('monitor.drift', { modelId, datasetId, windows: 0 })).rejects.toMatchObject({
    place: expect.stringContaining('windows'),
  });
  await expect(run('monitor.performance', { modelId, windows: 0 })).rejects.toMatchObject({
    place: expect.stringContaining('windows'),
  });
  await expect(run('monitor.metrics', { modelId, minutes: 0 })).rejects.toMatchObject({
    place: expect.stringContaining('minutes'),
  });
  // More windows than rows.
  const few = await compared(table(5, 5), { windows: 24 }).catch((thrown) => thrown);
  expect(few.message ?? JSON.stringify(few)).not.toMatch(/NaN|undefined/);
}, 60_000);

it('a challenger deleted in the middle cannot be promoted; the champion stays', async () => {
  const { id } = await run('comparisons.start', { modelId, challenger: 2 });
  await run('inference.predict', { modelId, rows: [good], ids: ['s'] });
  const { versions, model } = await run('models.get', { id: modelId });
  const second = versions.find(({ number }) => number === 2)?.id ?? '';
  for (const [alias, versionId] of Object.entries(model.aliases))
    if (versionId === second) await run('models.setAlias', { modelId, alias, versionId: null });
  await run('models.deleteVersion', { modelId, versionId: second });
  await expect(run('comparisons.end', { id, how: 'promote' })).rejects.toMatchObject({
    message: expect.stringContaining('ersion'),
  });
  expect((await run('models.get', { id: modelId })).model.aliases['champion']).toBe(
    versions.find(({ number }) => number === 1)?.id,
  );
  // Its answers still take their labels.
  expect(await run('monitor.labels', { modelId, labels: [{ id: 's', value: 'yes' }] })).toMatchObject({
    joined: 1,
  });
  expect((await run('inference.predict', { modelId, rows: [good] })).version).toBe(1);
  expect((await state()).compared[0]?.comparison.status).toBe('stopped');
});
