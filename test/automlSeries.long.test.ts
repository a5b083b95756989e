/** The search for the best model on the airline's passengers, whose last two years it never sees: its pick beside the seasonal naive. */
import { afterAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { airline } from '#/core/samples/airline';
import { openNodeWasm } from '#/engine/train/fixtures/nodeWasm';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

const [held, limit] = [24, 90];
const seeds = (process.env.SEEDS ?? '1,2,3').split(',').map(Number);
let studio: NodeStudio | undefined;
afterAll(() => studio?.close());

it.each(seeds)('airline passengers, seed %i', { timeout: 300_000 }, async (seed) => {
  studio?.close();
  studio = await openNodeStudio(`automl-series-${crypto.randomUUID()}`, { open: openNodeWasm });
  provideServices(studio.services);
  const text = String(await airline.make(() => Promise.resolve('')));
  const [header, ...lines] = text.trim().split('\n') as string[];
  const months = lines.map((line) => Number(line.split(',')[1]));
  const file = new File([[header, ...lines.slice(0, -held)].join('\n')], 'until-1958.csv');
  const made = await run('datasets.import', { kind: 'timeseries', files: [file] });
  expect((await run('jobs.wait', { id: made.jobId })).status).toBe('completed');
  const begun = performance.now();
  const { jobId, runId, modelId } = await run('automl.submit', {
    datasetId: made.datasetId,
    target: 'future',
    timeLimitSeconds: limit,
    training: { seed },
  });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  const took = (performance.now() - begun) / 1000;
  const { automl } = await run('runs.get', { id: runId });
  // A year, and from these answers the next.
  const series = months.slice(0, -held);
  while (series.length < months.length) {
    const inputs = [series.slice(-24).map((value) => [value])];
    const { predictions } = await run('inference.predict', { modelId, alias: 'champion', inputs });
    series.push(...(predictions[0]?.field ?? []));
  }
  const errorOf = (answer: (at: number) => number) =>
    months.reduce((sum, value, at) => sum + (at < 120 ? 0 : Math.abs(value - answer(at))), 0);
  const ratio = errorOf((at) => series[at] as number) / errorOf((at) => months[108 + (at % 12)] as number);
  const chosen = automl?.board?.find(({ runId: id }) => id === automl.best?.runId);
  console.log(
    `seed ${seed}: ${chosen?.title}, ${ratio.toFixed(3)} of the seasonal naive's MAE, ${took.toFixed(1)} of ${limit} s`,
    automl?.board
      ?.map(
        (one) =>
          `${one.title} ${one.state} ${one.score} ±${one.sd} ${one.folds} test ${one.test} ${one.fitSeconds} ${one.why ?? ''}`,
      )
      .join('; '),
  );
  expect(ratio).toBeLessThanOrEqual(0.46);
  expect(took).toBeLessThan(limit * 1.05);
});
