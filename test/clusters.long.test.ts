/** Groups and odd rows through a whole studio: from a table to one ONNX file, judged on rows that nothing was learnt from. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { adjustedRand } from '#/core/clusters/adjustedRand';
import { rankedArea } from '#/core/outliers/rankedArea';
import { families } from '#/core/families/registry';
import { normals, uniforms } from '#/core/random/random';
import { areOdd } from '#/core/tasks/anomaly';
import type { GroupPredictions } from '#/core/tasks/clustering';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
let datasetId: string;
let versionId: string;
beforeAll(async () => {
  studio = await openNodeStudio(`clusters-${crypto.randomUUID()}`);
  provideServices(studio.services);
  const imported = await run('datasets.import', { files: [new File([table(240)], 'guests.csv')] });
  await ended(imported.jobId);
  datasetId = imported.datasetId;
  versionId = (await run('datasets.get', { id: datasetId })).version?.id ?? '';
}, 60_000);
afterAll(() => studio.close());

/** Three kinds of guests, and one of twenty like none of them. A column that is always the same tells nothing. */
function table(rows: number): string {
  const [age, nights] = ['age', 'nights'].map((name) => normals(1, name, 0, rows));
  const far = uniforms(1, 'far', 0, 2 * rows);
  const lines = Array.from({ length: rows }, (_, row) => {
    const kind = row % 3;
    const isOdd = row % 20 === 7;
    const [a, n] = isOdd
      ? [20 + 150 * (far[2 * row] ?? 0), 40 * (far[2 * row + 1] ?? 0)]
      : [25 + 20 * kind + 2 * (age?.[row] ?? 0), [2, 14, 6][kind]! + 0.8 * (nights?.[row] ?? 0)];
    const cells = [a.toFixed(1), row % 31 === 0 ? '' : n.toFixed(2), ['sea', 'hill', 'town'][kind], 'EUR'];
    return [...cells, isOdd ? 'odd' : 'usual', `kind ${kind}`].join(',');
  });
  return ['age,nights,place,currency,truth,kind', ...lines].join('\n');
}

async function ended(id: string) {
  const job = await run('jobs.wait', { id });
  expect(job.status, job.error?.message).toBe('completed');
  return job;
}

const groups = 'groups of similar rows';
const oddRows = 'odd rows';
const features = ['age', 'nights', 'place', 'currency'];

async function trained(family: string, target: string, familyParams = {}) {
  const training = { seed: 1, testSplit: 0.25 };
  const made = await run('training.submit', { datasetId, target, family, features, familyParams, training });
  await ended(made.jobId);
  const { versions } = await run('models.get', { id: made.modelId });
  const { report } = await run('models.export', { modelId: made.modelId });
  expect(report.parity).toMatchObject({ passed: true, labelsEqual: true });
  expect(report.parity?.largestDifference).toBeLessThan(1e-5);
  const judged = await run('runs.evaluation', { runId: made.runId, part: 'test' });
  expect((await run('runs.report', { runId: made.runId })).html).toContain('<h2>Evaluation');
  return { ...made, version: versions[0], judged };
}

const columnAt = async (rows: Uint32Array, name: string) =>
  (await run('datasets.rowsAt', { versionId, rows: [...rows], columns: [name] })).rows.map(
    ([cell]) => cell ?? '',
  );

it('are offered beside the columns, each with families of their own', async () => {
  for (const [target, task] of [
    [groups, 'clustering'],
    [oddRows, 'anomaly'],
  ] as const) {
    const options = await run('training.options', { datasetId, target });
    expect(options.task).toEqual({ type: task, target });
    const able = families.all.filter(({ values }) =>
      values.includes(task === 'anomaly' ? 'oddness' : 'group'),
    );
    expect(new Set(options.families.map(({ type }) => type))).toEqual(new Set(able.map(({ type }) => type)));
  }
});

describe('groups', () => {
  it.each([
    ['kMeans', { mostGroups: 3 }],
    ['miniBatchKMeans', { groups: 3 }],
    ['gaussianMixture', { groups: 3 }],
  ])('%s finds them, names them, and answers for a new row', async (family, params) => {
    const { version, judged, modelId } = await trained(family, groups, params);
    const { rows, group, silhouette, labels } = judged as unknown as GroupPredictions;
    expect(labels).toEqual(['group 1', 'group 2', 'group 3']);
    expect(rows.length).toBe(60);
    expect(adjustedRand(group, await columnAt(rows, 'kind'))).toBeGreaterThan(0.85);
    expect(silhouette.every(Number.isFinite)).toBe(true);
    expect(version?.figure).toMatchObject({ part: 'test', metric: 'silhouette', rows: 60 });
    expect(version?.metrics.testSilhouette).toBeCloseTo(version?.figure?.value ?? 0, 10);
    const why = await run('explain.run', { modelId, method: 'shapley', sampleIndices: [3] });
    await ended(why.jobId);
    const row = { age: 46, nights: 13.5, place: 'hill', currency: 'EUR' };
    const { predictions } = await run('inference.predict', {
      modelId,
      rows: [row, { ...row, age: 26, nights: 2, place: 'sea' }],
    });
    expect(labels).toContain(predictions[0]?.value);
    expect(predictions[0]?.value).not.toBe(predictions[1]?.value);
    expect(predictions[0]?.probabilities?.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
  });

  it.each([
    ['dbscan', { leastRows: 4, distance: 0.6 }],
    ['hdbscan', { leastGroup: 15 }],
  ])('%s leaves rows of no group, and a new row far from all is of none', async (family, params) => {
    const { judged, modelId, version, runId } = await trained(family, groups, params);
    const { rows, group, labels } = judged as unknown as GroupPredictions;
    expect(labels.at(-1)).toBe('no group');
    const truth = await columnAt(rows, 'truth');
    const kind = await columnAt(rows, 'kind');
    const usual = truth.flatMap((one, i) => (one === 'usual' ? [i] : []));
    const own = (values: ArrayLike<number | string>) => usual.map((i) => values[i] as number | string);
    expect(adjustedRand(own(group), own(kind))).toBeGreaterThan(0.7);
    const far = { age: 900, nights: 400, place: 'sea', currency: 'EUR' };
    const { predictions } = await run('inference.predict', { modelId, rows: [far] });
    expect(predictions[0]?.value).toBe('no group');
    expect(version?.figure?.metric).toBe('silhouette');
    const { warnings = [] } = await run('runs.get', { id: runId });
    expect(warnings.join(' ')).toContain('A new row is of the group of the nearest');
  });

  it('say what to change where nothing lies dense', async () => {
    const made = await run('training.submit', {
      datasetId,
      target: groups,
      family: 'dbscan',
      features,
      familyParams: { distance: 1e-9 },
    });
    expect((await run('jobs.wait', { id: made.jobId })).error).toMatchObject({
      code: 'badInput',
      place: 'familyParams.distance',
      hint: expect.stringContaining('larger distance'),
    });
  });

  it('are refused where there are fewer rows than groups', async () => {
    const made = await run('training.submit', {
      datasetId,
      target: groups,
      family: 'kMeans',
      features,
      familyParams: { groups: 500 },
    });
    const job = await run('jobs.wait', { id: made.jobId });
    expect(job.error).toMatchObject({ code: 'badInput', place: 'familyParams.groups' });
    expect(job.error?.hint).toMatch(/Choose at most \d+ groups/);
  });

  it('are not judged in folds: nothing says what is right', async () => {
    const request = { datasetId, target: groups, family: 'kMeans', folds: 3, repeats: 1 };
    await expect(run('training.crossValidate', request)).rejects.toMatchObject({
      code: 'badInput',
      place: 'folds',
    });
  });

  it('are found among five rows', async () => {
    const file = new File(['a,b\n1,2\n1.1,2.1\n9,8\n9.2,8.1\n9.1,8.3'], 'five.csv');
    const imported = await run('datasets.import', { files: [file] });
    await ended(imported.jobId);
    const made = await run('training.submit', {
      datasetId: imported.datasetId,
      target: groups,
      family: 'kMeans',
    });
    await ended(made.jobId);
  });
});

describe('odd rows', () => {
  it('are found by how thin it is about them', async () => {
    const { version, judged, modelId } = await trained('localOutlierFactor', oddRows, { oddShare: 0.05 });
    if (!areOdd(judged)) throw new Error('no scores');
    const truth = await columnAt(judged.rows, 'truth');
    const isOdd = truth.map((one) => one === 'odd');
    expect(rankedArea(judged.score, isOdd)).toBeGreaterThan(0.95);
    expect(version?.metrics.trainOddShare).toBeCloseTo(0.05, 1);
    const far = { age: 900, nights: 400, place: 'sea', currency: 'EUR' };
    const { predictions } = await run('inference.predict', { modelId, rows: [far] });
    expect(predictions[0]?.odd).toBe(true);
  });

  it('are not looked for with more neighbours than rows', async () => {
    const made = await run('training.submit', {
      datasetId,
      target: oddRows,
      family: 'localOutlierFactor',
      features,
      familyParams: { neighbours: 200 },
    });
    expect((await run('jobs.wait', { id: made.jobId })).error).toMatchObject({
      place: 'familyParams.neighbours',
    });
  });

  it('are found by an isolation forest, with a threshold that can be moved and kept', async () => {
    const { version, judged, modelId } = await trained('isolationForest', oddRows, { oddShare: 0.1 });
    if (!areOdd(judged)) throw new Error('no scores');
    const truth = await columnAt(judged.rows, 'truth');
    const mean = (of: string) => {
      const own = judged.score.filter((_, i) => truth[i] === of);
      return own.reduce((sum, value) => sum + value, 0) / own.length;
    };
    expect(mean('odd')).toBeGreaterThan(mean('usual') + 0.05);
    expect(version?.metrics.trainOddShare).toBeCloseTo(0.1, 1);
    expect(version?.figure?.metric).toBe('oddShare');
    const rows = [
      { age: 46, nights: 13.5, place: 'hill', currency: 'EUR' },
      { age: 160, nights: 39, place: 'sea', currency: 'EUR' },
    ];
    const { predictions } = await run('inference.predict', { modelId, rows });
    expect(predictions.map(({ odd }) => odd)).toEqual([false, true]);

    const why = await run('explain.run', { modelId, method: 'shapley', sampleIndices: [7] });
    const { result } = await ended(why.jobId);
    expect(JSON.stringify(result)).toMatch(/"(age|nights)"/);
    const moves = await run('explain.run', { modelId, method: 'dependence', params: {} });
    await ended(moves.jobId);

    const kept = await run('models.setOddFrom', { versionId: version?.id ?? '', oddFrom: 0.999 });
    const moved = await run('inference.predict', { modelId, version: kept.number, rows });
    expect(moved.predictions.map(({ odd }) => odd)).toEqual([false, false]);
    const { versions } = await run('models.get', { id: modelId });
    const made = versions.find(({ id }) => id === kept.versionId);
    expect(made).toMatchObject({
      task: { oddFrom: 0.999 },
      figure: { value: 0 },
      metrics: { testOddShare: 0 },
    });
    const { report } = await run('models.export', { modelId, version: kept.number });
    expect(report.parity).toMatchObject({ passed: true });
    await expect(
      run('models.setOddFrom', { versionId: version?.id ?? '', oddFrom: -1 }),
    ).rejects.toMatchObject({
      code: 'badInput',
    });
  });
});
