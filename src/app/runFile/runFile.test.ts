import { freshStorage } from '#/storage/fixtures/freshStorage';
import { expect, it } from 'vitest';
import { run as record } from '#/storage/fixtures/records';
import { openRuns } from './openRun';
import { saveRun } from './saveRun';

const steps = Array.from({ length: 700 }, (_, i) => i + 1);

it('a saved run is the same elsewhere: record, every value, artifacts; a second time it is known', async () => {
  const [here, there] = [await freshStorage(), await freshStorage()];
  const blob = await here.blobs.put(Uint8Array.of(1, 2, 3));
  const experiment = await here.experiments.create('night');
  const { id } = await here.runs.create({
    ...record('d', 'm'),
    experimentId: experiment.id,
    status: 'finished',
    summary: { valLoss: Number.NaN },
  });
  const run = await here.runs.update(id, { artifacts: [{ name: 'judged', blob }], notes: 'good' });
  const values = steps.map((step) => (step === 9 ? Number.NaN : Math.sin(step)));
  await here.metrics.appendSeries(id, [
    { name: 'valLoss', steps, epochs: steps, timestamps: steps.map((step) => 1e12 + step), values },
  ]);
  const file = await saveRun(here, run);
  expect(await openRuns(there, [file])).toEqual({ imported: [id], known: 0 });
  const { experimentId, ...rest } = run;
  const came = await there.runs.get(id);
  expect(came).toMatchObject({ ...rest, origin: 'tetrad' });
  expect((await there.experiments.list()).find((one) => one.id === came?.experimentId)?.name).toBe('night');
  expect(experimentId).not.toBe(came?.experimentId);
  expect(await there.metrics.list(id)).toEqual(await here.metrics.list(id));
  expect(await there.blobs.get(blob)).toEqual(Uint8Array.of(1, 2, 3));
  expect(await openRuns(there, [file])).toEqual({ imported: [], known: 1 });
});

it.each([
  ['{', /It is no JSON/],
  ['{"format":"other"}', /no saved run/],
  [
    '{"format":"tetrad-run","version":1,"experiment":"","run":{"id":"a"},"logged":{},"artifacts":[]}',
    /no saved run/,
  ],
])('refuses %s', async (text, message) => {
  const storage = await freshStorage();
  await expect(openRuns(storage, [new File([text], 'a.run.json')])).rejects.toMatchObject({
    code: 'badInput',
    message: expect.stringMatching(message),
    place: expect.stringContaining('a.run.json'),
  });
  expect(await storage.runs.list()).toEqual([]);
});
