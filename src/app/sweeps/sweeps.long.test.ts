/** What ASHA saves on the digits at an equal best; what a sweep costs beside its trainings at a thousand trials. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import type { SweepResult } from '#/core/protocol/sweep';
import { openNodeWasm } from '#/engine/train/fixtures/nodeWasm';
import { type NodeStudio, openNodeStudio } from '../../../test/support/nodeStudio';

const fixture = (name: string) =>
  readFileSync(new URL(`../../engine/train/fixtures/${name}`, import.meta.url));

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio('sweeps', { open: openNodeWasm });
  provideServices(studio.services);
});
afterAll(() => studio.close());

async function importTable(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const { jobId, datasetId } = await run('datasets.import', { files: [new File([bytes], name)] });
  const job = await run('jobs.wait', { id: jobId });
  expect(job.error).toBeUndefined();
  return datasetId;
}

it.each([1, 2, 3])(
  'ASHA saves three tenths of the epochs on the digits, seed %i',
  async (seed) => {
    const datasetId = await importTable(
      `digits${seed}.csv`,
      Uint8Array.from(gunzipSync(fixture('digits.csv.gz'))),
    );
    const { columns } = (await run('datasets.get', { id: datasetId })).version?.schema ?? { columns: [] };
    const search = async (pruner: string) => {
      const { jobId, runId } = await run('sweeps.submit', {
        datasetId,
        target: columns.at(-1)?.name ?? '',
        family: 'mlp',
        familyParams: { hiddenLayers: [32] },
        space: {
          learningRate: { type: 'log', min: 1e-4, max: 0.1 },
          dropout: { type: 'continuous', min: 0, max: 0.6 },
        },
        method: 'tpe',
        pruner,
        trials: 20,
        seed,
        training: { epochs: 27, batchSize: 64, earlyStopping: false, seed },
      });
      const job = await run('jobs.wait', { id: jobId });
      expect(job.error).toBeUndefined();
      const { best, epochs, pruned } = job.result as SweepResult;
      const { summary } = await run('runs.get', { id: best.runId });
      return { val: best.values[0] as number, test: summary.testAccuracy, epochs, pruned, runId };
    };
    const [whole, asha] = [await search('none'), await search('asha')];
    console.log(
      `seed ${seed}: none ${whole.val.toFixed(4)} (test ${whole.test?.toFixed(4)}) in ${whole.epochs} epochs; ASHA ${asha.val.toFixed(4)} (test ${asha.test?.toFixed(4)}) in ${asha.epochs}, ${asha.pruned} pruned: ${Math.round((1 - asha.epochs / whole.epochs) * 100)} % saved`,
    );
    expect(asha.epochs).toBeLessThanOrEqual(0.7 * whole.epochs);
    // Of 287 validation rows or so: three are less than what chance does.
    expect(asha.val).toBeGreaterThanOrEqual(whole.val - 0.0105);
  },
  900_000,
);

it.each(['tpe', 'gp'])(
  'a thousand trials by %s cost little beside their trainings',
  async (method) => {
    const { storage, engine } = studio.services;
    const datasetId = await importTable(`iris-${method}.csv`, Uint8Array.from(fixture('iris.csv')));
    const trained = await run('training.submit', {
      datasetId,
      target: 'species',
      family: 'linear',
      training: { epochs: 1 },
    });
    await run('jobs.wait', { id: trained.jobId });
    const [version] = await storage.models.versions(trained.modelId);
    if (!version) throw new Error('nothing was trained');
    const { train } = engine;
    // Trains nothing: commits what was trained once, with a figure of its own.
    engine.train = (request) => ({
      done: (async () => {
        const { id: _id, number: _number, createdAt: _at, hash: _hash, ...rest } = version;
        const valAccuracy = 1 - Math.abs(Math.log10(request.config.learningRate) + 2) / 4;
        const { id } = await storage.models.commitVersion(
          {
            ...rest,
            modelId: request.modelId,
            runId: request.runId,
            metrics: { ...version.metrics, valAccuracy },
          },
          { run: { status: 'finished' } },
        );
        return { modelVersionId: id, metrics: { valAccuracy } };
      })(),
      stop: () => {},
    });
    const ask = async (trials: number) => {
      const [began, cpu] = [performance.now(), process.cpuUsage()];
      const { jobId } = await run('sweeps.submit', {
        datasetId,
        target: 'species',
        family: 'mlp',
        space: {
          learningRate: { type: 'log', min: 1e-4, max: 0.1 },
          dropout: { type: 'continuous', min: 0, max: 0.6 },
          batchSize: { type: 'categorical', values: [16, 32, 64] },
        },
        method,
        trials,
        pruner: 'none',
        training: { epochs: 1 },
      });
      const job = await run('jobs.wait', { id: jobId });
      expect(job.error).toBeUndefined();
      expect((job.result as SweepResult).complete).toBe(trials);
      const { user, system } = process.cpuUsage(cpu);
      return { ms: (performance.now() - began) / trials, cpuMs: (user + system) / 1000 / trials };
    };
    try {
      const { ms, cpuMs } = await ask(1000);
      console.log(
        `${method}: ${cpuMs.toFixed(1)} ms of the processor a trial (${ms.toFixed(1)} by the clock) over 1,000 trials, storage and queue in Node included`,
      );
    } finally {
      engine.train = train;
    }
  },
  900_000,
);
