/** What is hard to explain, through the commands: names as they come, columns that say the same, and input that is bad. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExplainJobResult } from '#/app/jobs/explainJob';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { parseAttribution } from '#/core/explain/attribution';
import { normals } from '#/core/random/random';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`hard-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

const range = (count: number) => Array.from({ length: count }, (_, i) => i);

async function ended(id: string) {
  const job = await run('jobs.wait', { id });
  expect(job.status, `${job.error?.message} ${job.error?.hint}`).toBe('completed');
  return job;
}

async function imported(names: readonly string[], rows: readonly (readonly unknown[])[]): Promise<string> {
  const text = [names, ...rows].map((cells) => cells.join(',')).join('\n');
  const { jobId, datasetId } = await run('datasets.import', { files: [new File([text], 'table.csv')] });
  await ended(jobId);
  return datasetId;
}

async function trained(datasetId: string, target: string, family = 'mlp', epochs = 3): Promise<string> {
  const training = { epochs, seed: 1, ...(family === 'mlp' && { backend: 'cpu' as const }) };
  const { jobId, modelId } = await run('training.submit', { datasetId, target, family, training });
  await ended(jobId);
  return modelId;
}

async function explained(modelId: string, method: string, params: object = {}, sample?: number) {
  const { jobId } = await run('explain.run', {
    modelId,
    method,
    params: { ...params },
    ...(sample !== undefined && { sampleIndices: [sample] }),
  });
  const result = (await ended(jobId)).result as ExplainJobResult;
  const { file } = await run('jobs.download', { id: jobId });
  return { result, found: parseAttribution(new Uint8Array(await file.arrayBuffer())) };
}
const failed = async (modelId: string, method: string, params: object = {}, sample?: number) => {
  const { jobId } = await run('explain.run', {
    modelId,
    method,
    params: { ...params },
    ...(sample !== undefined && { sampleIndices: [sample] }),
  });
  return (await run('jobs.wait', { id: jobId })).error;
};

describe('a table with names as they come, columns that say the same, words, gaps and a constant', () => {
  const [first, second] = ['a', 'b'].map((name) => normals(1, name, 0, 160)) as [Float32Array, Float32Array];
  const cities = ['Рим', 'Осло', 'Lima', 'Quito'];
  let mlp = '';
  let trees = '';
  let names: string[] = [];
  beforeAll(async () => {
    const rows = range(160).map((i) => {
      const [a, b] = [first[i] as number, second[i] as number];
      const city = cities[i % 4] as string;
      const answer = i === 0 ? 'rare' : a + (city === 'Рим' ? 2 : 0) > 0.5 ? 'да' : 'нет';
      return [
        a.toFixed(4),
        (2 * a + 0.01 * b).toFixed(4),
        i % 9 === 0 ? '' : b.toFixed(4),
        city,
        '7',
        answer,
      ];
    });
    const datasetId = await imported(['Возраст', '[x].[y]', '', 'город', 'still', 'ответ'], rows);
    [mlp, trees] = [await trained(datasetId, 'ответ'), await trained(datasetId, 'ответ', 'boostedTrees', 5)];
    const [version] = (await run('models.get', { id: mlp })).versions;
    names = version?.inputs.map(({ name }) => name) ?? [];
  }, 120_000);

  it('names survive, and a column of words is told as one column', async () => {
    expect(names).toEqual(expect.arrayContaining(['Возраст', '[x].[y]', 'город']));
    // An empty one has the name that the import gave it, and told.
    expect(names.every((name) => name !== '')).toBe(true);
    for (const [method, params, sample] of [
      ['permutation', { repeats: 1 }],
      ['shapley', { background: 10 }, 1],
      ['shapleySummary', { rows: 4, background: 5 }],
      ['integratedGradients', { checks: false }, 1],
      ['lime', { samples: 60 }, 1],
      ['dependence', { rows: 10, places: 3 }],
    ] as const) {
      const { found, result } = await explained(mlp, method, params, sample);
      const told =
        'columns' in found ? found.columns.map(({ name }) => name) : 'names' in found ? found.names : [];
      expect(told, method).toEqual(names);
      expect('attributions' in result && result.attributions.length, method).toBe(names.length);
    }
    const { found } = await explained(trees, 'treeShapleySummary', { rows: 4 });
    expect('names' in found && found.names).toEqual(names);
  }, 120_000);

  it('columns that go together and a constant one are pointed out, and the constant gets nothing', async () => {
    const { found } = await explained(mlp, 'shapley', { background: 30 }, 2);
    if (found.form !== 'contributions') throw new Error(found.form);
    expect(found.notes?.[0]).toMatch(/^Columns go together: Возраст and \[x\]\.\[y\] \(1\.00\)\. They share/);
    const at = names.indexOf('still');
    if (at >= 0) {
      expect(found.notes?.join(' ')).toContain('The same value in all rows that were looked at: still.');
      expect(found.values[2 * at]).toBeCloseTo(0, 9);
    }
  }, 60_000);

  it('a missing value is explained like another, and stands empty', async () => {
    const { found } = await explained(mlp, 'shapley', { background: 20 }, 9);
    if (found.form !== 'contributions') throw new Error(found.form);
    expect(found.given).toContain('');
    expect(found.values.filter((_, i) => i % 2 === 0).every(Number.isFinite)).toBe(true);
  }, 60_000);

  it('a background of one row says what that means', async () => {
    const { found } = await explained(mlp, 'shapley', { background: 1 }, 3);
    expect(found.notes?.join(' ')).toContain('The background is one row');
    expect(found.notes?.join(' ')).toContain('Take more background rows.');
  }, 60_000);

  it('a class that is never answered is told', async () => {
    const { found } = await explained(mlp, 'shapley', { background: 10, label: 'rare' }, 3);
    expect(found.notes?.join(' ')).toMatch(/None of the 11 rows that were looked at is answered rare/);
    expect(await failed(mlp, 'shapley', { label: 'nobody' }, 3)).toMatchObject({
      message: 'There is no label "nobody".',
      place: 'params.label',
      hint: expect.stringContaining('rare'),
    });
  }, 60_000);

  it('a model without a gradient is named, and what explains it', async () => {
    const asked = run('explain.run', { modelId: trees, method: 'integratedGradients', sampleIndices: [1] });
    await expect(asked).rejects.toMatchObject({
      code: 'badInput',
      message: expect.stringMatching(/models give no gradient, which .*integrated gradients.* need\./),
      hint: expect.stringContaining('treeShapley'),
    });
  });
});

describe('many columns', () => {
  const wide = async (columns: number, rows: number) => {
    const draws = range(columns).map((i) => normals(3, `w${i}`, 0, rows));
    const lines = range(rows).map((row) => [
      ...draws.map((draw) => (draw[row] as number).toFixed(3)),
      (draws[0]?.[row] as number) > 0 ? 'up' : 'down',
    ]);
    return await imported([...range(columns).map((i) => `[x].[${i}]`), 'way'], lines);
  };

  it('1,000 keep their names; Shapley values name their limit and what to do', async () => {
    const modelId = await trained(await wide(1000, 60), 'way', 'mlp', 2);
    const { found } = await explained(modelId, 'permutation', { repeats: 1 });
    if (found.form !== 'importances') throw new Error(found.form);
    expect(found.names).toHaveLength(1000);
    expect([found.names[0], found.names[999]]).toEqual(['[x].[0]', '[x].[999]']);
    expect(await failed(modelId, 'shapley', {}, 1)).toMatchObject({
      code: 'badInput',
      message: 'The model takes 1000 columns; Shapley values are for 400 at most.',
      hint: expect.stringContaining('permutation importance'),
    });
  }, 240_000);
});

it('samples like one are found for a network of one layer, by the values it takes', async () => {
  const a = normals(7, 'a', 0, 60);
  const rows = range(60).map((i) => [
    (a[i] as number).toFixed(4),
    i % 2,
    (a[i] as number) > 0 ? 'up' : 'down',
  ]);
  const modelId = await trained(await imported(['a', 'b', 'way'], rows), 'way', 'linear');
  const { found } = await explained(modelId, 'neighbours', { count: 3 }, 1);
  if (found.form !== 'neighbours') throw new Error(found.form);
  expect(found.samples).toHaveLength(3);
  expect(found.space).toContain('the values as the model takes them');
}, 60_000);
