/**
 * What the families along time reach with their defaults, on WASM, on parts that nothing was chosen by: the median of
 * five seeds and the worst. People the activities were never learnt from; the last two years of the airline's twelve.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { activity } from '#/core/samples/activity';
import { airline } from '#/core/samples/airline';
import { type NodeStudio, openNodeStudio } from '../../../../test/support/nodeStudio';
import { openNodeWasm } from '../../train/fixtures/nodeWasm';

const seeds = [1, 2, 3, 4, 5];

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio('sequences', { open: openNodeWasm });
  provideServices(studio.services);
});
afterAll(() => studio.close());

async function ended(id: string): Promise<void> {
  const job = await run('jobs.wait', { id });
  expect(job.status, `${job.error?.message} ${job.error?.hint}`).toBe('completed');
}

async function trained(request: {
  datasetId: string;
  target: string;
  family: string;
  seed: number;
  testSplit?: number;
}) {
  const { seed, testSplit, ...rest } = request;
  const started = performance.now();
  const { jobId, modelId, runId } = await run('training.submit', {
    ...rest,
    training: { backend: 'wasm', seed, ...(testSplit !== undefined && { testSplit }) },
  });
  await ended(jobId);
  const [version] = (await run('models.get', { id: modelId })).versions;
  if (!version) throw new Error('no version');
  return { modelId, runId, version, seconds: Math.round((performance.now() - started) / 1000) };
}

/** The exported file answers the same. */
async function exported(modelId: string): Promise<void> {
  const { report } = await run('models.export', { modelId });
  expect(report.parity).toMatchObject({ passed: true });
}

const sorted = (values: number[]): number[] => values.toSorted((a, b) => a - b);
const median = (values: number[]): number => sorted(values)[values.length >> 1] ?? Number.NaN;

describe('activities of people never met', () => {
  let datasetId = '';
  beforeAll(async () => {
    const made = await run('datasets.sample', { sampleId: activity.type });
    await ended(made.jobId);
    ({ datasetId } = made);
  });

  it.each(['lstm', 'gru', 'tcn'])(
    '%s',
    async (family) => {
      const figures: number[] = [];
      for (const seed of seeds) {
        const { modelId, version, seconds } = await trained({
          datasetId,
          target: 'activity',
          family,
          seed,
          testSplit: 0.25,
        });
        const { valAccuracy, testAccuracy } = version.metrics;
        console.log(JSON.stringify({ family, seed, valAccuracy, testAccuracy, seconds }));
        figures.push(testAccuracy ?? 0);
        if (seed === seeds[0]) await exported(modelId);
      }
      console.log(`${family}: median ${median(figures)}, worst ${Math.min(...figures)}`);
      expect(median(figures)).toBeGreaterThanOrEqual(0.95);
    },
    40 * 60_000,
  );
});

describe('the last two years of the airline, unseen', () => {
  const held = 24;
  let datasetId = '';
  let months: number[] = [];
  beforeAll(async () => {
    const text = String(await airline.make(() => Promise.resolve('')));
    const [header, ...lines] = text.trim().split('\n') as string[];
    months = lines.map((line) => Number(line.split(',')[1]));
    const known = [header, ...lines.slice(0, -held)].join('\n');
    const made = await run('datasets.import', {
      kind: 'timeseries',
      files: [new File([known], 'airline-until-1958.csv')],
    });
    await ended(made.jobId);
    ({ datasetId } = made);
  });

  /** Mean absolute error over the two years, over that of the last year known, twice. */
  const ratioOf = (forecast: (step: number) => number): number => {
    const known = months.slice(0, -held);
    const errorOf = (answer: (step: number) => number) =>
      months.slice(-held).reduce((sum, value, i) => sum + Math.abs(value - answer(i)), 0);
    return errorOf(forecast) / errorOf((i) => known[known.length - 12 + (i % 12)] as number);
  };

  it.each(['nbeats', 'gru', 'tcn'])(
    '%s beside the seasonal naive forecast',
    async (family) => {
      const ratios: number[] = [];
      for (const seed of seeds) {
        const { modelId, version, seconds } = await trained({ datasetId, target: 'future', family, seed });
        // A year, and from what it says the next one.
        const series = months.slice(0, -held);
        while (series.length < months.length) {
          const inputs = [series.slice(-24).map((value) => [value])];
          const { predictions } = await run('inference.predict', { modelId, inputs });
          series.push(...(predictions[0]?.field ?? []));
        }
        const ratio = ratioOf((i) => series[series.length - held + i] as number);
        console.log(JSON.stringify({ family, seed, ratio, skill: version.figure?.value, seconds }));
        ratios.push(ratio);
        if (seed === seeds[0]) await exported(modelId);
      }
      const last = months.slice(-held - 12, -held);
      const growth = (last.reduce((a, b) => a + b) / months.slice(0, 12).reduce((a, b) => a + b)) ** (1 / 9);
      const drifted = ratioOf((i) => (last[i % 12] as number) * growth ** (1 + Math.floor(i / 12)));
      console.log(
        `${family}: median ${median(ratios).toFixed(3)}, worst ${Math.max(...ratios).toFixed(3)}; beside it the drifted seasonal naive ${drifted.toFixed(2)}, Holt-Winters 0.46`,
      );
      if (family === 'nbeats') expect(median(ratios)).toBeLessThanOrEqual(0.46);
    },
    40 * 60_000,
  );
});
