/** Croston's forecast through a whole studio: what leaves as a file answers as the published recursion does. */
import { afterEach, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { deflatedBy, smoothedDemand } from '#/core/classics/croston';
import { openNodeWasm } from '#/engine/train/fixtures/nodeWasm';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio | undefined;
afterEach(() => {
  studio?.close();
  studio = undefined;
});

const days = (valueOf: (day: number) => string) =>
  Array.from({ length: 240 }, (_, day) => {
    const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
    return `${date},${valueOf(day)}`;
  });
const bolts = (day: number) => (Math.sin(day * day) > 0.55 ? 1 + (day % 7) : 0);
const belts = (day: number) => (day % 11 === 3 ? 250 + (day % 5) : 0);

async function trained(lines: string[], method: string) {
  studio = await openNodeStudio(`croston-${crypto.randomUUID()}`, { open: openNodeWasm });
  provideServices(studio.services);
  const file = new File([lines.join('\n')], 'parts.csv');
  const { jobId, datasetId } = await run('datasets.import', { kind: 'timeseries', files: [file] });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  const made = await run('training.submit', {
    datasetId,
    target: 'future',
    family: 'croston',
    familyParams: { method },
    training: { backend: 'wasm', seed: 1 },
  });
  const { error } = await run('jobs.wait', { id: made.jobId });
  const { warnings = [] } = await run('runs.get', { id: made.runId });
  return { error, warnings, modelId: made.modelId };
}

it.each(['croston', 'sba'] as const)(
  '%s answers by the recursion, in one file',
  async (method) => {
    const lines = ['date,bolts,belts', ...days((day) => `${bolts(day)},${belts(day)}`)];
    const { error, warnings, modelId } = await trained(lines, method);
    expect(error).toBeUndefined();
    const rates =
      warnings
        .join(' ')
        .match(/α \d\.\d+/g)
        ?.map((text) => Number(text.slice(2))) ?? [];
    expect(rates).toHaveLength(2);
    const { versions } = await run('models.get', { id: modelId });
    const fitted = versions[0]?.input.fitted as { length: number } | undefined;
    const window = Array.from({ length: fitted?.length ?? 0 }, (_, day) => [
      bolts(day + 100),
      belts(day + 100),
    ]);
    const { predictions } = await run('inference.predict', { modelId, inputs: [window] });
    const said = predictions[0]?.field ?? [];
    for (const [channel, alpha] of rates.entries()) {
      const { size, interval } = smoothedDemand(
        window.map((values) => values[channel] as number),
        alpha,
      );
      // α is told with two digits.
      const expected = (deflatedBy[method](alpha) * size) / interval;
      expect(Math.abs((said[channel] as number) / expected - 1)).toBeLessThan(0.03);
      expect(said[channel + 2]).toBe(said[channel]);
    }
    const nothing = await run('inference.predict', { modelId, inputs: [window.map(() => [0, 0])] });
    for (const value of nothing.predictions[0]?.field ?? []) expect(Math.abs(value)).toBeLessThan(1e-4);
    const { report } = await run('models.export', { modelId });
    expect(report.parity?.passed, JSON.stringify(report.parity)).toBe(true);
    expect(report.parity?.largestDifference).toBeLessThan(1e-5);
  },
  60_000,
);

it('refuses what is no demand, and says where another forecast does better', async () => {
  const negative = await trained(['date,flow', ...days((day) => `${Math.sin(day)}`)], 'auto');
  expect(negative.error).toMatchObject({
    code: 'badInput',
    message: '“flow” has values below 0, and a demand has none.',
    hint: expect.stringContaining('classic forecast'),
  });
  studio?.close();
  const steady = await trained(['date,flow', ...days((day) => `${5 + (day % 3)}`)], 'auto');
  expect(steady.error).toBeUndefined();
  expect(steady.warnings.join()).toContain('flow has a demand every 1.00 steps');
}, 60_000);
