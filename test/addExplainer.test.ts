/** Adding an explainer is one file and one line: shown with one this repository does not have, run as a user runs it. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import type { ExplainJobResult } from '#/app/jobs/explainJob';
import { parseAttribution } from '#/core/explain/attribution';
import type { ExplainerDef } from '#/core/explain/explainerDef';
import { explainersFor } from '#/core/explain/explainersFor';
import { importanceRows } from '#/core/explain/summarize';
import type { Values } from '#/core/transforms/transformDef';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

const { oneFile } = vi.hoisted(() => ({
  /** The one file: how far the answers move when a column has one value everywhere. */
  oneFile: (): ExplainerDef<{ value: number }> => ({
    type: 'held',
    title: 'Held columns',
    summary: 'How far the answers move when a column has one value everywhere.',
    of: 'model',
    needs: 'run',
    kinds: ['tabular'],
    values: ['class', 'number'],
    params: z.object({ value: z.number().default(0) }),
    async *explain(model, { background }, { value }) {
      const { rows, batch } = await background();
      const samples = await batch(Array.from({ length: rows }, (_, row) => row));
      if (samples.form !== 'columns') throw new Error('not a table');
      const before = await model.run(samples);
      const values = new Float64Array(model.inputs.length);
      for (const [i, { name }] of model.inputs.entries()) {
        const held: Values = { kind: 'number', width: 1, data: new Float64Array(rows).fill(value) };
        const after = await model.run({ ...samples, columns: new Map([...samples.columns, [name, held]]) });
        for (const [at, answer] of before.entries())
          values[i] = (values[i] as number) + Math.abs(answer - (after[at] as number)) / before.length;
        yield (i + 1) / model.inputs.length;
      }
      return {
        form: 'importances',
        measure: 'Mean move',
        baseline: { name: 'Rows', value: rows },
        names: model.inputs.map(({ name }) => name),
        shape: [model.inputs.length, 1],
        values,
        rows,
      };
    },
  }),
}));

// The one line, as it would stand in core/explain/index.ts.
vi.mock('#/core/explain/index', async (original) => ({
  ...(await original<object>()),
  held: oneFile(),
}));

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`explain-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

const iris = readFileSync(new URL('../public/samples/iris.csv', import.meta.url));

async function ended(id: string) {
  const job = await run('jobs.wait', { id });
  expect(job.status, job.error?.message).toBe('completed');
  return job;
}

it('a new explainer explains a trained model through command, queue, engine and file', async () => {
  const { jobId, datasetId } = await run('datasets.import', { files: [new File([iris], 'iris.csv')] });
  await ended(jobId);
  const training = { epochs: 30, backend: 'cpu', seed: 1 } as const;
  const target = 'species';
  const trained = await run('training.submit', { datasetId, target, family: 'mlp', training });
  await ended(trained.jobId);
  const { modelId } = trained;
  const [version] = (await run('models.get', { id: modelId })).versions;
  if (!version) throw new Error('no version');
  expect(explainersFor(version).map(({ type }) => type)).toEqual([
    'permutation',
    'shapley',
    'counterfactuals',
    'dependence',
    'dropColumn',
    'expectedGradients',
    'held',
    'imitation',
    'influence',
    'integratedGradients',
    'interaction',
    'jointEffects',
    'lime',
    'localEffects',
    'neighbours',
    'saliency',
    'shapleySummary',
    'smoothGrad',
  ]);

  const asked = await run('explain.run', { modelId, method: 'held', params: { value: 3 } });
  const job = await ended(asked.jobId);
  const result = job.result as Extract<ExplainJobResult, { attributions: unknown }>;
  expect(result.attributions).toHaveLength(4);
  expect(Math.min(...result.attributions.map(({ mean }) => mean))).toBeGreaterThan(0);
  const { rows } = await run('runs.evaluation', { runId: trained.runId });
  expect(result).toMatchObject({
    measure: 'Mean move',
    background: { part: 'validation', rows: rows.length },
  });
  const { file, fileName } = await run('jobs.download', { id: asked.jobId });
  expect(fileName).toBe('held.safetensors');
  const stored = parseAttribution(new Uint8Array(await file.arrayBuffer()));
  if (stored.form !== 'importances') throw new Error('not importances');
  expect(importanceRows(stored)).toEqual(result.attributions);

  // Beside it the listed one, whose baseline is what the run itself says of the same rows.
  const second = await run('explain.run', { modelId, method: 'permutation' });
  const measured = (await ended(second.jobId)).result as typeof result;
  expect(measured.baseName).toBe('Accuracy');
  expect(measured.baseValue).toBeCloseTo(version.metrics.valAccuracy ?? 0, 6);
  const best = measured.attributions.toSorted((a, b) => b.mean - a.mean)[0];
  expect(best?.name).toMatch(/petal/);

  // Reasons of each row, and samples of the training that are like one.
  const many = await run('explain.run', { modelId, method: 'shapleySummary', params: { rows: 5 } });
  await ended(many.jobId);
  const codes = await run('explain.reasons', { jobId: many.jobId, count: 2 });
  expect(codes.rows).toHaveLength(5);
  for (const { row, reasons } of codes.rows) {
    expect(rows).toContain(row);
    expect(Math.abs(reasons[0]?.value ?? 0)).toBeGreaterThanOrEqual(Math.abs(reasons[1]?.value ?? 1));
    expect(Number(reasons[0]?.given)).toBeGreaterThan(0);
  }
  await expect(run('explain.reasons', { jobId: asked.jobId })).rejects.toMatchObject({ place: 'jobId' });
  const near = await run('explain.run', {
    modelId,
    method: 'neighbours',
    sampleIndices: [0],
    params: { count: 3 },
  });
  const like = (await ended(near.jobId)).result as {
    neighbours: { row: number; truth: string; distance: number }[];
  };
  expect(like.neighbours.map(({ truth }) => truth)).toEqual(['setosa', 'setosa', 'setosa']);
  expect(like.neighbours.every(({ row }) => row !== 0 && !rows.includes(row))).toBe(true);

  // One that is cancelled ends between two questions and leaves nothing.
  const long = await run('explain.run', { modelId, method: 'permutation', params: { repeats: 100 } });
  while ((await run('jobs.get', { id: long.jobId })).status === 'queued')
    await new Promise((go) => setTimeout(go, 5));
  await run('jobs.cancel', { id: long.jobId });
  const cancelled = await run('jobs.wait', { id: long.jobId });
  expect(cancelled.status).toBe('cancelled');
  expect(cancelled.files).toBeUndefined();

  // What cannot be explained is refused before a job is made.
  await expect(
    run('explain.run', { modelId, method: 'occlusion', sampleIndices: [0] }),
  ).rejects.toMatchObject({
    code: 'badInput',
    hint: 'Use one of: permutation, shapley, counterfactuals, dependence, dropColumn, expectedGradients, held, imitation, influence, integratedGradients, interaction, jointEffects, lime, localEffects, neighbours, saliency, shapleySummary, smoothGrad.',
  });
  await expect(run('explain.run', { modelId, method: 'held', params: { value: 'x' } })).rejects.toMatchObject(
    {
      place: 'params.value',
    },
  );
  await expect(run('explain.run', { modelId, method: 'held', sampleIndices: [0] })).rejects.toMatchObject({
    place: 'sampleIndices',
  });
});

describe('every explainer in the folder', () => {
  it('is one file and one line', () => {
    const folder = new URL('../src/core/explain/', import.meta.url);
    const lines = readdirSync(folder)
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .flatMap((file) => {
        const text = readFileSync(new URL(file, folder), 'utf8');
        const name = /^export const (\w+): ExplainerDef\b/m.exec(text)?.[1];
        return name ? [`export { ${name} } from './${file.replace('.ts', '')}';`] : [];
      });
    expect(lines.length).toBeGreaterThan(1);
    expect(readFileSync(new URL('index.ts', folder), 'utf8').trim().split('\n').toSorted()).toEqual(
      lines.toSorted(),
    );
  });
});
