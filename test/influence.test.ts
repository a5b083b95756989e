/** Which samples led to an answer, through a whole studio: a wrong label is found by what it did to its neighbours. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ExplainJobResult } from '#/app/jobs/explainJob';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { type Neighbours, parseAttribution } from '#/core/explain/attribution';
import { uniforms } from '#/core/random/random';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`influence-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

async function ended(id: string) {
  const job = await run('jobs.wait', { id });
  expect(job.status, `${job.error?.message} ${job.error?.hint}`).toBe('completed');
  return job;
}

it.each(['linear', 'mlp'])('%s: rows near by that say otherwise lower the answer most', async (family) => {
  const drawn = uniforms(3, 'x', 0, 400);
  const wrong = 7;
  const lines = Array.from({ length: 200 }, (_, i) => {
    const [x, y] = i === wrong ? [0.85, 0.5] : [drawn[2 * i] as number, drawn[2 * i + 1] as number];
    return `${x.toFixed(4)},${y.toFixed(4)},${x > 0.5 === (i !== wrong) ? 'да' : 'нет'}`;
  });
  const file = new File([['x,y,of', ...lines].join('\n')], 'near.csv');
  const made = await run('datasets.import', { files: [file] });
  await ended(made.jobId);
  const { jobId, modelId } = await run('training.submit', {
    datasetId: made.datasetId,
    target: 'of',
    family,
    training: { epochs: 30, seed: 1, ...(family === 'mlp' && { backend: 'cpu' as const }) },
  });
  await ended(jobId);
  const rows = [{ x: 0.85, y: 0.5 }];
  const { predictions } = await run('inference.predict', { modelId, rows });
  expect(predictions[0]?.value).toBe('да');
  const asked = await run('explain.run', {
    modelId,
    method: 'influence',
    sampleIndices: [wrong],
    params: { label: 'да', count: 30 },
  });
  const result = (await ended(asked.jobId)).result as ExplainJobResult;
  expect(result.measure).toMatch(/^Influence on the .* of да/);
  const { file: stored } = await run('jobs.download', { id: asked.jobId });
  const found = parseAttribution(new Uint8Array(await stored.arrayBuffer())) as Neighbours;
  expect(found.moves).toBe(true);
  expect(found.samples).toHaveLength(30);
  expect(Math.abs(found.values[0] as number)).toBeGreaterThanOrEqual(Math.abs(found.values[29] as number));
  // Nothing lowers the answer as the wrong label does.
  const at = found.samples.findIndex(({ row }) => row === wrong);
  expect(at).toBeGreaterThanOrEqual(0);
  expect(found.values[at]).toBe(Math.min(...found.values));
  expect(found.values[at]).toBeLessThan(0);
});
