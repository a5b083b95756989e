/**
 * What earlier releases left on a disk opens: test/stores holds one store of each schema version, as
 * scripts/makeStore.mjs kept it. Everything is found, versions answer as they did, killed trainings go on.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { openStoredFile } from '#/app/jobs/storeFile';
import { metricSeries } from '#/app/metricSeries';
import type { TrainEvent } from '#/core/protocol/train';
import type { FilledStudio } from './support/fillStudio';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';
import { loadStudio } from './support/storeDump';

const folder = new URL('./stores/', import.meta.url);

let studio: NodeStudio | undefined;
afterEach(() => studio?.close());

describe.each(readdirSync(folder).sort())('the store %s', (file) => {
  it('opens whole, and its killed trainings go on to the same curve', async () => {
    const { dump, expected } = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as FilledStudio;
    const name = crypto.randomUUID();
    await loadStudio(name, dump);
    const prepared = new Map<string, Extract<TrainEvent, { kind: 'prepared' }>>();
    studio = await openNodeStudio(name, {
      onEvent: (runId, event) => {
        if (event.kind === 'prepared') prepared.set(runId, event);
      },
    });
    const { storage, engine, jobs } = studio.services;

    for (const { id, name: called, versions, rows } of expected.datasets) {
      expect((await storage.datasets.get(id))?.name).toBe(called);
      const found = await storage.datasets.versions(id);
      expect([found.length, found[0]?.rows]).toEqual([versions, rows]);
    }
    const killedModels = new Set(expected.killed.map(({ modelId }) => modelId));
    for (const { id, name: called, aliases, versions } of expected.models) {
      if (killedModels.has(id)) continue;
      expect(await storage.models.get(id)).toMatchObject({ name: called, aliases });
      expect((await storage.models.versions(id)).map(({ number }) => number)).toEqual(versions);
    }
    for (const { id, name: called, status } of expected.runs.filter((each) => each.status === 'finished'))
      expect(await storage.runs.get(id)).toMatchObject({ name: called, status });
    for (const { modelId, rows, values } of expected.answers) {
      const latest = (await storage.models.versions(modelId))[0]?.id ?? '';
      const { predictions } = await engine.predict({ modelVersionId: latest, rows });
      expect(predictions.map(({ value }) => value)).toEqual(
        values.map((value) => (typeof value === 'number' ? expect.closeTo(value, 5) : value)),
      );
    }

    const files = (await storage.jobs.list()).flatMap((job) => job.files ?? []);
    expect(files.length).toBeGreaterThan(0);
    for (const each of files) expect((await openStoredFile(storage.blobs, each)).size).toBeGreaterThan(0);

    for (const { jobId, runId, modelId, checkpointStep, curve } of expected.killed) {
      expect((await jobs.wait(jobId)).status).toBe('completed');
      expect(prepared.get(runId)?.resumedAtStep).toBe(checkpointStep);
      expect(await storage.runs.get(runId)).toMatchObject({ status: 'finished' });
      expect((await storage.models.versions(modelId)).map(({ number }) => number)).toEqual([1]);
      const metrics: Record<string, unknown> = { ...metricSeries(await storage.metrics.series(runId)) };
      for (const [metric, values] of Object.entries(curve))
        expect([metric, metrics[metric]]).toEqual([metric, values.map((value) => expect.closeTo(value, 5))]);
    }
  });
});
