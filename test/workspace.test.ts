/** A workspace file carries a whole studio to another: equal records and bytes, killed trainings go on, or nothing at all. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { metricSeries } from '#/app/metricSeries';
import { crc32 } from '#/core/crc32';
import type { WorkspaceRecords } from '#/core/protocol/workspace';
import { aboutEntry } from '#/core/workspace/workspaceFile';
import { directory, entryHeader, type ZippedEntry } from '#/core/workspace/zipParts';
import { zipBundle } from '#/formats/bundle/zipBundle';
import type { FilledStudio } from './support/fillStudio';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';
import { loadStudio } from './support/storeDump';

const { dump, expected } = JSON.parse(
  readFileSync(new URL('./stores/v1.json', import.meta.url), 'utf8'),
) as FilledStudio;

let plain: File;
let sealed: File;
let before: WorkspaceRecords;
let loggedBefore: Map<string, unknown>;
const opened: NodeStudio[] = [];
const passphrase = 'a horse, a staple';

async function openEmpty(options: Parameters<typeof openNodeStudio>[1] = {}): Promise<NodeStudio> {
  const studio = await openNodeStudio(crypto.randomUUID(), options);
  opened.push(studio);
  provideServices(studio.services);
  return studio;
}

const everythingLogged = async ({ services: { storage } }: NodeStudio) =>
  new Map(
    await Promise.all(
      (await storage.runs.list()).map(
        async ({ id }) =>
          [id, [await storage.metrics.list(id), await storage.metrics.histograms(id)]] as const,
      ),
    ),
  );

async function exported(input: Parameters<typeof run<'workspace.export'>>[1]): Promise<File> {
  const { jobId } = await run('workspace.export', { name: 'work', ...input });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  return (await run('jobs.download', { id: jobId })).file as File;
}

async function imported(file: File, key?: string) {
  const { jobId } = await run('workspace.import', { file, ...(key !== undefined && { passphrase: key }) });
  return await run('jobs.wait', { id: jobId });
}

/** What does not depend on whether a training runs; the first experiment was made by each studio itself. */
const lasting = ({
  jobs: _jobs,
  settings: _settings,
  experiments: _first,
  runs,
  ...rest
}: WorkspaceRecords) => ({
  ...rest,
  runs: runs.map(({ backendReason: _reason, ...one }) => one),
});

beforeAll(async () => {
  const name = crypto.randomUUID();
  await loadStudio(name, dump);
  // Trainings that were running stand still, once they have divided their rows again.
  const studio = await openNodeStudio(name, { breathe: () => new Promise(() => {}) });
  provideServices(studio.services);
  await vi.waitFor(
    async () => {
      const runs = (await studio.services.storage.runs.list()).filter(({ status }) => status === 'running');
      expect(runs.filter(({ split }) => split === undefined)).toEqual([]);
    },
    { timeout: 20_000, interval: 50 },
  );
  await run('settings.set', { checkpointsKept: 7 });
  await studio.services.storage.settings.set('sources.keys', 'wJalrXUtnFEMI');
  plain = await exported({});
  sealed = await exported({ passphrase });
  before = await studio.services.storage.workspace.records();
  loggedBefore = await everythingLogged(studio);
  opened.push(studio);
}, 30_000);

afterEach(() => {
  for (const studio of opened.splice(1)) studio.close();
});

describe('a whole workspace', () => {
  it('comes back with equal records, bytes and figures; killed trainings go on to the same curve', async () => {
    const { services } = await openEmpty();
    const { storage, engine } = services;
    expect((await imported(plain)).error).toBeUndefined();
    const after = await storage.workspace.records();
    expect(lasting(after)).toEqual(lasting(before));
    const refs = await storage.workspace.blobsOf(after);
    expect(refs.length).toBeGreaterThan(10);
    for (const ref of refs) expect((await storage.blobs.get(ref)).length).toBe(ref.bytes);
    expect(await everythingLogged({ services } as NodeStudio)).toEqual(loggedBefore);

    const { modelId, rows, values } = expected.answers[0] as (typeof expected.answers)[number];
    const latest = (await storage.models.versions(modelId))[0]?.id ?? '';
    const { predictions } = await engine.predict({ modelVersionId: latest, rows });
    expect(predictions.map(({ value }) => value)).toEqual(
      values.map((value) => (typeof value === 'number' ? expect.closeTo(value, 5) : value)),
    );

    for (const { jobId, runId, curve } of expected.killed) {
      expect((await storage.jobs.get(jobId))?.status).toBe('paused');
      await run('jobs.resume', { id: jobId });
      expect((await run('jobs.wait', { id: jobId })).status).toBe('completed');
      const { trainLoss } = metricSeries(await storage.metrics.series(runId));
      expect(trainLoss).toEqual(curve['trainLoss']?.map((value) => expect.closeTo(value, 5)));
    }
    expect(await run('settings.get', {})).toMatchObject({ checkpointsKept: 7 });
    expect(Buffer.from(await plain.arrayBuffer()).includes('wJalrXUtnFEMI')).toBe(false);
    // And once more: nothing twice, what went on here stays.
    const there = await storage.workspace.records();
    const { result } = await imported(plain);
    expect(result).toMatchObject({ added: { runs: 0, datasets: 0, modelVersions: 0 }, renamed: [] });
    expect(lasting(await storage.workspace.records())).toEqual(lasting(there));
  });

  it('opens under its passphrase only, and shows nothing without', async () => {
    const { services } = await openEmpty();
    expect(Buffer.from(await sealed.arrayBuffer()).includes('records.json')).toBe(false);
    expect((await imported(sealed)).error).toMatchObject({
      code: 'badInput',
      message: expect.stringContaining('sealed'),
    });
    expect((await imported(sealed, 'a horse, a stable')).error).toMatchObject({
      message: expect.stringContaining('passphrase'),
    });
    expect(await services.storage.datasets.list()).toEqual([]);
    expect((await imported(sealed, passphrase)).error).toBeUndefined();
    expect(lasting(await services.storage.workspace.records())).toEqual(lasting(before));
    expect(JSON.stringify(await services.storage.log.list())).not.toContain(passphrase);
  });

  it('that was cut off in the middle leaves nothing half, and goes on from the bytes that were stored', async () => {
    const { services } = await openEmpty();
    const { blobs, jobs } = services.storage;
    const put = blobs.put;
    let puts = 0;
    blobs.put = async (bytes) => {
      if (++puts === 6) throw new Error('the tab died');
      return await put(bytes);
    };
    expect((await imported(plain)).status).toBe('failed');
    const empty = await services.storage.workspace.records();
    expect(empty).toMatchObject({
      datasets: [],
      datasetVersions: [],
      models: [],
      modelVersions: [],
      runs: [],
    });
    expect((await jobs.list()).map(({ kind }) => kind)).toEqual(['importWorkspace']);
    puts = 100;
    expect((await imported(plain)).error).toBeUndefined();
    expect(lasting(await services.storage.workspace.records())).toEqual(lasting(before));
  });
});

describe('a damaged or foreign file', () => {
  const changedAt = async (file: File, at: number): Promise<File> => {
    const bytes = new Uint8Array(await file.arrayBuffer());
    bytes[at] = (bytes[at] as number) ^ 1;
    return new File([bytes], file.name);
  };

  it('is refused by name and place, wherever a bit of it was changed', async () => {
    const { services } = await openEmpty();
    const text = Buffer.from(await plain.arrayBuffer());
    const blobAt = text.indexOf('blobs/') + 6 + 64 + 2;
    const recordsAt = text.indexOf('"createdAt"', text.indexOf('records.json'));
    for (const [file, code, place] of [
      [await changedAt(plain, blobAt), 'corrupt', 'blobs/'],
      [await changedAt(plain, recordsAt + 13), 'badInput', 'records.json'],
      [await changedAt(sealed, sealed.size - 9), 'badInput', sealed.name],
      [new File([(await plain.arrayBuffer()).slice(0, -400)], plain.name), 'badInput', plain.name],
      [new File(['no zip at all'], 'a.tetrad.zip'), 'badInput', 'a.tetrad.zip'],
    ] as const) {
      const { error } = await imported(file, passphrase);
      expect(error).toMatchObject({ code, place: expect.stringContaining(place), hint: expect.any(String) });
    }
    expect(await services.storage.workspace.records()).toMatchObject({ datasets: [], models: [], runs: [] });
  });
});

describe('a workspace of another version', () => {
  /** The same entries, what the file says of itself changed. */
  async function restated(change: (about: Record<string, number>) => void): Promise<File> {
    const { entries } = await zipBundle(plain);
    const parts: Uint8Array<ArrayBuffer>[] = [];
    const zipped: ZippedEntry[] = [];
    let offset = 0;
    for (const entry of entries) {
      let bytes = await entry.whole();
      if (entry.path === aboutEntry) {
        const about = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, number>;
        change(about);
        bytes = new TextEncoder().encode(JSON.stringify(about));
      }
      const one = { name: entry.path, bytes: bytes.length, crc: crc32(bytes), offset };
      const header = entryHeader(one);
      zipped.push(one);
      parts.push(header, bytes as Uint8Array<ArrayBuffer>);
      offset += header.length + bytes.length;
    }
    return new File([...parts, directory(zipped, offset)], 'other.tetrad.zip');
  }

  it('is refused by what made it, with what to do; one that says nothing else comes in', async () => {
    const { services } = await openEmpty();
    for (const [change, code, message, hint] of [
      [{ version: 99 }, 'unsupported', 'newer studio', 'Reload this page'],
      [{ schema: 9_999 }, 'unsupported', 'newer studio', 'Reload this page'],
      [{ schema: 0 }, 'unsupported', 'older studio', 'export it again'],
    ] as const) {
      const { error } = await imported(await restated((about) => Object.assign(about, change)));
      expect(error).toMatchObject({
        code,
        message: expect.stringContaining(message),
        place: expect.stringContaining('other.tetrad.zip'),
        hint: expect.stringContaining(hint),
      });
    }
    expect(await services.storage.workspace.records()).toMatchObject({ datasets: [], models: [], runs: [] });
    expect((await imported(await restated(() => {}))).error).toBeUndefined();
    expect(lasting(await services.storage.workspace.records())).toEqual(lasting(before));
  });
});

describe('a part of a workspace', () => {
  it('holds a model with its runs and the data they learnt from, and nothing else', async () => {
    provideServices((opened[0] as NodeStudio).services);
    const model = before.models.find(
      ({ id }) => before.modelVersions.filter((v) => v.modelId === id).length === 2,
    );
    const file = await exported({ modelIds: [model?.id ?? ''] });
    const { services } = await openEmpty();
    expect((await imported(file)).error).toBeUndefined();
    const { models, modelVersions, datasets, runs } = await services.storage.workspace.records();
    expect([models.length, modelVersions.length, datasets.length, runs.length]).toEqual([1, 2, 1, 2]);
    expect(models[0]?.aliases).toEqual(model?.aliases);
  });

  it('takes free names and numbers where others have its own', async () => {
    const { services } = await openEmpty();
    const { storage } = services;
    const [dataset] = before.datasets;
    const mine = await storage.datasets.create({ name: dataset?.name ?? '', kind: 'tabular' });
    const { result } = await imported(plain);
    expect(result).toMatchObject({ renamed: [{ from: dataset?.name, to: `${dataset?.name} (2)` }] });
    expect((await storage.datasets.get(mine.id))?.name).toBe(dataset?.name);
  });
});
