/** A version that goes on with more rows: what judged it judges again, and the new version says what it came to there. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { testArtifact, validationArtifact, parseValidation } from '#/core/evaluation/validationPredictions';
import type { ModelVersion } from '#/core/protocol/model';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`go-on-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

const [head = '', ...lines] = readFileSync(new URL('../public/samples/iris.csv', import.meta.url), 'utf8')
  .trim()
  .split(/\r?\n/);
const imported = async (rows: string[]): Promise<string> => {
  const file = new File([[head, ...rows].join('\n')], `iris ${rows.length}.csv`);
  const { jobId, datasetId } = await run('datasets.import', { files: [file] });
  await run('jobs.wait', { id: jobId });
  return datasetId;
};
const done = async (jobId: string) => {
  const job = await run('jobs.wait', { id: jobId });
  expect(job.error).toBeUndefined();
  expect(job.status).toBe('completed');
};
const newest = async (modelId: string): Promise<ModelVersion> => {
  const { versions } = await run('models.get', { id: modelId });
  return versions.toSorted((a, b) => b.number - a.number)[0] as ModelVersion;
};
const judgedLines = async ({ runId }: ModelVersion, rows: string[]): Promise<Set<string>> => {
  const { artifacts } = await run('runs.get', { id: runId });
  const judged = new Set<string>();
  for (const { name, blob } of artifacts)
    if (name === validationArtifact || name === testArtifact)
      for (const row of parseValidation(await studio.services.storage.blobs.get(blob)).rows)
        judged.add(rows[row] as string);
  return judged;
};

it('keeps preprocessing and judging rows, says what was forgotten, and goes on from there again', {
  timeout: 240_000,
}, async () => {
  // Every third row is unseen at first; then they come between those that are known.
  const first = lines.filter((_, i) => i % 3 !== 0);
  const datasetId = await imported(first);
  const training = { epochs: 8, learningRate: 0.02, backend: 'cpu', seed: 1 } as const;
  const trained = await run('training.submit', { datasetId, target: 'species', family: 'mlp', training });
  await done(trained.jobId);
  const before = await newest(trained.modelId);

  const more = await imported(lines);
  const further = await run('training.goOn', {
    modelVersionId: before.id,
    datasetId: more,
    training: { epochs: 3, learningRate: 0.001 },
  });
  expect(further.modelId).toBe(trained.modelId);
  await done(further.jobId);
  const after = await newest(trained.modelId);
  expect(after).toMatchObject({
    number: 2,
    input: before.input,
    goneOn: { from: before.id, metric: 'accuracy' },
  });
  expect(after.task.labels).toEqual(before.task.labels);
  const [old, fresh] = after.goneOn?.parts ?? [];
  expect(old).toMatchObject({ rows: 'old', before: before.figure?.value, count: before.figure?.rows });
  expect(old?.learnt).toBeUndefined();
  expect(old?.after).toBeGreaterThan(0.5);
  expect(fresh?.rows).toBe('new');
  // No row that judged the first is learnt from by the second: all of them judge again.
  const [then, now] = [await judgedLines(before, first), await judgedLines(after, lines)];
  expect([...then].filter((line) => !now.has(line))).toEqual([]);
  expect(now.size).toBeGreaterThan(then.size);

  // At a rate that changes nothing both answer the same on the same rows, none of which is new.
  const again = await run('training.goOn', {
    modelVersionId: after.id,
    training: { epochs: 1, learningRate: 1e-9, optimizer: 'sgd' },
  });
  await done(again.jobId);
  const third = await newest(trained.modelId);
  expect(third.goneOn).toMatchObject({ from: after.id });
  expect(third.goneOn?.parts).toHaveLength(1);
  const [same] = third.goneOn?.parts ?? [];
  expect(same).toMatchObject({
    rows: 'old',
    before: after.figure?.value,
    after: after.figure?.value,
    count: after.figure?.rows,
  });
  const [judged, judgedAgain] = [now, await judgedLines(third, lines)];
  expect([...judgedAgain].toSorted()).toEqual([...judged].toSorted());
});

it('refuses by name what does not fit', { timeout: 120_000 }, async () => {
  const datasetId = await imported(lines);
  const trained = await run('training.submit', {
    datasetId,
    target: 'species',
    family: 'mlp',
    training: { epochs: 1, backend: 'cpu' },
  });
  await done(trained.jobId);
  const { id: modelVersionId } = await newest(trained.modelId);
  const failing = async (rows: string[]) => {
    const { jobId } = await run('training.goOn', { modelVersionId, datasetId: await imported(rows) });
    return (await run('jobs.wait', { id: jobId })).error?.message ?? '';
  };
  expect(await failing(lines.map((line, i) => (i === 7 ? line.replace(/[^,]*$/, 'tulip') : line)))).toContain(
    'does not know: “tulip”',
  );
  const knn = await run('training.submit', { datasetId, target: 'species', family: 'knn' });
  await done(knn.jobId);
  await expect(run('training.goOn', { modelVersionId: (await newest(knn.modelId)).id })).rejects.toThrow(
    'cannot be trained further',
  );
});
