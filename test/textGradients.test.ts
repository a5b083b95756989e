/** Words of a text by gradients, through a whole studio: those that tell the answer lead, and the checks stand beside them. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { type Neighbours, parseAttribution, type Words } from '#/core/explain/attribution';
import { explainersFor } from '#/core/explain/explainersFor';
import { uniforms } from '#/core/random/random';
import { openNodeWasm } from '#/engine/train/fixtures/nodeWasm';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`textGradients-${crypto.randomUUID()}`, { open: openNodeWasm });
  provideServices(studio.services);
});
afterAll(() => studio.close());

async function ended(id: string) {
  const job = await run('jobs.wait', { id });
  expect(job.status, `${job.error?.message} ${job.error?.hint}`).toBe('completed');
  return job;
}
async function foundBy(modelId: string, method: string, params: object = {}) {
  const { jobId } = await run('explain.run', { modelId, method, params: { ...params }, sampleIndices: [0] });
  await ended(jobId);
  const { file } = await run('jobs.download', { id: jobId });
  return parseAttribution(new Uint8Array(await file.arrayBuffer()));
}

const telling = { weather: ['rain', 'sunny', 'снег'], music: ['song', 'guitar', 'альбом'] };
const fillers = ['please', 'the', 'for', 'tomorrow', 'me', 'is', 'now', 'and'];

it('the words that tell lead, they add up, and drawn anew they are others', async () => {
  const draws = uniforms(3, 'texts', 0, 3200);
  const pick = (i: number, from: readonly string[]) =>
    from[Math.floor((draws[i] as number) * from.length)] as string;
  const lines = Array.from({ length: 400 }, (_, i) => {
    const of = i % 2 === 0 ? 'weather' : 'music';
    const text = [1, 2, 3, 4, 5].map((k) => pick(i * 8 + k, fillers));
    text.splice(2, 0, pick(i * 8, telling[of]));
    return `${text.join(' ')},${of}`;
  });
  const made = await run('datasets.import', {
    files: [new File([['text,of', ...lines].join('\n')], 'texts.csv')],
    kind: 'text',
  });
  await ended(made.jobId);
  const submit = async (family: string) => {
    const { jobId, modelId } = await run('training.submit', {
      datasetId: made.datasetId,
      target: 'of',
      family,
      training: { epochs: 8, seed: 1, backend: 'wasm' },
    });
    await ended(jobId);
    return modelId;
  };
  const modelId = await submit('textPool');
  for (const method of ['integratedGradients', 'saliency']) {
    const found = (await foundBy(modelId, method)) as Words;
    expect(found.form).toBe('words');
    expect(found.words).toHaveLength(6);
    const best = found.words[[...found.values].indexOf(Math.max(...found.values))];
    expect(telling.weather).toContain(best?.text);
    expect(found.checks?.anew.length).toBeGreaterThan(0);
    const all = found.checks?.anew.at(-1);
    expect(Math.abs(all?.correlation ?? 1)).toBeLessThan(0.7);
    if (method !== 'integratedGradients') continue;
    const { sum = 0, whole = 1 } = found.checks?.added ?? {};
    expect(Math.abs(sum - whole)).toBeLessThan(1e-3 * Math.abs(whole));
  }
  // What led to it: other texts of the training, most of them of the same kind.
  const led = (await foundBy(modelId, 'influence', { count: 5 })) as Neighbours;
  expect(led.samples).toHaveLength(5);

  // A bag of words has no vectors.
  const [bag] = (await run('models.get', { id: await submit('textLinear') })).versions;
  const methods = bag ? explainersFor(bag).map(({ type }) => type) : ['saliency'];
  expect(methods).not.toContain('saliency');
  expect(methods).toContain('lime');
});
