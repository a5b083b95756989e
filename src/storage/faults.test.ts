/** One storage call fails, for every call there is: the old state or the new one, never a mixture, and a retry works. */
import { blobsOfBody } from '#/core/bodies/registry';
import { freshStorage } from './fixtures/freshStorage';
import { faultKinds, withFault } from './fixtures/faults';
import { bytesOf, datasetVersion, modelVersion, run } from './fixtures/records';
import { describe, expect, it } from 'vitest';
import { noTest } from '#/core/inUse/comparison';
import { TetradError } from '#/core/protocol/errors';
import type { Storage } from '#/core/protocol/storage';

interface Scenario {
  prepare: (storage: Storage) => Promise<Ids>;
  /** What is under test; may be run again after it failed. */
  work: (storage: Storage, ids: Ids) => Promise<unknown>;
  /** Everything a user could see of it, without times and random ids. */
  look: (storage: Storage, ids: Ids) => Promise<unknown>;
}
interface Ids {
  datasetId: string;
  modelId: string;
  runId: string;
  firstId: string;
}

async function prepare(storage: Storage): Promise<Ids> {
  const { datasets, models, runs, blobs, checkpoints } = storage;
  const datasetId = (await datasets.create({ name: 'iris', kind: 'tabular' })).id;
  const modelId = (await models.create({ name: 'm', family: 'mlp' })).id;
  const runId = (await runs.create(run(datasetId, modelId))).id;
  const chunk = await blobs.put(bytesOf('old'));
  await datasets.commitVersion(datasetVersion(datasetId, [chunk]));
  const firstId = (await models.commitVersion(modelVersion(modelId, runId, chunk), { alias: 'champion' })).id;
  await checkpoints.put({ runId, step: 1, epoch: 0, state: null, blobs: [chunk] });
  return { datasetId, modelId, runId, firstId };
}

const readable = async (storage: Storage, blobs: { hash: string; bytes: number }[]) =>
  await Promise.all(blobs.map(async (blob) => new TextDecoder().decode(await storage.blobs.get(blob))));

async function lookAtDataset(storage: Storage, { datasetId }: Ids) {
  const dataset = await storage.datasets.get(datasetId);
  const versions = await storage.datasets.versions(datasetId);
  return {
    listed: (await storage.datasets.list()).length,
    latest: versions.findIndex(({ id }) => id === dataset?.latestVersionId),
    numbers: versions.map(({ number }) => number),
    contents: await Promise.all(versions.map(({ chunks }) => readable(storage, chunks))),
  };
}

async function lookAtModel(storage: Storage, { modelId, runId }: Ids) {
  const versions = await storage.models.versions(modelId);
  const numberOf = (id?: string) => versions.find((version) => version.id === id)?.number ?? id;
  const model = await storage.models.get(modelId);
  const made = await storage.runs.get(runId);
  return {
    champion: numberOf(model?.aliases.champion),
    moves: (await storage.models.moves(modelId)).map(({ from, to }) => [numberOf(from), numberOf(to)]),
    versions: versions.map(({ number, notes }) => [number, notes]),
    weights: await Promise.all(versions.map(({ body }) => readable(storage, blobsOfBody(body)))),
    run: [made?.status, numberOf(made?.modelVersionId)],
    checkpoint: (await storage.checkpoints.get(runId))?.step,
  };
}

const nobody: Ids = { datasetId: '', modelId: '', runId: '', firstId: '' };
const logAnswers = ({ inUse }: Storage, ...ids: string[]) =>
  inUse.append(
    [{ modelId: 'm', version: 1, at: 1, ms: 2, rows: ids.length }],
    ids.map((id) => ({
      modelId: 'm',
      id,
      at: 1,
      version: 1,
      value: 'no',
      comparison: { id: 'c', challenger: false, share: 1, other: { version: 2, value: 'yes' } },
    })),
    { compared: { id: 'c', champion: { rows: ids.length, failed: 0 }, challenger: { rows: 0, failed: 1 } } },
  );
const between = (inUse: Storage['inUse']) =>
  inUse.begin({
    id: 'c',
    modelId: 'm',
    way: 'shadow',
    champion: { versionId: 'a', version: 1, rows: 0, failed: 0 },
    challenger: { versionId: 'b', version: 2, rows: 0, failed: 0 },
    share: 1,
    alpha: 0.05,
    expectedRows: 100,
    guardrails: { worse: true, failedShare: 0.5 },
    status: 'running',
    startedAt: 0,
    test: noTest,
    path: [],
    history: [],
  });
const lookAtAnswers = async ({ inUse }: Storage) => [
  await inUse.log('m'),
  await inUse.rows('m'),
  await inUse.calls('m'),
  await inUse.comparisons('m'),
];

const scenarios: Record<string, Scenario> = {
  'saving a dataset version': {
    prepare,
    async work({ blobs, datasets }, { datasetId }) {
      const chunks = [await blobs.put(bytesOf('one')), await blobs.put(bytesOf('two'))];
      await datasets.commitVersion(datasetVersion(datasetId, chunks));
    },
    look: lookAtDataset,
  },
  'saving a model version': {
    prepare,
    async work({ blobs, models }, { modelId, runId }) {
      const weights = await blobs.put(bytesOf('weights'));
      await models.commitVersion(modelVersion(modelId, runId, weights), {
        alias: 'champion',
        run: { status: 'finished' },
      });
    },
    look: lookAtModel,
  },
  'replacing a checkpoint': {
    prepare,
    async work({ blobs, checkpoints }, { runId }) {
      const state = await blobs.put(bytesOf('state'));
      await checkpoints.put({ runId, step: 2, epoch: 0, state: { step: 2 }, blobs: [state] });
    },
    async look(storage, { runId }) {
      const checkpoint = await storage.checkpoints.get(runId);
      return [checkpoint?.step, checkpoint?.state, await readable(storage, checkpoint?.blobs ?? [])];
    },
  },
  'deleting a dataset': {
    prepare,
    work: ({ datasets }, { datasetId }) => datasets.delete(datasetId),
    look: lookAtDataset,
  },
  'deleting a model': {
    prepare,
    work: ({ models }, { modelId }) => models.delete(modelId),
    look: lookAtModel,
  },
  'moving an alias': {
    prepare,
    work: ({ models }, { modelId }) => models.setAlias(modelId, 'champion', null),
    look: lookAtModel,
  },
  'logging answers at the bound': {
    async prepare(storage) {
      await storage.inUse.setLog('m', { on: true, bound: 2 });
      await between(storage.inUse);
      await logAnswers(storage, 'a', 'b');
      return nobody;
    },
    work: (storage) => logAnswers(storage, 'c'),
    look: lookAtAnswers,
  },
  'joining labels': {
    async prepare(storage) {
      await storage.inUse.setLog('m', { on: true });
      await between(storage.inUse);
      await logAnswers(storage, 'a', 'b', 'c');
      return nobody;
    },
    work: ({ inUse }) =>
      inUse.join(
        'm',
        ['a', 'b', 'zz'].map((id) => ({ id, value: 'yes' })),
        5,
      ),
    look: lookAtAnswers,
  },
  'collecting garbage': {
    prepare,
    work: (storage) => storage.collectGarbage({ graceMs: -1000 }),
    async look(storage, ids) {
      return [await lookAtDataset(storage, ids), await lookAtModel(storage, ids)];
    },
  },
};

/** Time and settled ids aside, the same text means the same state. */
const asText = (state: unknown): string => JSON.stringify(state);

describe.each(Object.entries(scenarios))('%s', (_, { prepare, work, look }) => {
  const attempt = async (failAt: number, kind: (typeof faultKinds)[number]) => {
    const storage = await freshStorage();
    const ids = await prepare(storage);
    const before = asText(await look(storage, ids));
    const { calls, thrown } = await withFault(failAt, kind, () => work(storage, ids));
    return { storage, ids, before, calls, outcome: thrown, after: asText(await look(storage, ids)) };
  };

  it.each(faultKinds)('with one %s', async (kind) => {
    const whole = await attempt(Number.POSITIVE_INFINITY, kind);
    expect(whole.outcome).toBeUndefined();
    expect(whole.calls).toBeGreaterThan(0);
    for (let failAt = 1; failAt <= whole.calls; failAt++) {
      const { storage, ids, before, outcome, after } = await attempt(failAt, kind);
      const where = `call ${failAt} of ${whole.calls}`;
      if (outcome === undefined) {
        expect(after, where).toBe(whole.after);
      } else {
        expect(outcome, where).toBeInstanceOf(TetradError);
        if (kind === 'fullDisk') expect(outcome, where).toMatchObject({ code: 'quota' });
        expect(after, where).toBe(before);
        await work(storage, ids);
        expect(asText(await look(storage, ids)), where).toBe(whole.after);
      }
      storage.close();
    }
  });
});
