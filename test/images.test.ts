/** Images from a drop to an exported file, through the commands alone: import, look, relabel, train, predict, export. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { drawDigits } from '#/core/samples/make/drawDigits';
import { drawShapes } from '#/core/samples/make/drawShapes';
import { writePng } from '#/core/samples/make/writePng';
import { imagesIn } from '#/core/images/imageSchema';
import { openNodeWasm } from '#/engine/train/fixtures/nodeWasm';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`images-${crypto.randomUUID()}`, { open: openNodeWasm });
  provideServices(studio.services);
});
afterAll(() => studio.close());

async function ended(id: string) {
  const job = await run('jobs.wait', { id });
  expect(job.status, job.error?.message).toBe('completed');
  return job;
}

it('an archive of shapes is imported and shown with boxes and masks', async () => {
  const zip = new File([drawShapes(120)], 'shapes.zip');
  const seen = await run('datasets.inspect', { file: zip });
  expect(seen).toMatchObject({ arrays: null, table: null, files: { kind: 'images', files: 241 } });
  const { jobId, datasetId } = await run('datasets.import', { files: [zip] });
  await ended(jobId);
  const { version } = await run('datasets.get', { id: datasetId });
  if (!version) throw new Error('nothing was imported');
  expect(version).toMatchObject({ rows: 120, schema: { kind: 'images' } });
  expect(imagesIn(version.schema).size).toEqual({ width: 48, height: 48, channels: 3, fit: 'stretch' });
  const { images } = await run('datasets.images', { versionId: version.id, rows: [0, 5], marks: true });
  expect(images[0]?.boxes?.[0]?.label).toBe('circle');
  expect(images[1]?.mask?.classes.some((value) => value === 2)).toBe(true);
});

it('masks of a whole dataset are answered as arrays, and never as a table', async () => {
  const zip = new File([drawShapes(16)], 'shapes.zip');
  const { jobId, datasetId } = await run('datasets.import', { files: [zip] });
  await ended(jobId);
  const options = await run('training.options', { datasetId, target: 'mask' });
  expect(options.task).toEqual({ type: 'segmentation', target: 'mask' });
  expect(options.families.map(({ type }) => type)).toContain('unet');
  const trained = await run('training.submit', {
    datasetId,
    target: 'mask',
    family: 'unet',
    familyParams: { filters: [2, 3], convolutions: 1 },
    training: { epochs: 1, backend: 'wasm', testSplit: 0 },
  });
  await ended(trained.jobId);
  const { modelId } = trained;
  await expect(run('inference.batch', { modelId, datasetId, outputFormat: 'csv' })).rejects.toMatchObject({
    code: 'badInput',
    message: 'Masks are arrays, not rows of a table.',
  });
  const batch = await run('inference.batch', { modelId, datasetId });
  await ended(batch.jobId);
  const { fileName, file } = await run('jobs.download', { id: batch.jobId });
  expect(fileName).toMatch(/-segmentation\.npz$/);
  const text = new TextDecoder('latin1').decode(await file.arrayBuffer());
  expect(text).toContain("'descr': '|u1', 'fortran_order': False, 'shape': (16, 48, 48)");
  expect(text).toContain('"background"');
  const { html } = await run('runs.report', { runId: trained.runId });
  expect(html).toContain('IoU');
});

it('images are learnt without labels, made again, read as few numbers and drawn from others', async () => {
  const { jobId, datasetId } = await run('datasets.import', {
    files: [new File([drawDigits(60)], 'unlabelled.zip')],
  });
  await ended(jobId);
  const { version } = await run('datasets.get', { id: datasetId });
  await run('datasets.resize', { versionId: version?.id ?? '', width: 12, height: 12 });
  const options = await run('training.options', { datasetId, target: 'images' });
  expect(options.task).toEqual({ type: 'reconstruction', target: 'images' });
  expect(options.families.map(({ type }) => type)).toEqual(expect.arrayContaining(['autoencoder', 'vae']));
  const trained = await run('training.submit', {
    datasetId,
    target: 'images',
    family: 'vae',
    familyParams: { filters: [3, 4], latent: 3 },
    training: { epochs: 1, backend: 'wasm', testSplit: 0 },
  });
  await ended(trained.jobId);
  const { modelId } = trained;
  // What it made after its only epoch is what it makes now.
  const { epochs } = await run('runs.snapshots', { runId: trained.runId });
  expect(epochs).toEqual([1]);
  const {
    drawn,
    given,
    again: kept,
    answers,
  } = await run('runs.snapshot', { runId: trained.runId, epoch: 1 });
  expect(drawn).toMatchObject({ shape: [12, 12, 1] });
  expect(drawn?.shades).toHaveLength(16 * 144);
  const [firstShown = 0] = answers?.rows ?? [];
  const { predictions: now } = await run('inference.predict', { modelId, samples: [firstShown] });
  expect([...(kept?.shades ?? [])].slice(0, 144)).toEqual([...(now[0]?.field ?? [])]);
  expect(given?.shades).not.toEqual(kept?.shades);
  const { latents } = await run('inference.encode', { modelId, samples: [0, 5] });
  expect(latents.map(({ length }) => length)).toEqual([3, 3]);
  const [made, again] = await Promise.all([
    run('inference.decode', { modelId, latents }),
    run('inference.predict', { modelId, samples: [0, 5] }),
  ]);
  expect(made.predictions).toEqual(again.predictions);
  await expect(run('inference.decode', { modelId, latents: [[1, 2]] })).rejects.toMatchObject({
    code: 'badInput',
    message: 'An answer of this model is made of 3 numbers, not of 2.',
    place: 'latents.0',
  });
  await expect(run('inference.batch', { modelId, datasetId, outputFormat: 'csv' })).rejects.toMatchObject({
    message: 'Images are arrays, not rows of a table.',
  });
  const batch = await run('inference.batch', { modelId, datasetId });
  await ended(batch.jobId);
  const { fileName, file } = await run('jobs.download', { id: batch.jobId });
  expect(fileName).toMatch(/-reconstruction\.npz$/);
  const text = new TextDecoder('latin1').decode(await file.arrayBuffer());
  expect(text).toContain("'descr': '|u1', 'fortran_order': False, 'shape': (60, 12, 12, 1)");
  const { html } = await run('runs.report', { runId: trained.runId });
  expect(html).toContain('The mean shade');
});

it('digits are made smaller, learnt, answered by file, by number and as pixels, and exported', async () => {
  const { jobId, datasetId } = await run('datasets.import', {
    files: [new File([drawDigits(300)], 'digits.zip')],
  });
  await ended(jobId);
  const { version } = await run('datasets.get', { id: datasetId });
  const versionId = version?.id ?? '';
  const { images } = await run('datasets.images', { versionId, rows: [0] });
  const small = await run('datasets.resize', { versionId, width: 14, height: 14 });
  const trained = await run('training.submit', {
    datasetId,
    target: 'label',
    family: 'cnn2d',
    familyParams: { filters: [8, 16], dropout: 0 },
    training: { epochs: 8, backend: 'wasm', seed: 1, batchSize: 16, learningRate: 0.01 },
  });
  await ended(trained.jobId);
  const { versions } = await run('models.get', { id: trained.modelId });
  expect(versions[0]).toMatchObject({ datasetVersionId: small.versionId, input: { kind: 'images' } });
  expect(versions[0]?.metrics.valAccuracy).toBeGreaterThan(0.6);

  const { modelId } = trained;
  const bitmap = new Uint8Array((await images[0]?.file?.arrayBuffer()) ?? new ArrayBuffer());
  const data = Uint8Array.from({ length: 784 }, (_, i) => bitmap[54 + 3 * i] as number);
  const asFile = await run('inference.predict', {
    modelId,
    files: [new File([writePng({ width: 28, height: 28, channels: 1, data })], 'digit.png')],
  });
  const byNumber = await run('inference.predict', { modelId, samples: [0] });
  const asPixels = await run('inference.predict', { modelId, inputs: { shape: [1, 28, 28], data } });
  expect(asFile.predictions).toEqual(byNumber.predictions);
  expect(asPixels.predictions).toEqual(byNumber.predictions);
  expect(asFile.predictions[0]?.probabilities).toHaveLength(10);
  await expect(
    run('inference.predict', { modelId, files: [new File(['<html>'], 'page.jpg')] }),
  ).rejects.toMatchObject({ message: 'The file cannot be used: no image.' });
  await expect(
    run('inference.predict', { modelId, inputs: { shape: [1, 2, 2, 2], data: new Float32Array(8) } }),
  ).rejects.toMatchObject({ place: 'inputs' });

  const { report } = await run('models.export', { modelId, format: 'onnx' });
  expect(report.parity).toMatchObject({ passed: true, labelsEqual: true, rows: 19 });

  const batch = await run('inference.batch', { modelId, datasetId });
  await ended(batch.jobId);
  const lines = (await (await run('jobs.download', { id: batch.jobId })).file.text()).split('\n');
  expect(lines[0]).toMatch(/^sample,image,label,width,height,/);
  expect(lines[1]).toMatch(/^0,digits 0,\d,28,28,/);
});

it('several files are one dataset, labels are put right with a reason', async () => {
  const grey = (value: number) =>
    new File(
      [writePng({ width: 4, height: 4, channels: 1, data: new Uint8Array(16).fill(value) })],
      `${value}.png`,
    );
  const { jobId, datasetId, imports } = await run('datasets.import', {
    files: [
      grey(0),
      grey(100),
      new File(['file,kind\n0.png,dark\n100.png,dark\n200.png,light\n'], 'kinds.csv'),
      grey(200),
    ],
  });
  expect(imports).toHaveLength(1);
  await ended(jobId);
  const { version } = await run('datasets.get', { id: datasetId });
  if (!version) throw new Error('nothing was imported');
  const changed = await run('datasets.relabel', {
    versionId: version.id,
    column: 'kind',
    rows: [1],
    value: 'middle',
  });
  const { versions, version: latest } = await run('datasets.get', { id: datasetId });
  expect(versions.map(({ number }) => number)).toEqual([2, 1]);
  expect(latest).toMatchObject({ id: changed.versionId, reason: '1 cell of “kind”: middle' });
  const { rows } = await run('datasets.rows', { versionId: changed.versionId, start: 0, count: 3 });
  const at = latest?.schema.columns.findIndex(({ name }) => name === 'kind') ?? -1;
  expect(rows.map((row) => row[at])).toEqual(['dark', 'middle', 'light']);
  expect(latest?.stats[at]?.top).toContainEqual({ value: 'middle', count: 1 });
  await expect(
    run('datasets.relabel', { versionId: version.id, column: 'kind', rows: [9], value: 'x' }),
  ).rejects.toMatchObject({ place: 'rows' });
});
