/** A model in use, from answers to verdicts: calls, the log, late labels, estimates without them, versions compared live. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { commands } from '#/app/dispatch';
import { type CommandInput, type CommandName, run } from '#/app/run';
import { provideServices } from '#/app/services';
import { normals, uniforms } from '#/core/random/random';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
let modelId = '';

interface Row {
  a: number;
  b: number;
  bought: string;
}

/** Bought with a probability of both; `moved` shifts a. */
function world(seed: number, rows: number, moved = 0): Row[] {
  const [a, b, drawn] = [
    normals(seed, 'a', 0, rows),
    normals(seed, 'b', 0, rows),
    uniforms(seed, 'bought', 0, rows),
  ];
  return Array.from({ length: rows }, (_, i) => {
    const row = { a: moved + (a[i] as number), b: b[i] as number };
    const chance = 1 / (1 + Math.exp(-(2.5 * row.a + 1.5 * row.b)));
    return { ...row, bought: (drawn[i] as number) < chance ? 'yes' : 'no' };
  });
}

const csv = (rows: readonly Row[]) =>
  ['a,b,bought', ...rows.map(({ a, b, bought }) => [a.toFixed(4), b.toFixed(4), bought].join())].join('\n');

async function imported(name: string, rows: readonly Row[]): Promise<string> {
  const { jobId, datasetId } = await run('datasets.import', { files: [new File([csv(rows)], name)] });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  return datasetId;
}

async function train(datasetId: string, features: string[], model?: string): Promise<string> {
  const { jobId, modelId: made } = await run('training.submit', {
    datasetId,
    target: 'bought',
    family: 'linear',
    features,
    ...(model && { modelId: model }),
    training: { epochs: 3, backend: 'cpu', seed: 1, testSplit: 0.5 },
  });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  return made;
}

beforeAll(async () => {
  studio = await openNodeStudio(`in-use-${crypto.randomUUID()}`);
  provideServices(studio.services);
  const datasetId = await imported('before.csv', world(1, 40_000));
  modelId = await train(datasetId, ['b']);
  await train(datasetId, ['a', 'b'], modelId);
  const { versions } = await run('models.get', { id: modelId });
  const first = versions.find(({ number }) => number === 1);
  await run('models.setAlias', { modelId, alias: 'champion', versionId: first?.id ?? '' });
}, 120_000);
afterAll(() => studio.close());

/** Answers are exactly what their schema says. */
async function called<N extends CommandName>(name: N, input: CommandInput<N>) {
  const output = await run(name, input);
  expect(commands.all.find((one) => one.name === name)?.output.parse(output)).toEqual(output);
  return output;
}

const asked = (rows: readonly Row[]) => rows.map(({ a, b }) => ({ a, b }));
const named = (prefix: string, rows: readonly Row[]) => rows.map((_, i) => `${prefix} ${i}`);
const labelsOf = (ids: readonly string[], rows: readonly Row[]) =>
  ids.map((id, i) => ({ id, value: rows[i]?.bought ?? '' }));

it('calls are measured; answers are kept up to the bound, with the labels that come', async () => {
  await called('inference.predict', { modelId, rows: asked(world(2, 3)) });
  await expect(run('inference.predict', { modelId, version: 2, rows: [{ nothing: 1 }] })).rejects.toThrow();
  expect((await called('monitor.answers', { modelId })).answers).toEqual([]);
  await called('monitor.keep', { modelId, on: true, withRows: true, bound: 4 });
  const rows = world(3, 6);
  const ids = named('row', rows);
  expect((await called('inference.predict', { modelId, rows: asked(rows), ids })).ids).toEqual(ids);
  await expect(run('inference.predict', { modelId, rows: asked(rows), ids: ['one'] })).rejects.toMatchObject({
    place: 'ids',
  });
  const { log, answers } = await called('monitor.answers', { modelId });
  expect(log).toMatchObject({ kept: 4, bound: 4 });
  expect(answers.map(({ id }) => id)).toEqual(['row 5', 'row 4', 'row 3', 'row 2']);
  expect(answers[0]?.row).toEqual(asked(rows)[5]);
  const metrics = await called('monitor.metrics', { modelId });
  expect(metrics).toMatchObject({ calls: 2, rows: 9, failed: 0 });
  expect(metrics.latencyP99Ms).toBeGreaterThanOrEqual(metrics.latencyP50Ms);

  const file = new File(['key;truth\nrow 5;yes\nrow 0;no\nrow 4;\n'], 'labels.csv');
  await expect(run('monitor.labels', { modelId, file })).rejects.toMatchObject({ place: 'idColumn' });
  expect(await called('monitor.labels', { modelId, file, idColumn: 'key', labelColumn: 'truth' })).toEqual({
    joined: 1,
    changed: 0,
    unknown: ['row 0'],
    unknownCount: 1,
  });
  await called('monitor.keep', { modelId, clear: true, bound: 10_000 });
}, 60_000);

it('without labels the accuracy is estimated within 2 points where inputs moved', async () => {
  for (const [seed, moved] of [
    [11, 0],
    [12, 0.8],
    [13, -1.2],
  ] as const) {
    const rows = world(seed, 5_000, moved);
    const datasetId = await imported(`moved ${moved}.csv`, rows);
    const found = await called('monitor.performance', { modelId, version: 2, datasetId, windows: 5 });
    expect(found, String(moved)).toMatchObject({ known: true, labelled: 5_000, metric: 'accuracy' });
    const off = Math.abs((found.estimate?.share ?? 0) - (found.actual?.share ?? 1));
    expect(off, String(moved)).toBeLessThan(0.02);
  }
  // The same inputs, and what is right turned round.
  const turned = world(14, 1_000).map((row) => ({ ...row, bought: row.bought === 'yes' ? 'no' : 'yes' }));
  const datasetId = await imported('turned.csv', turned);
  const found = await called('monitor.performance', { modelId, version: 2, datasetId });
  expect(found).toMatchObject({ known: false, why: expect.stringContaining('what is right has changed') });
}, 120_000);

it('a shadow finds the better version, which is promoted and rolled back', async () => {
  await expect(run('comparisons.start', { modelId, challenger: 1 })).rejects.toMatchObject({
    code: 'badInput',
  });
  const { id } = await called('comparisons.start', { modelId, challenger: 2, expectedRows: 2_000 });
  await expect(run('comparisons.start', { modelId, challenger: 2 })).rejects.toMatchObject({
    code: 'conflict',
  });
  const rows = world(21, 1_000);
  const ids = named('shadow', rows);
  const answer = await called('inference.predict', { modelId, rows: asked(rows), ids });
  expect(answer.version).toBe(1);
  await called('monitor.labels', { modelId, labels: labelsOf(ids, rows) });
  const [first] = await called('comparisons.list', { modelId });
  expect(first?.comparison).toMatchObject({ id, status: 'running', verdict: { found: 'better' } });
  expect(first?.difference?.low).toBeGreaterThan(0);
  // The same labels again teach nothing more.
  await called('monitor.labels', { modelId, labels: labelsOf(ids, rows) });
  const [again] = await called('comparisons.list', { modelId });
  expect(again?.comparison.test).toEqual(first?.comparison.test);

  expect((await called('comparisons.end', { id, how: 'promote' })).status).toBe('promoted');
  expect((await run('inference.predict', { modelId, rows: asked(rows.slice(0, 1)) })).version).toBe(2);
  expect((await called('comparisons.end', { id, how: 'rollBack' })).status).toBe('rolledBack');
  expect((await run('inference.predict', { modelId, rows: asked(rows.slice(0, 1)) })).version).toBe(1);
  await expect(run('comparisons.end', { id, how: 'stop' })).rejects.toMatchObject({ code: 'conflict' });
}, 60_000);

it('a promotion that a sudden end cuts off is asked again or rolled back, and the alias comes back', async () => {
  const { inUse } = studio.services.storage;
  const { id } = await called('comparisons.start', { modelId, challenger: 2 });
  const championOf = async () => {
    const { model, versions } = await run('models.get', { id: modelId });
    return versions.find((one) => one.id === model.aliases.champion)?.number;
  };
  for (const how of ['promote', 'rollBack', 'stop'] as const) {
    const { id: begun } =
      how === 'promote' ? { id } : await run('comparisons.start', { modelId, challenger: 2 });
    // The alias has moved, and the comparison does not say so yet.
    const { change } = inUse;
    let changes = 0;
    inUse.change = async (...given) => {
      if (++changes === 2) throw new Error('The page ended.');
      return await change(...given);
    };
    await expect(run('comparisons.end', { id: begun, how: 'promote' })).rejects.toThrow('The page ended.');
    inUse.change = change;
    expect(await championOf()).toBe(2);
    expect((await inUse.comparison(begun))?.status).toBe('running');
    await called('comparisons.end', { id: begun, how });
    if (how === 'promote') await called('comparisons.end', { id: begun, how: 'rollBack' });
    expect(await championOf()).toBe(1);
  }
}, 60_000);

it('shares are kept by key; a challenger deleted in the middle stops the comparison, and the champion answers', async () => {
  await called('comparisons.start', { modelId, challenger: 2, way: 'split', share: 0.5 });
  const rows = world(31, 400);
  const keys = named('user', rows);
  const ask = () => called('inference.predict', { modelId, rows: asked(rows), keys });
  const { versions = [] } = await ask();
  expect((await ask()).versions).toEqual(versions);
  expect(versions.filter((version) => version === 2).length / 400).toBeCloseTo(0.5, 0);
  const [running] = await called('comparisons.list', { modelId });
  expect((running?.comparison.champion.rows ?? 0) + (running?.comparison.challenger.rows ?? 0)).toBe(800);

  const { versions: all } = await run('models.get', { id: modelId });
  await run('models.setAlias', { modelId, alias: 'challenger', versionId: null });
  await run('models.deleteVersion', { modelId, versionId: all.find(({ number }) => number === 2)?.id ?? '' });
  // Whoever looks is told, before anything is asked.
  expect((await called('comparisons.list', { modelId }))[0]?.comparison.status).toBe('stopped');
  const after = await called('inference.predict', { modelId, rows: asked(rows), keys });
  expect(after).toMatchObject({ version: 1 });
  expect(after.versions).toBeUndefined();
  const [stopped] = await called('comparisons.list', { modelId });
  expect(stopped?.comparison.status).toBe('stopped');
  expect(stopped?.comparison.history.at(-1)?.what).toBe('Stopped by itself: version 2 was deleted');
}, 60_000);
