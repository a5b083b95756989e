/** Video from a dropped archive to a trained model, its answers and its file. GIFs need no decoder of a browser. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { writeGif } from '#/core/samples/make/writeGif';
import { writeTar } from '#/core/samples/make/writeTar';
import type { FittedVideo } from '#/core/video/fittedVideo';
import { videoIn, type VideoSchema } from '#/core/video/videoSchema';
import { makeSample } from '#/data/makeSample';
import type { ShownVideo } from '#/data/video/videoViewer';
import { openNodeWasm } from '#/engine/train/fixtures/nodeWasm';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';
import { onnxRuntimes } from './support/onnxRuntimes';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`video-${crypto.randomUUID()}`, { open: openNodeWasm });
  provideServices(studio.services);
});
afterAll(() => studio.close());

async function ended(id: string) {
  const job = await run('jobs.wait', { id });
  expect(job.status, job.error?.message).toBe('completed');
  return job;
}
async function imported(files: File[], options?: Record<string, unknown>) {
  const { jobId, datasetId } = await run('datasets.import', {
    files,
    ...(options && { options: { video: options } }),
  });
  await ended(jobId);
  const { version } = await run('datasets.get', { id: datasetId });
  if (!version) throw new Error('no version');
  return { datasetId, version };
}
const column = async (versionId: string, name: string) => {
  const { version } = await run('datasets.get', {
    id: (await studio.services.storage.datasets.version(versionId))?.datasetId ?? '',
  });
  const at = version?.schema.columns.findIndex((one) => one.name === name) ?? -1;
  const { rows } = await run('datasets.rows', { versionId, start: 0, count: 500 });
  return rows.map((row) => row[at]);
};

/** Frame t is of one grey, `first + t`. */
const greys = (count: number, first = 0, [width, height] = [6, 4]) =>
  writeGif({
    width: width as number,
    height: height as number,
    palette: Array.from({ length: 256 }, (_, i) => [i, i, i] as const),
    frames: Array.from({ length: count }, (_, t) => new Uint8Array(24).fill(first + t)),
    delay: 10,
  });
const archive = (files: { path: string; bytes: Uint8Array<ArrayBuffer> }[]) =>
  new File([writeTar(files)], 'clips.tar');
const text = (path: string, words: string) => ({ path, bytes: new TextEncoder().encode(words) });

it('the sample is imported, seen, learnt from, asked by file, number and pixels, and exported with uint8 frames', async () => {
  const { datasetId, version } = await imported([await makeSample('movingShapes')]);
  expect(version.rows).toBe(240);
  expect(videoIn(version.schema).looking).toEqual({
    frames: 12,
    every: 1,
    stride: 0,
    size: { width: 24, height: 24, channels: 3, fit: 'stretch' },
  });
  expect(version.issues).toEqual([]);
  expect(await run('datasets.describe', { id: datasetId })).toMatchObject({ suggestedTarget: 'label' });
  const options = await run('training.options', { datasetId });
  expect(options.families.map(({ type }) => type)).toEqual(['cnn3d', 'customNetwork']);

  const { clips } = await run('datasets.frames', { versionId: version.id, rows: [0, 200] });
  expect(clips[0]?.data.length).toBe(12 * 24 * 24 * 3);
  const [file] = (await run('datasets.frames', { versionId: version.id, rows: [200], what: 'file' })).clips;
  expect(file).toMatchObject({ frames: 12, width: 24, height: 24, start: 0, taken: [...Array(12).keys()] });
  expect(file?.data).toEqual(clips[1]?.data);

  // Coarser clips are learnt from sooner.
  const coarse = await run('datasets.reclip', { versionId: version.id, frames: 8, width: 12, height: 12 });
  const versionId = coarse.versionId;
  const { jobId, modelId } = await run('training.submit', {
    datasetId,
    versionId,
    target: 'label',
    family: 'cnn3d',
    familyParams: { filters: [8, 12] },
    training: { epochs: 10, backend: 'wasm', seed: 1, batchSize: 8, learningRate: 0.01 },
  });
  await ended(jobId);
  const [model] = (await run('models.get', { id: modelId })).versions;
  // Of four labels as often; the most frequent is right in a quarter.
  expect(model?.metrics.valAccuracy).toBeGreaterThan(0.6);
  expect((model?.input.fitted as FittedVideo | undefined)?.mean).toHaveLength(3);

  const rows = [3, 70, 130, 190];
  const byNumber = await run('inference.predict', { modelId, samples: rows });
  const shown = (await run('datasets.frames', { versionId, rows })).clips;
  const data = new Float32Array(shown.flatMap((clip) => [...clip.data]));
  const byPixels = await run('inference.predict', {
    modelId,
    inputs: { shape: [4, 8, 12, 12, 3], data },
  });
  expect(byPixels.predictions).toEqual(byNumber.predictions);
  const byFile = await run('inference.predict', { modelId, files: [new File([greys(30)], 'longer.gif')] });
  expect(byFile.predictions[0]?.probabilities).toHaveLength(4);
  const short = await run('inference.predict', { modelId, files: [new File([greys(5)], 'short.gif')] });
  expect(short.warnings).toEqual([
    expect.stringMatching(/ has fewer than the 8 frames that the model looks at; the last one stays\.$/),
  ]);
  await expect(
    run('inference.predict', { modelId, inputs: { shape: [1, 2, 2, 2, 3], data: new Float32Array(24) } }),
  ).rejects.toThrow(/clips are \[batch, 8, height, width, channel\]/);
  await expect(
    run('inference.predict', { modelId, files: [new File(['<html>'], 'page.mp4')] }),
  ).rejects.toMatchObject({ message: expect.stringMatching(/web page/) });

  const { files: exported, report } = await run('models.export', { modelId });
  expect(report.parity).toMatchObject({ passed: true, labelsEqual: true });
  for (const runtime of onnxRuntimes) {
    const out = await runtime.run(exported[0]?.bytes as Uint8Array<ArrayBuffer>, [
      { name: 'clip', type: 'uint8', data: Uint8Array.from(data), dims: [4, 8, 12, 12, 3] },
    ]);
    expect([...((out.get('label')?.data ?? []) as string[])]).toEqual(
      byNumber.predictions.map(({ value }) => value),
    );
  }
  const batch = await run('inference.batch', { modelId, datasetId });
  expect((await ended(batch.jobId)).result).toMatchObject({ score: { judged: 240 } });
}, 300_000);

it('a long file is cut into clips, which are labelled and cut anew', async () => {
  const { version } = await imported([new File([greys(100)], 'long.gif')], {
    frames: 8,
    every: 3,
    stride: 8,
  });
  // 34 frames are taken: four clips, and a rest of two, which is none.
  expect(version.rows).toBe(4);
  expect(await column(version.id, 'start')).toEqual(['0', '24', '48', '72']);
  const at = (shown: { data: Uint8Array } | undefined, frame: number) => shown?.data[frame * 6 * 4 * 3];
  const [second] = (await run('datasets.frames', { versionId: version.id, rows: [1] })).clips;
  expect([0, 1, 7].map((frame) => at(second, frame))).toEqual([24, 27, 45]);
  const { versionId } = await run('datasets.relabel', {
    versionId: version.id,
    column: 'label',
    rows: [0, 1],
    value: 'dark',
  });
  const finer = await run('datasets.reclip', {
    versionId,
    frames: 6,
    every: 2,
    stride: 3,
    width: 3,
    height: 2,
  });
  const starts = (await column(finer.versionId, 'start')).map(Number);
  expect(starts.slice(0, 4)).toEqual([0, 6, 12, 18]);
  const labels = await column(finer.versionId, 'label');
  expect(
    labels.map((label, i) => [label, (starts[i] as number) < 48 ? 'dark' : null]).every(([a, b]) => a === b),
  ).toBe(true);
  const { data } = studio.services;
  const [clip] = (await data.view('video', finer.versionId, { rows: [2] })) as ShownVideo[];
  expect(clip).toMatchObject({ frames: 6, width: 3, height: 2 });
  expect([0, 5].map((frame) => clip?.data[frame * 3 * 2 * 3])).toEqual([12, 22]);
  const anew = await studio.services.storage.datasets.version(finer.versionId);
  expect((anew?.schema.data as VideoSchema | undefined)?.items).toEqual(
    (version.schema.data as VideoSchema).items,
  );
  expect(anew?.issues).toEqual([]);
});

it('what is shorter than a clip keeps its last frame; a table beside the files holds their labels', async () => {
  const { version } = await imported(
    [
      archive([
        { path: 'a.gif', bytes: greys(3, 100) },
        { path: 'b.gif', bytes: greys(40, 10) },
        { path: 'c.gif', bytes: greys(12, 50, [8, 8]) },
        text('meta.csv', 'filename,speed\na.gif,1.5\nb.gif,2.5\nc.gif,4\n'),
        text('letter.mp4', 'This is a letter and no video.'),
        text('page.webm', '<!doctype html><title>no</title>'),
        text('old.avi', 'RIFF....AVI LIST'),
        { path: 'cut.gif', bytes: greys(9).slice(0, 900) },
        { path: 'header.gif', bytes: greys(9).slice(0, 781) },
        { path: 'empty.gif', bytes: new Uint8Array(0) },
      ]),
    ],
    { frames: 6, width: 2, height: 2 },
  );
  expect(version.rows).toBe(4);
  const { clips } = await run('datasets.frames', { versionId: version.id, rows: [0, 1] });
  const of = (clip: { data: Uint8Array } | undefined) =>
    Array.from({ length: 6 }, (_, k) => clip?.data[k * 2 * 2 * 3]);
  expect(of(clips[0])).toEqual([100, 101, 102, 102, 102, 102]);
  expect(of(clips[1])).toEqual([13, 20, 26, 33, 40, 46]);
  expect(version.schema.columns.find(({ name }) => name === 'speed')).toMatchObject({ role: 'target' });
  const told = version.issues.map(({ message }) => message).join('\n');
  for (const words of [
    /no video file that is known, whatever its name says: “letter.mp4”/,
    /web page in place of a video: “page.webm”/,
    /AVI files are not read: “old.avi”/,
    /breaks off before its end; it was read as far as it goes: “cut.gif”/,
    /no frame in this file, or it breaks off within the first: “header.gif”/,
    /empty: “empty.gif”/,
    /2 sizes; all are taken at 2 × 2/,
    /fewer than 6 frames; the last one stays/,
  ])
    expect(told).toMatch(words);
  await expect(
    run('datasets.import', { files: [new File(['no video'], 'letter.mp4')], kind: 'video' }).then(
      ({ jobId }) => run('jobs.wait', { id: jobId }),
    ),
  ).resolves.toMatchObject({ status: 'failed', error: { place: 'letter.mp4' } });
});

it('videos are added: cut as those before, their frames behind those that are stored', async () => {
  const { datasetId, version } = await imported([
    archive([
      { path: 'a/1.gif', bytes: greys(9) },
      { path: 'b/2.gif', bytes: greys(9, 100) },
    ]),
  ]);
  const more = archive([
    { path: 'b/3.gif', bytes: greys(9, 50) },
    { path: 'a/1.gif', bytes: greys(9, 200) },
  ]);
  const { jobId } = await run('datasets.append', { versionId: version.id, file: more });
  await ended(jobId);
  const { version: grown } = await run('datasets.get', { id: datasetId });
  if (!grown) throw new Error('no version');
  expect(grown).toMatchObject({ number: 2, rows: 4, reason: '2 clips of clips.tar added' });
  expect(await column(grown.id, 'file')).toEqual(['a/1.gif', 'b/2.gif', 'b/3.gif', 'a/1.gif (2)']);
  expect(await column(grown.id, 'label')).toEqual(['a', 'b', 'b', 'a']);
  expect(videoIn(grown.schema).looking).toEqual(videoIn(version.schema).looking);
  const { clips } = await run('datasets.frames', { versionId: grown.id, rows: [0, 1, 2, 3] });
  expect(clips.map(({ data }) => data?.[0])).toEqual([0, 100, 50, 200]);
  const diff = await run('datasets.diff', { from: version.id, to: grown.id });
  expect(diff.rows).toMatchObject({ before: 2, after: 4, added: 2, removed: 0, changed: 0 });
});
