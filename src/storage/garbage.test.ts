import { freshStorage } from './fixtures/freshStorage';
import { countReads } from './fixtures/countReads';
import { bytesOf, datasetVersion, gridVersion, modelVersion, run } from './fixtures/records';
import { expect, it, vi } from 'vitest';
import type { BlobRef } from '#/core/protocol/dataset';
import { sha256 } from './canonicalHash';

/** Blobs of this very millisecond count as old too. */
const now = { graceMs: -1000 };
const pause = (ms = 2) => new Promise((resolve) => setTimeout(resolve, ms));

it('removes what nothing names and keeps everything that is named', async () => {
  const name = crypto.randomUUID();
  const writer = await freshStorage({ name });
  const { blobs, datasets, models, runs, checkpoints, settings } = writer;
  const put = (text: string) => blobs.put(bytesOf(text));
  const dataset = await datasets.create({ name: 'iris', kind: 'tabular' });
  const model = await models.create({ name: 'm', family: 'mlp' });
  const made = await runs.create(run(dataset.id, model.id));
  const chunk = await put('chunk');
  const weights = await put('weights');
  const state = await put('checkpoint');
  const artifact = await put('artifact');
  const nested = await put('nested');
  const inSetting = await put('setting');
  const garbage = await put('garbage');
  await datasets.commitVersion(datasetVersion(dataset.id, [chunk]));
  await models.commitVersion(modelVersion(model.id, made.id, weights));
  await checkpoints.put({
    runId: made.id,
    step: 1,
    epoch: 0,
    state: { best: { blob: nested } },
    blobs: [state],
  });
  await runs.update(made.id, { artifacts: [{ name: 'a', blob: artifact }] });
  await settings.set('anything', { deep: [{ hash: inSetting.hash }] });

  const collector = await freshStorage({ name });
  expect(await collector.status()).toMatchObject({
    datasetBytes: chunk.bytes,
    modelBytes: weights.bytes,
    checkpointBytes: state.bytes,
    artifactBytes: artifact.bytes,
    fetchedBytes: 0,
    unreferencedBytes: garbage.bytes + nested.bytes + inSetting.bytes,
  });
  expect(await collector.collectGarbage(now)).toEqual({ removed: 0, freedBytes: 0, skipped: 'busy' });
  writer.close();
  await pause();
  expect(await collector.collectGarbage(now)).toEqual({ removed: 1, freedBytes: garbage.bytes });
  for (const kept of [chunk, weights, state, artifact, nested, inSetting])
    expect((await collector.blobs.get(kept)).length).toBe(kept.bytes);
});

it('knows the field and the labels of a grid: counted, kept, described, never committed without', async () => {
  const storage = await freshStorage();
  const { blobs, datasets } = storage;
  const { id } = await datasets.create({ name: 'wind', kind: 'spacetime4d' });
  const refs = {
    samples: await blobs.put(bytesOf('samples')),
    field: await blobs.put(bytesOf('the field')),
    labels: await blobs.put(bytesOf('its labels')),
  };
  const nowhere = { hash: 'f'.repeat(64), bytes: 3 };
  for (const part of ['field', 'labels'])
    await expect(datasets.commitVersion(gridVersion(id, { ...refs, [part]: nowhere }))).rejects.toMatchObject(
      { code: 'corrupt' },
    );
  const first = await datasets.commitVersion(gridVersion(id, refs));
  const other = { ...refs, field: await blobs.put(bytesOf('another field')) };
  expect((await datasets.commitVersion(gridVersion(id, other))).hash).not.toBe(first.hash);
  expect(await storage.status()).toMatchObject({ datasetBytes: 39, unreferencedBytes: 0 });
  expect((await storage.collectGarbage(now)).removed).toBe(0);
  await expect(blobs.get({ ...refs.field, bytes: 1 })).rejects.toMatchObject({
    place: expect.stringContaining('dataset wind, version 1, chunk 2 of 3'),
  });
  await datasets.delete(id);
  expect(await storage.collectGarbage(now)).toEqual({ removed: 4, freedBytes: 39 });
});

it('collects after the writer is gone, and only what is older than the grace period', async () => {
  const name = crypto.randomUUID();
  const crashed = await freshStorage({ name });
  const garbage = await crashed.blobs.put(bytesOf('garbage'));
  crashed.close();
  await pause();
  const storage = await freshStorage({ name });
  expect(await storage.collectGarbage()).toEqual({ removed: 0, freedBytes: 0 });
  expect(await storage.collectGarbage(now)).toEqual({ removed: 1, freedBytes: garbage.bytes });
  expect(await storage.blobs.has(garbage.hash)).toBe(false);
  await expect(storage.blobs.get(garbage)).rejects.toMatchObject({ code: 'notFound' });
});

it('waits for an import that found its bytes already there as garbage', async () => {
  const name = crypto.randomUUID();
  const crashed = await freshStorage({ name });
  await crashed.blobs.put(bytesOf('chunk'));
  crashed.close();
  await pause();
  const [importer, collector] = [await freshStorage({ name }), await freshStorage({ name })];
  const { id } = await importer.datasets.create({ name: 'iris', kind: 'tabular' });
  const chunk = await importer.blobs.put(bytesOf('chunk'));
  expect((await collector.collectGarbage(now)).skipped).toBe('busy');
  const version = await importer.datasets.commitVersion(datasetVersion(id, [chunk]));
  await vi.waitFor(async () =>
    expect(await collector.collectGarbage(now)).toEqual({ removed: 0, freedBytes: 0 }),
  );
  expect(await collector.blobs.get(version.chunks[0] ?? chunk)).toEqual(bytesOf('chunk'));
});

it.each([
  ['a collector beside them', 5_000],
  ['what is deleted freed at once', 0],
])('never takes a chunk from under concurrent imports, with %s', async (_how, freeAfterMs) => {
  const name = crypto.randomUUID();
  let removed = 0;
  let commits = 0;
  let running = true;
  const importer = async (seed: number) => {
    const storage = await freshStorage({ name, freeAfterMs });
    const readAll = async (datasetId: string) => {
      for (const version of await storage.datasets.versions(datasetId))
        for (const chunk of version.chunks) await storage.blobs.get(chunk);
    };
    let { id } = await storage.datasets.create({ name: `d${seed}`, kind: 'tabular' });
    for (let round = 0; round < 40; round++) {
      // The same few contents again and again: stored, shared, given up, collected, stored again.
      const attempt = async () => {
        const refs: BlobRef[] = [];
        for (let part = 0; part < 3; part++) {
          refs.push(await storage.blobs.put(bytesOf(`content ${(seed * 5 + round * part) % 11}`)));
          if ((seed + round + part) % 3 === 0) await pause(1);
        }
        if ((seed + round) % 4 === 0) throw new Error('cancelled');
        await storage.datasets.commitVersion(datasetVersion(id, refs));
        commits++;
      };
      await storage.writing(attempt).catch((thrown: unknown) => {
        if (!(thrown instanceof Error) || thrown.message !== 'cancelled') throw thrown;
      });
      await readAll(id);
      if (round % 3 === 2) {
        await storage.datasets.delete(id);
        await pause(4);
        id = (await storage.datasets.create({ name: `d${seed}`, kind: 'tabular' })).id;
      }
    }
    await readAll(id);
  };
  const watched = await Promise.all(
    Array.from({ length: 11 }, async (_, i) => await sha256(bytesOf(`content ${i}`))),
  );
  const collector = (async () => {
    const storage = await freshStorage({ name });
    const there = new Set<string>();
    while (running) {
      if (freeAfterMs > 0) removed += (await storage.collectGarbage(now)).removed;
      else
        for (const hash of watched)
          if (await storage.blobs.has(hash)) there.add(hash);
          else if (there.delete(hash)) removed++;
      await pause(0);
    }
  })();
  await Promise.all([importer(1), importer(2), importer(3)]);
  running = false;
  await collector;
  expect(commits).toBe(90);
  expect(removed).toBeGreaterThan(5);
});

it('removes nothing when the names cannot be read', async () => {
  const name = crypto.randomUUID();
  const crashed = await freshStorage({ name });
  const garbage = await crashed.blobs.put(bytesOf('garbage'));
  crashed.close();
  await pause();
  const storage = await freshStorage({ name });
  const disk = vi.spyOn(IDBObjectStore.prototype, 'openCursor').mockImplementation(() => {
    throw new DOMException('disk', 'UnknownError');
  });
  await expect(storage.collectGarbage(now)).rejects.toMatchObject({ code: 'internal' });
  disk.mockRestore();
  expect(await storage.blobs.has(garbage.hash)).toBe(true);
});

it('leaves blobs alone that are older than the database: their manifests were lost, not deleted', async () => {
  const name = crypto.randomUUID();
  const before = await freshStorage({ name });
  const chunk = await before.blobs.put(bytesOf('precious'));
  before.close();
  await new Promise((resolve, reject) => {
    const asked = indexedDB.deleteDatabase(name);
    asked.onsuccess = resolve;
    asked.onerror = reject;
  });
  await pause(5);
  const storage = await freshStorage({ name });
  expect(await storage.collectGarbage(now)).toEqual({ removed: 0, freedBytes: 0 });
  expect(await storage.blobs.get(chunk)).toEqual(bytesOf('precious'));
});

it('does nothing in a tab that a newer release has overtaken', async () => {
  const name = crypto.randomUUID();
  const storage = await freshStorage({ name });
  await new Promise<void>((resolve, reject) => {
    const asked = indexedDB.open(name, 9990);
    asked.onsuccess = () => {
      asked.result.close();
      resolve();
    };
    asked.onerror = reject;
  });
  expect((await storage.status()).readOnly).toBe(true);
  expect(await storage.collectGarbage(now)).toEqual({ removed: 0, freedBytes: 0, skipped: 'readOnly' });
  await expect(storage.settings.set('a', 1)).rejects.toMatchObject({ code: 'conflict' });
  expect(await storage.settings.get('a')).toBeUndefined();
});

it('forgets metrics and progress whose run or job is gone', async () => {
  const name = crypto.randomUUID();
  const storage = await freshStorage({ name });
  const { metrics, runs, jobs } = storage;
  const kept = await runs.create(run('d', 'm'));
  const point = { name: 'loss', step: 1, epoch: 1, timestamp: 1, value: 1 };
  await metrics.append(kept.id, [{ ...point, runId: kept.id }]);
  await metrics.append('gone', [{ ...point, runId: 'gone' }]);
  const job = await jobs.create({ kind: 'train', lane: 'train', title: 't', input: null, status: 'running' });
  await jobs.update(job.id, { progress: 0.5 });
  await storage.collectGarbage(now);
  expect(await metrics.list('gone')).toEqual([]);
  expect(await metrics.list(kept.id)).toHaveLength(1);
  expect((await jobs.get(job.id))?.progress).toBe(0.5);
});

it('frees what a deleted dataset alone held, by itself, and leaves what others share', async () => {
  const storage = await freshStorage({ freeAfterMs: 20 });
  const { blobs, datasets } = storage;
  const [own, shared] = [await blobs.put(bytesOf('own')), await blobs.put(bytesOf('shared'))];
  const [one, two] = [
    await datasets.create({ name: 'one', kind: 'tabular' }),
    await datasets.create({ name: 'two', kind: 'tabular' }),
  ];
  await datasets.commitVersion(datasetVersion(one.id, [own, shared]));
  await datasets.commitVersion(datasetVersion(one.id, [own]));
  await datasets.commitVersion(datasetVersion(two.id, [shared]));
  await datasets.delete(one.id);
  await vi.waitFor(async () => expect(await blobs.has(own.hash)).toBe(false));
  expect(await blobs.get(shared)).toEqual(bytesOf('shared'));
});

it('frees the bytes of anything deleted or replaced: models, versions, runs, files of jobs', async () => {
  const { blobs, models, runs, jobs } = await freshStorage({ freeAfterMs: 20 });
  const put = (text: string) => blobs.put(bytesOf(text));
  const [weights, second, artifact, replaced, file] = await Promise.all(
    ['weights', 'second', 'artifact', 'replaced', 'file'].map(put),
  );
  const model = await models.create({ name: 'm', family: 'mlp' });
  const made = await runs.create(run('d', model.id));
  await models.commitVersion(modelVersion(model.id, made.id, weights as BlobRef));
  const version = await models.commitVersion(modelVersion(model.id, made.id, second as BlobRef));
  await runs.update(made.id, { artifacts: [{ name: 'a', blob: replaced as BlobRef }] });
  await runs.update(made.id, { artifacts: [{ name: 'a', blob: artifact as BlobRef }] });
  const job = await jobs.create({ kind: 'batch', lane: 'tab', title: 't', input: null });
  await jobs.update(job.id, { files: [{ name: 'f', parts: [file as BlobRef] }] });
  const gone = async (blob: BlobRef | undefined) =>
    await vi.waitFor(async () => expect(await blobs.has(blob?.hash ?? '')).toBe(false));
  await gone(replaced);
  await models.deleteVersion(version.id);
  await gone(second);
  expect(await blobs.has(weights?.hash ?? '')).toBe(true);
  await models.delete(model.id);
  await gone(weights);
  await jobs.delete(job.id);
  await gone(file);
  expect(await blobs.has(artifact?.hash ?? '')).toBe(true);
  await runs.delete(made.id);
  await gone(artifact);
});

it('waits with freeing while another tab writes, and does it when that ends', async () => {
  const name = crypto.randomUUID();
  const [writer, deleter] = [await freshStorage({ name }), await freshStorage({ name, freeAfterMs: 5 })];
  const { id } = await deleter.datasets.create({ name: 'd', kind: 'tabular' });
  const chunk = await deleter.blobs.put(bytesOf('chunk'));
  await deleter.datasets.commitVersion(datasetVersion(id, [chunk]));
  let end = () => {};
  const writing = writer.writing(() => new Promise<void>((resolve) => (end = resolve)));
  await deleter.datasets.delete(id);
  await pause(60);
  expect(await deleter.blobs.has(chunk.hash)).toBe(true);
  end();
  await writing;
  await vi.waitFor(async () => expect(await deleter.blobs.has(chunk.hash)).toBe(false));
});

it('a checkpoint frees the one it replaces without reading the database', async () => {
  const storage = await freshStorage();
  const { blobs, checkpoints, datasets, runs } = storage;
  for (let i = 0; i < 60; i++) {
    const { id } = await datasets.create({ name: `d${i}`, kind: 'tabular' });
    await datasets.commitVersion(datasetVersion(id, [await blobs.put(bytesOf(`chunk ${i}`))]));
    await runs.create(run(id, 'm'));
  }
  const put = async (step: number) =>
    await storage.writing(async () => {
      const blob = await blobs.put(bytesOf(`state ${step}`));
      await checkpoints.put({ runId: 'r', step, epoch: 0, state: null, blobs: [blob] });
      return blob;
    });
  const first = await put(1);
  const read = countReads();
  await put(2);
  expect(read.rows()).toBeLessThan(12);
  read.end();
  expect(await blobs.has(first.hash)).toBe(false);
});
