/**
 * The browser is killed (SIGKILL) while a model answers, is watched and compared, and while a challenger is promoted: what was
 * acknowledged is there, what was written is written whole, counts fit what they count. A browser of its own, with a
 * profile that outlives it.
 */
import { rmSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import type { Page } from 'playwright-core';
import { openKillable } from '../scripts/kill/killableBrowser.mjs';
import { makeStripes } from '../test/support/makeStripes';
import { haveRun, haveSample, tetrad } from './studio';

const [rowsAtOnce, bound, kills] = [10, 200, 5];

/** What the page says it was told is done, wherever it dies. */
interface Acknowledged {
  labels: string[];
  alerts: string[];
}

test(
  'the browser is killed while a model is in use: logs, references, comparisons and alerts are whole',
  { tag: '@long' },
  async ({ baseURL }, info) => {
    test.setTimeout(600_000);
    const profile = info.outputPath('profile');
    const origin = baseURL ?? '';
    const sure: Acknowledged = { labels: [], alerts: [] };
    const open = async () => {
      const studio = await openKillable(profile, origin);
      await studio.page.exposeFunction('acknowledge', (what: keyof Acknowledged, id: string) => {
        sure[what].push(id);
      });
      return studio;
    };
    let studio = await open();
    const datasetId = await haveSample(studio.page, 'iris');
    const { modelId } = await haveRun(studio.page, datasetId, 'species', {
      family: 'linear',
      training: { epochs: 2, backend: 'cpu', seed: 1 },
    });
    await haveRun(studio.page, datasetId, 'species', {
      family: 'linear',
      modelId,
      training: { epochs: 6, backend: 'cpu', seed: 2 },
    });
    const versionIdOf = async (page: Page, number: number) =>
      (await tetrad(page, 'models.get', { id: modelId })).versions.find((one) => one.number === number)?.id ??
      '';
    await tetrad(studio.page, 'models.setAlias', {
      modelId,
      alias: 'champion',
      versionId: await versionIdOf(studio.page, 1),
    });
    await tetrad(studio.page, 'monitor.keep', { modelId, on: true, withRows: true, bound });
    await tetrad(studio.page, 'comparisons.start', { modelId, challenger: 2, rollBackWhenWorse: false });

    const seen: string[] = [];
    let before = { asked: 0, labelled: 0 };
    for (let kill = 0; kill < kills; kill++) {
      await studio.page.evaluate(
        ([model, turn, atOnce]) => {
          const { run } = window.tetrad;
          const told = window as unknown as { acknowledge(what: string, id: string): void };
          void (async () => {
            const { versions } = await run('models.get', { id: model });
            const [row = {}] = versions[0]?.sampleRows ?? [];
            for (let at = 0; ; at++) {
              const ids = Array.from({ length: atOnce }, (_, i) => `${turn} ${at} ${i}`);
              await run('inference.predict', { modelId: model, ids, rows: ids.map(() => row) });
              const [first = ''] = ids;
              await run('monitor.labels', { modelId: model, labels: [{ id: first, value: 'setosa' }] });
              told.acknowledge('labels', first);
              if (at % 5 > 0) continue;
              const rule = { modelId: model, measure: 'latencyP95Ms', threshold: at } as const;
              const { id } = await run('alerts.add', rule);
              told.acknowledge('alerts', id);
              const listed = await run('alerts.list', { modelId: model });
              for (const old of listed.slice(0, -3))
                await run('alerts.change', { id: old.id, how: 'remove' });
            }
          })();
        },
        [modelId, kill, rowsAtOnce] as const,
      );
      const acknowledged = sure.labels.length;
      await expect.poll(() => sure.labels.length, { timeout: 60_000 }).toBeGreaterThan(acknowledged + kill);
      await studio.page.waitForTimeout(130 + 370 * kill);
      await studio.kill();
      studio = await open();
      const { page } = studio;

      const { log, answers } = await tetrad(page, 'monitor.answers', { modelId, limit: 1_000 });
      // What is counted is there, no more than the bound, and whole calls alone.
      expect(log.kept).toBe(answers.length);
      expect(log.kept).toBeLessThanOrEqual(bound);
      const asked = log.kept + log.dropped;
      expect(asked % rowsAtOnce).toBe(0);
      expect(asked).toBeGreaterThan(before.asked);
      expect(log.dropped).toBe(Math.max(0, asked - bound));
      // The shadow answers as well: two calls, and both counted by the comparison, in one with the rows.
      expect(log.calls + log.droppedCalls).toBe((2 * asked) / rowsAtOnce);
      const [{ comparison } = { comparison: undefined }] = await tetrad(page, 'comparisons.list', {
        modelId,
      });
      expect(comparison).toMatchObject({
        status: 'running',
        champion: { rows: asked, failed: 0 },
        challenger: { rows: asked, failed: 0 },
      });
      expect(answers.every(({ comparison: one }) => one?.id === comparison?.id)).toBe(true);
      // Each label that was acknowledged taught the comparison, and is with its answer while that is kept.
      const labelled = comparison?.test.difference.n ?? 0;
      expect(labelled).toBeGreaterThanOrEqual(sure.labels.length);
      expect(labelled).toBeLessThanOrEqual(sure.labels.length + kill + 1);
      const kept = new Map(answers.map((one) => [one.id, one.label]));
      for (const id of sure.labels) if (kept.has(id)) expect(kept.get(id), id).toBe('setosa');
      // Those acknowledged last are there; each is whole.
      const alerts = await tetrad(page, 'alerts.list', { modelId });
      expect(alerts.map(({ id }) => id)).toEqual(expect.arrayContaining(sure.alerts.slice(-1)));
      for (const one of alerts) expect(one.history[0]?.what).toBe('Added');
      seen.push(`${asked - before.asked} rows and ${labelled - before.labelled} labels`);
      before = { asked, labelled };
    }
    expect((await tetrad(studio.page, 'monitor.answers', { modelId, limit: 1 })).log.dropped).toBeGreaterThan(
      0,
    );
    await studio.page.goto(`${origin}/models/${modelId}?tab=use`);
    await expect(studio.page.getByText(/The oldest [\d,]+ went: there is room for 200\./)).toBeVisible();

    // What versions learnt from is kept with them: newer rows can still be compared with it.
    const drift = await tetrad(studio.page, 'monitor.drift', { modelId, datasetId });
    const compared = await tetrad(studio.page, 'jobs.wait', { id: drift.jobId });
    expect(compared.status, compared.error?.message).toBe('completed');

    // Killed while it is promoted: the alias and what the comparison says of it come to the same, now or by asking again.
    const [begun] = await tetrad(studio.page, 'comparisons.list', { modelId });
    let id = begun?.comparison.id ?? '';
    const [first, second] = [await versionIdOf(studio.page, 1), await versionIdOf(studio.page, 2)];
    for (const afterMs of [0, 4, 12]) {
      await studio.page.evaluate((one) => {
        void window.tetrad.run('comparisons.end', { id: one, how: 'promote' });
      }, id);
      await studio.page.waitForTimeout(afterMs);
      await studio.kill();
      studio = await open();
      const champion = async () =>
        (await tetrad(studio.page, 'models.get', { id: modelId })).model.aliases.champion;
      const [{ comparison } = { comparison: undefined }] = await tetrad(studio.page, 'comparisons.list', {
        modelId,
      });
      const isPromoted = comparison?.status === 'promoted';
      seen.push(
        `killed ${afterMs} ms into a promotion: ${comparison?.status}, alias ${(await champion()) === second}`,
      );
      if (isPromoted) expect(await champion()).toBe(second);
      else {
        expect(comparison?.status).toBe('running');
        await tetrad(studio.page, 'comparisons.end', { id, how: 'promote' });
      }
      await tetrad(studio.page, 'comparisons.end', { id, how: 'rollBack' });
      expect(await champion()).toBe(first);
      id = (await tetrad(studio.page, 'comparisons.start', { modelId, challenger: 2 })).id;
    }
    console.log(seen.join('; '));
    await studio.kill();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  },
);

test(
  'the browser is killed while a version and its reference are written: both are whole, or neither is there',
  { tag: '@long' },
  async ({ baseURL }, info) => {
    test.setTimeout(600_000);
    const profile = info.outputPath('profile');
    const origin = baseURL ?? '';
    let studio = await openKillable(profile, origin);
    const bytes = [...makeStripes(1, 1_200, 1_200)];
    const { datasetId } = await studio.page.evaluate(async (given) => {
      const file = new File([Uint8Array.from(given)], 'stripes.zip');
      const made = await window.tetrad.run('datasets.import', { files: [file] });
      await window.tetrad.run('jobs.wait', { id: made.jobId });
      return made;
    }, bytes);
    const epochs = 2;
    const seen: string[] = [];
    let between = 0;
    for (const afterMs of [0, 120, 300, 600]) {
      const submitted = await tetrad(studio.page, 'training.submit', {
        datasetId,
        target: 'label',
        family: 'cnn2d',
        training: { epochs, backend: 'wasm', seed: 1, validationSplit: 0.4, earlyStopping: false },
      });
      // All is learnt; what is kept of it is still to be written.
      await studio.page.evaluate(
        async ([runId, all]) => {
          for (;;) {
            const { epochs: done } = await window.tetrad.run('runs.metrics', { runId });
            if (done.length >= all) return;
            await new Promise((resolve) => setTimeout(resolve, 10));
          }
        },
        [submitted.runId, epochs] as const,
      );
      await studio.page.waitForTimeout(afterMs);
      await studio.kill();
      studio = await openKillable(profile, origin);
      const { page } = studio;
      const { status } = await tetrad(page, 'jobs.get', { id: submitted.jobId });
      const before = await tetrad(page, 'models.get', { id: submitted.modelId }).catch(() => undefined);
      if (status !== 'completed') {
        between++;
        expect(before?.versions ?? []).toEqual([]);
        if (status === 'interrupted') await tetrad(page, 'jobs.resume', { id: submitted.jobId });
        const job = await tetrad(page, 'jobs.wait', { id: submitted.jobId });
        expect(job.status, job.error?.message).toBe('completed');
      }
      seen.push(`${afterMs} ms after the last epoch: ${status}`);
      const { versions } = await tetrad(page, 'models.get', { id: submitted.modelId });
      expect(versions).toHaveLength(1);
      expect(versions[0]?.reference?.bytes).toBeGreaterThan(1_000);
      // The reference is read whole, what the model sees of samples with it.
      const copy = await page.evaluate(
        async ([given, name]) => {
          const file = new File([Uint8Array.from(given)], name);
          const made = await window.tetrad.run('datasets.import', { files: [file] });
          await window.tetrad.run('jobs.wait', { id: made.jobId });
          return made.datasetId;
        },
        [[...makeStripes(2, 200, 100)], `newer ${afterMs}.zip`] as const,
      );
      const { jobId } = await tetrad(page, 'monitor.drift', {
        modelId: submitted.modelId,
        datasetId: copy,
        windows: 2,
      });
      const drift = await tetrad(page, 'jobs.wait', { id: jobId });
      expect(drift.status, drift.error?.message).toBe('completed');
      const { columns } = drift.result as { columns: { name: string; verdict: string }[] };
      expect(columns.find(({ name }) => name === 'what the model sees')?.verdict).not.toBe('unknown');
    }
    console.log(seen.join('; '));
    expect(between).toBeGreaterThan(0);
    await studio.kill();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  },
);
