/** The classic forecast through a whole studio: what it learns of the airline's passengers is what leaves as a file. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { airline } from '#/core/samples/airline';
import { openNodeWasm } from '#/engine/train/fixtures/nodeWasm';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

const held = 24;
let studio: NodeStudio;
let datasetId = '';
let months: number[] = [];
beforeAll(async () => {
  studio = await openNodeStudio(`classic-${crypto.randomUUID()}`, { open: openNodeWasm });
  provideServices(studio.services);
  const text = String(await airline.make(() => Promise.resolve('')));
  const [header, ...lines] = text.trim().split('\n') as string[];
  months = lines.map((line) => Number(line.split(',')[1]));
  const file = new File([[header, ...lines.slice(0, -held)].join('\n')], 'until-1958.csv');
  const made = await run('datasets.import', { kind: 'timeseries', files: [file] });
  await ended(made.jobId);
  ({ datasetId } = made);
});
afterAll(() => studio.close());

async function ended(id: string): Promise<void> {
  const job = await run('jobs.wait', { id });
  expect(job.status, `${job.error?.message} ${job.error?.hint}`).toBe('completed');
}

async function trained() {
  const { jobId, modelId, runId } = await run('training.submit', {
    datasetId,
    target: 'future',
    family: 'classic',
    training: { backend: 'wasm' },
  });
  await ended(jobId);
  return { modelId, runId };
}

/** Mean absolute error of a year and, from its answers, the next, over that of the last year known, twice. */
async function ratioOf(modelId: string): Promise<number> {
  const series = months.slice(0, -held);
  while (series.length < months.length) {
    const inputs = [series.slice(-24).map((value) => [value])];
    const { predictions } = await run('inference.predict', { modelId, inputs });
    series.push(...(predictions[0]?.field ?? []));
  }
  const errorOf = (answer: (at: number) => number) =>
    months.reduce((sum, value, at) => sum + (at < 120 ? 0 : Math.abs(value - answer(at))), 0);
  return errorOf((at) => series[at] as number) / errorOf((at) => months[108 + (at % 12)] as number);
}

describe('the last two years of the airline, unseen', () => {
  it('are forecast far better than by the seasonal naive, in one file', async () => {
    const { modelId, runId } = await trained();
    expect(await ratioOf(modelId)).toBeLessThan(0.46);
    const { report } = await run('models.export', { modelId });
    expect(report.parity).toMatchObject({ passed: true });
    const { warnings = [] } = await run('runs.get', { id: runId });
    expect(warnings.join(' ')).toMatch(/passengers: .*season of 12.*α/);
  });
});
