/** Rare positives: nobody is called at 0.5, a threshold finds them, and it stays with the version wherever that goes. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { proposalWords, proposeThreshold, leastCost } from '#/core/evaluation/proposeThreshold';
import { rankScores } from '#/core/stats/rankScores';
import { areClasses } from '#/core/tasks/classification';
import { normals } from '#/core/random/random';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`threshold-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

/** Some 4 % are “ill”, told by a sign that is seldom sure. */
function rareCsv(rows = 1200): string {
  const [sign, noise] = ['sign', 'noise'].map((name) => normals(8, name, 0, rows));
  const lines = Array.from({ length: rows }, (_, i) => {
    const x = sign?.[i] ?? 0;
    return `${x.toFixed(4)},${x + 1.2 * (noise?.[i] ?? 0) > 2.75 ? 'ill' : 'well'}`;
  });
  return `sign,state\n${lines.join('\n')}\n`;
}

async function ended(id: string) {
  const job = await run('jobs.wait', { id });
  expect(job.status, job.error?.message).toBe('completed');
}

it('is proposed on the validation rows, kept in a new version, and decides in predictions and in the file', async () => {
  const { jobId, datasetId } = await run('datasets.import', { files: [new File([rareCsv()], 'rare.csv')] });
  await ended(jobId);
  const trained = await run('training.submit', {
    datasetId,
    target: 'state',
    family: 'linear',
    training: { testSplit: 0.2, validationSplit: 0.3 },
  });
  await ended(trained.jobId);
  const { modelId, runId } = trained;
  const judged = await run('runs.evaluation', { runId });
  if (!areClasses(judged)) throw new Error('not classes');
  const ill = judged.labels.indexOf('ill');
  const proposal = proposeThreshold(judged, ill);
  if (!proposal) throw new Error('nothing proposed');
  expect(proposal.share).toBeLessThan(0.08);
  expect(proposal.after.f1).toBeGreaterThan(proposal.before.f1);
  expect(proposalWords(proposal)).toMatch(
    /^Only \d.* of the validation rows are “ill”.*Labels stay as they are/,
  );
  // Common positives need none.
  expect(proposeThreshold(judged, 1 - ill)).toBeUndefined();

  const [first] = (await run('models.get', { id: modelId })).versions;
  if (!first) throw new Error('no version');
  const threshold = { label: 'ill', from: proposal.from };
  const kept = await run('models.setThreshold', { versionId: first.id, threshold });
  expect(kept).toMatchObject({ modelId, number: 2 });
  const { versions, model } = await run('models.get', { id: modelId });
  const second = versions.find(({ id }) => id === kept.versionId);
  expect(second?.task.threshold).toEqual(threshold);
  expect(second?.hash).not.toBe(first.hash);
  expect(model.aliases).toEqual({ champion: first.id, challenger: kept.versionId });
  expect(second?.metrics.valLoss).toBe(first.metrics.valLoss);
  expect(second?.metrics.valF1).not.toBe(first.metrics.valF1);
  expect(second?.metrics.valAccuracy).toBeCloseTo(proposal.after.accuracy, 12);
  expect(second?.figure).toMatchObject({ part: 'test', metric: 'accuracy', free: first.figure?.free });
  expect(second?.figure?.value).toBe(second?.metrics.testAccuracy);

  const rows = Array.from({ length: 60 }, (_, i) => ({ sign: -2 + i / 10 }));
  const of = async (version: number) =>
    (await run('inference.predict', { modelId, version, rows })).predictions;
  const [before, after] = [await of(1), await of(2)];
  expect(after.map(({ probabilities }) => probabilities)).toEqual(
    before.map(({ probabilities }) => probabilities),
  );
  expect(after.map(({ value }) => value)).toEqual(
    after.map(({ probabilities }) => ((probabilities?.[ill] ?? 0) >= proposal.from ? 'ill' : 'well')),
  );
  const ills = (answers: typeof before) => answers.filter(({ value }) => value === 'ill').length;
  expect(ills(after)).toBeGreaterThan(ills(before));

  const { report } = await run('models.export', { modelId, version: 2 });
  expect(report.parity).toMatchObject({ labelsEqual: true, passed: true });
  expect(report.nodeCounts).toMatchObject({ GreaterOrEqual: 1 });

  // And back to the likelier label.
  const plain = await run('models.setThreshold', { versionId: kept.versionId, threshold: null });
  expect((await of(plain.number)).map(({ value }) => value)).toEqual(before.map(({ value }) => value));
  await expect(
    run('models.setThreshold', { versionId: first.id, threshold: { label: 'dead', from: 0.5 } }),
  ).rejects.toMatchObject({ code: 'badInput', hint: 'Its labels are ill, well.' });
});

it('the least cost weighs misses against false alarms, and may call nobody', () => {
  const ranked = rankScores([0.9, 0.6, 0.4, 0.2, 0.1], [1, 0, 1, 0, 0]);
  expect(leastCost(ranked, { miss: 1, alarm: 10 })).toBeCloseTo(0.75);
  expect(leastCost(ranked, { miss: 10, alarm: 1 })).toBeCloseTo(0.3);
  expect(leastCost(rankScores([0.9, 0.1], [0, 1]), { miss: 1, alarm: 10 })).toBeGreaterThan(0.9);
});
