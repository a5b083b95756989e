/** What classic learners and ensembles cannot learn from is refused by name with what to do, through the real commands, and leaves nothing half. */
import { afterEach, expect, it } from 'vitest';
import { type CommandInput, run } from '#/app/run';
import { provideServices } from '#/app/services';
import { families } from '#/core/families/registry';
import { suits } from '#/core/families/suits';
import { openNodeWasm } from '#/engine/train/fixtures/nodeWasm';
import { type NodeStudio, type NodeStudioOptions, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio | undefined;
afterEach(() => {
  studio?.close();
  studio = undefined;
});

const many = (count: number, row: (i: number) => string) => Array.from({ length: count }, (_, i) => row(i));
const label = (i: number) => (Math.sin(7 * i) > 0 ? 'yes' : 'no');

async function imported(lines: string[], options: NodeStudioOptions = {}) {
  studio = await openNodeStudio(`bad-${crypto.randomUUID()}`, { open: openNodeWasm, ...options });
  provideServices(studio.services);
  const file = new File([lines.join('\n')], 'table.csv');
  const { jobId, datasetId } = await run('datasets.import', { files: [file] });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  return datasetId;
}

async function trained(input: CommandInput<'training.submit'>) {
  const { jobId, runId, modelId } = await run('training.submit', input);
  const { error } = await run('jobs.wait', { id: jobId });
  return { error, modelId, run: await run('runs.get', { id: runId }) };
}

/** Nothing runs any more, and no version is there without a run that made it. */
async function nothingHalf(): Promise<void> {
  for (const { status } of await run('jobs.list', {}))
    expect(['completed', 'failed', 'cancelled']).toContain(status);
  for (const { status, modelVersionId } of await run('runs.list', {})) {
    expect(status).not.toBe('running');
    if (status === 'failed') expect(modelVersionId).toBeUndefined();
  }
  for (const { model } of await run('models.list', {}))
    for (const version of (await run('models.get', { id: model.id })).versions)
      expect((await run('runs.get', { id: version.runId })).modelVersionId).toBe(version.id);
}

const learners = families.all.filter(
  (family) => !family.enters && suits(family, 'tabular', 'classification'),
);

it.each([
  [
    'one class',
    ['a,b,y', ...many(60, (i) => `${i * 1.5},${i % 3},yes`)],
    'y',
    /same value in "y"/,
    /two different values/,
  ],
  [
    'a constant target',
    ['a,b,y', ...many(60, (i) => `${i * 1.5},${i % 3},2.5`)],
    'y',
    /same value in "y"/,
    /two different values/,
  ],
  [
    'columns without values',
    ['a,b,y', ...many(60, (i) => `,,${label(i)}`)],
    'y',
    /"a" is missing; .*"b" is missing/,
    /at least one feature/,
  ],
  [
    '10,000 names',
    ['a,y', ...many(10_000, (i) => `${i % 97},name ${i}`)],
    'y',
    /"y" is a field of type text/,
    /another target/,
  ],
  [
    '5,000 classes',
    ['a,y', ...many(10_000, (i) => `${i % 97},name ${i % 5000}`)],
    'y',
    /5,000 different labels; at most 1,000/,
    /group rare values/,
  ],
])(
  '%s: every learner and the search refuse it, and make nothing',
  async (_what, lines, target, message, hint) => {
    const datasetId = await imported(lines);
    const refused = { message: expect.stringMatching(message), hint: expect.stringMatching(hint) };
    for (const { type: family } of learners)
      await expect(run('training.submit', { datasetId, target, family })).rejects.toMatchObject(refused);
    const search = { datasetId, target, timeLimitSeconds: 20 };
    await expect(run('automl.submit', search)).rejects.toMatchObject(refused);
    expect(await run('models.list', {})).toEqual([]);
    expect(await run('runs.list', {})).toEqual([]);
  },
  60_000,
);

it('a column without values is refused where it is asked for, left out where only its training rows lack them', async () => {
  const datasetId = await imported([
    'a,b,c,y',
    ...many(60, (i) => `,${i === 59 ? 1.5 : ''},${Math.sin(i)},${label(i)}`),
  ]);
  const asked = { datasetId, target: 'y', family: 'randomForest' };
  await expect(run('training.submit', { ...asked, features: ['a', 'c'] })).rejects.toMatchObject({
    message: 'Every value of the feature "a" is missing.',
    place: 'column a',
    hint: 'Take it out of the features.',
  });
  const { error, run: made } = await trained({ ...asked, features: ['b', 'c'], training: { seed: 1 } });
  expect(error).toBeUndefined();
  expect(made.warnings?.join()).toContain('b has no values in the training rows and was left out.');
});

it.each(learners.map(({ type }) => type))(
  '%s learns from five rows and says how little that tells; two are refused',
  async (family) => {
    const rows = (count: number) => [
      'a,b,y',
      ...many(count, (i) => `${i * 1.5},${i % 3},${i % 2 ? 'yes' : 'no'}`),
    ];
    const five = await imported(rows(5));
    const { error, run: made } = await trained({
      datasetId: five,
      target: 'y',
      family,
      training: { seed: 1 },
    });
    expect(error).toBeUndefined();
    expect(made.warnings?.join()).toMatch(/There are 5 rows in all, and \d of them judges? the model/);
    await expect(
      run('automl.submit', { datasetId: five, target: 'y', timeLimitSeconds: 20 }),
    ).rejects.toMatchObject({
      message: '5 rows cannot tell which of several models is better.',
      hint: expect.stringContaining('at least 20'),
    });
    studio?.close();
    const two = await trained({ datasetId: await imported(rows(2)), target: 'y', family });
    expect(two.error).toMatchObject({
      code: 'badInput',
      hint: expect.stringContaining('2 rows are too few'),
    });
    await nothingHalf();
  },
  60_000,
);

it.each(['isolationForest', 'localOutlierFactor', 'oneClass', 'pca'])(
  '%s calls no row odd where all are alike, and one that is not',
  async (family) => {
    const datasetId = await imported(['a,b', ...many(60, (i) => `1.5,${i === 3 ? 2 : 1}`)]);
    const { error, run: made } = await trained({
      datasetId,
      target: 'odd rows',
      family,
      training: { seed: 1 },
    });
    expect(error).toBeUndefined();
    expect(made.summary.trainOddShare).toBeLessThan(0.05);
  },
);

it('says what fits where memory does not suffice: forests, boosting, and what needs all rows', async () => {
  const megabyte = 2 ** 20;
  const datasetId = await imported(
    ['a,b,y,z', ...many(2000, (i) => `${Math.sin(i)},${Math.cos(3 * i)},c${i % 500},${Math.sin(5 * i)}`)],
    { allowedBytes: megabyte },
  );
  const asked = { datasetId, features: ['a', 'b'], training: { seed: 1, epochs: 5 } };
  const forest = await trained({ ...asked, target: 'z', family: 'randomForest' });
  expect(forest.error).toMatchObject({
    code: 'badInput',
    message: expect.stringMatching(
      /^100 such trees would take [\d.]+ MB of memory, of which 1 MB may be used/,
    ),
    place: 'familyParams',
  });
  const [, leastRows] = forest.error?.hint?.match(/at least (\d+) rows/) ?? [];
  const bounded = { familyParams: { leastRows: Number(leastRows) } };
  expect(
    (await trained({ ...asked, target: 'z', family: 'randomForest', ...bounded })).error,
  ).toBeUndefined();
  const tree = await trained({
    ...asked,
    target: 'y',
    family: 'decisionTree',
    familyParams: { leastRows: 1 },
  });
  expect(tree.error?.message).toMatch(/^This tree would take .* answer for 500 labels\.$/);
  const boosted = await trained({ ...asked, target: 'y', family: 'boostedTrees' });
  expect(boosted.error).toMatchObject({
    code: 'badInput',
    message: expect.stringMatching(/rows of 500 labels take [\d.]+ MB of memory, of which 1 MB may be used/),
    hint: expect.stringMatching(/^Learn from at most \d+ rows, group rare labels/),
  });
  await nothingHalf();
  studio?.close();
  const small = {
    datasetId: await imported(['a,z', ...many(2000, (i) => `${Math.sin(i)},${i}`)], {
      allowedBytes: 2 ** 14,
    }),
  };
  for (const family of ['knn', 'boostedTrees', 'randomForest', 'supportVectors']) {
    const { error } = await trained({ ...asked, ...small, features: ['a'], target: 'z', family });
    expect(error).toMatchObject({
      code: 'badInput',
      message: expect.stringContaining('needs all rows in memory'),
    });
    expect(error?.hint).toContain('fewer features');
  }
  await nothingHalf();
}, 120_000);

it('a member that is deleted is named before, and while, members are combined; an ensemble that is made needs none', async () => {
  const datasetId = await imported(['a,b,y', ...many(120, (i) => `${Math.sin(7 * i)},${i % 3},${label(i)}`)]);
  const asked = { datasetId, target: 'y', training: { seed: 1, epochs: 5, testSplit: 0.2 } };
  const member = async (family: string, more = {}) => {
    const { modelId, error } = await trained({ ...asked, family, training: { ...asked.training, ...more } });
    expect(error).toBeUndefined();
    return { modelId, version: 1 };
  };
  const members = [
    await member('linear'),
    await member('boostedTrees', { allRows: true }),
    await member('naiveBayes'),
  ];
  const [linear, boosted, bayes] = members.map(({ modelId }) => modelId) as [string, string, string];
  const made = await run('ensembles.create', { members, method: 'voting' });
  expect((await run('jobs.wait', { id: made.jobId })).error).toBeUndefined();
  const rows = [
    { a: 0.3, b: 1 },
    { a: -0.9, b: 0 },
  ];
  const before = await run('inference.predict', { modelId: made.modelId, rows });

  const { ensembles } = await run('models.dependants', { id: bayes });
  expect(ensembles.map(({ id }) => id)).toEqual([made.modelId]);
  await run('models.delete', { id: bayes });
  await expect(run('ensembles.create', { members, method: 'voting' })).rejects.toMatchObject({
    code: 'notFound',
    place: 'members.2',
    hint: expect.stringContaining('Models page'),
  });
  expect((await run('inference.predict', { modelId: made.modelId, rows })).predictions).toEqual(
    before.predictions,
  );
  expect((await run('models.export', { modelId: made.modelId, version: 1 })).report.parity?.passed).toBe(
    true,
  );

  // Boosting has learnt from all rows, so its folds run first; the other one goes meanwhile.
  const stacked = await run('ensembles.create', { members: members.slice(0, 2), method: 'stacking' });
  expect(stacked.foldsFirst).toHaveLength(2);
  await run('models.delete', { id: linear });
  const { error } = await run('jobs.wait', { id: stacked.jobId });
  expect(error).toMatchObject({ code: 'notFound', message: expect.stringMatching(/[Mm]ember 1/) });
  expect(error?.hint).toContain('Combine those that are left');
  await nothingHalf();
  expect((await run('models.list', {})).some(({ model }) => model.id === boosted)).toBe(true);
}, 120_000);
