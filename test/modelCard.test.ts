/** The card of a trained model: what is known is in it, markup in names is text, and an exported file carries it. */
import { readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { readModel } from '#/core/onnx/readModel';
import { openNodeStudio } from './support/nodeStudio';

const studio = await openNodeStudio(`card-${crypto.randomUUID()}`);
provideServices(studio.services);
afterAll(() => studio.close());

it('tells what a model is for, learnt from and is worth, in HTML, Markdown and the exported file', async () => {
  const csv = readFileSync(new URL('../src/engine/train/fixtures/iris.csv', import.meta.url));
  const imported = await run('datasets.import', { files: [new File([csv], 'iris.csv')] });
  await run('jobs.wait', { id: imported.jobId });
  const version = (await run('datasets.get', { id: imported.datasetId })).version;
  const target = version?.schema.columns.at(-1)?.name ?? '';
  const trained = await run('training.submit', {
    datasetId: imported.datasetId,
    target,
    family: 'linear',
    training: { epochs: 2, backend: 'cpu' },
  });
  expect((await run('jobs.wait', { id: trained.jobId })).error).toBeUndefined();
  const { modelId } = trained;
  await run('models.update', {
    id: modelId,
    name: '<b>| Flowers',
    description: 'Tells irises apart.\nNot for tulips.',
  });
  const explaining = await run('explain.run', { modelId, method: 'permutation' });
  await run('jobs.wait', { id: explaining.jobId });

  const { html, markdown, fileName } = await run('models.card', { modelId });
  expect(fileName).toBe('<b>| Flowers v1 card');
  expect(markdown).toMatch(/^# \\<b\\>\\\| Flowers, version 1\n/);
  expect(markdown).toContain('## What it is for\n\nTells irises apart.\nNot for tulips.\n');
  expect(markdown).toMatch(/Validation accuracy: \d.* \(95 % interval .*\), on \d+ validation rows/);
  expect(markdown).toContain(`- SHA-256: ${version?.hash}`);
  expect(markdown).toMatch(/\| petal.* \| numeric \| .*\| \d[\d.]* to [\d.]+ \| 0\.0 % \|/);
  expect(markdown).toContain('Drop in accuracy, by column');
  expect(markdown).not.toMatch(/NaN|undefined|null|Infinity/);
  expect(html).toContain('<h1>&lt;b&gt;| Flowers, version 1</h1>');
  expect(html).not.toMatch(/<script|<b>/);

  const { files } = await run('models.export', { modelId });
  expect(readModel(files[0]?.bytes as Uint8Array<ArrayBuffer>).metadata.get('tetrad.modelCard')).toBe(
    markdown,
  );
  const plain = await run('models.export', { modelId, options: { metadata: false } });
  expect(readModel(plain.files[0]?.bytes as Uint8Array<ArrayBuffer>).metadata.size).toBe(0);
}, 60_000);
