/**
 * A task of one's own is one file in core/tasks and one line: shown with the size of a positive number, which is learnt
 * as its logarithm; chosen, trained, judged, asked, exported and reported as a user would.
 */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { TetradError } from '#/core/protocol/errors';
import type { TaskSpec } from '#/core/protocol/train';
import { normals } from '#/core/random/random';
import type { regression, NumberPredictions, RegressionTask } from '#/core/tasks/regression';
import type { TaskDef } from '#/core/tasks/taskDef';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

interface MagnitudeTask extends TaskSpec {
  type: 'magnitude';
}

const { oneFile } = vi.hoisted(() => ({
  /** src/core/tasks/magnitude.ts: a regression of the logarithm. */
  oneFile(number: typeof regression): TaskDef {
    const { fit, encode, decode, compare, keep, ...same } = number as unknown as TaskDef<
      RegressionTask,
      NumberPredictions
    >;
    type Values = Parameters<typeof fit>[1];
    const logOf = (values: Values): Values => {
      if (values.kind === 'string' || values.data.some((value) => value <= 0))
        throw new TetradError({ code: 'badInput', message: 'A magnitude is positive.', place: 'target' });
      return { ...values, data: values.data.map(Math.log) };
    };
    const asNumber = (task: MagnitudeTask) => task as unknown as RegressionTask;
    const exp = (values: ArrayLike<number>) => Float64Array.from(values, Math.exp);
    const task: TaskDef<MagnitudeTask, NumberPredictions> = {
      ...same,
      type: 'magnitude',
      title: 'Magnitude',
      words: { of: 'magnitude of', answer: 'a positive number' },
      spec: z.object({ ...z.object({ target: z.string() }).shape, type: z.literal('magnitude') }).loose(),
      of: ({ column: { name, type }, stats }) =>
        type === 'numeric' && (stats.numeric?.min ?? 0) > 0 ? { type: 'magnitude', target: name } : undefined,
      judge: 'mae',
      outputWidth: () => 1,
      fit: (of, values) => ({ ...fit(asNumber(of), logOf(values)), type: 'magnitude' }),
      encode: (of, values) => encode(asNumber(of), logOf(values)),
      decode: (of, output, width) =>
        decode(asNumber(of), output, width).map(({ value }) => ({ value: Math.exp(Number(value)) })),
      compare(of, part) {
        const { predicted, truth } = compare(asNumber(of), part);
        return { predicted: exp(predicted), truth: exp(truth) };
      },
      keep(of, part) {
        const kept = keep(asNumber(of), part);
        return { truth: kept.truth, predicted: exp(kept.predicted) };
      },
      figure: undefined as never,
      errors: {
        of: ({ truth, predicted }) => truth.map((value, i) => Math.abs(value - (predicted[i] ?? 0))),
      },
      toOnnx(graph, raw, { scales }, { outputs, batch, dtype }) {
        const [{ mean, std } = { mean: 0, std: 1 }] = scales ?? [];
        const scalar = (value: number) => graph.constant(dtype, [], Float64Array.of(value));
        const flat = graph.node('Reshape', [raw, graph.constant('int64', [1], BigInt64Array.of(-1n))]);
        const exact = graph.node('Cast', [flat], { to: 11n });
        const scaled = graph.node('Add', [graph.node('Mul', [exact, scalar(std)]), scalar(mean)]);
        graph.output(graph.node('Exp', [scaled]), outputs.label, dtype, [batch]);
      },
      describe: ({ target }, from, { label }) => `Predicts the size of ${target} from ${from}: ${label}.`,
    };
    return { ...task, figure: number.figure } as unknown as TaskDef;
  },
}));

// The one line, as it would stand in core/tasks/index.ts.
vi.mock('#/core/tasks/index', async (original) => {
  const listed = await original<{ regression: typeof regression }>();
  return { ...listed, magnitude: oneFile(listed.regression) };
});

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`task-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

const noise = normals(1, 'x', 0, 300);
const csv = ['x,size', ...Array.from(noise, (x) => `${x},${Math.exp(3 + 2 * x)}`)].join('\n');

async function ended(id: string) {
  const job = await run('jobs.wait', { id });
  expect(job.status, job.error?.message).toBe('completed');
}

it('a new task is chosen, trained, judged, asked, exported and reported', async () => {
  const { jobId, datasetId } = await run('datasets.import', { files: [new File([csv], 'sizes.csv')] });
  await ended(jobId);
  const offered = await run('training.options', { datasetId, target: 'size' });
  expect(offered.tasks.map(({ type }) => type)).toEqual(['regression', 'magnitude', 'quantiles']);
  const training = { epochs: 60, learningRate: 0.03, backend: 'cpu', seed: 1 } as const;
  const request = { datasetId, target: 'size', task: 'magnitude', family: 'linear', training };
  const trained = await run('training.submit', request);
  await ended(trained.jobId);
  const { modelId, runId } = trained;
  const [version] = (await run('models.get', { id: modelId })).versions;
  expect(version?.task).toMatchObject({ type: 'magnitude', target: 'size' });
  // A line through the logarithms, which no line through the numbers comes near.
  expect(version?.metrics.valR2).toBeGreaterThan(0.95);
  const judged = await run('runs.evaluation', { runId });
  expect(judged).toMatchObject({ kind: 'magnitude', truth: expect.anything() });
  const { predictions } = await run('inference.predict', { modelId, rows: [{ x: 1 }] });
  expect(Number(predictions[0]?.value) / Math.exp(5)).toBeCloseTo(1, 0);
  const { report } = await run('models.export', { modelId });
  expect(report.parity).toMatchObject({ passed: true });
  expect((await run('runs.report', { runId })).html).toMatch(/magnitude/i);

  // What it is not for is refused before anything is made.
  await expect(run('training.submit', { ...request, target: 'x' })).rejects.toMatchObject({
    code: 'badInput',
    place: 'task',
    hint: 'Its values suit: regression, quantiles.',
  });
});

it('whole numbers are learnt as labels or as a number, as asked', async () => {
  const rows = Array.from(noise, (x) => `${x},${Math.max(1, Math.min(5, Math.round(3 + x)))}`);
  const file = new File([['x,stars', ...rows].join('\n')], 'stars.csv');
  const { jobId, datasetId } = await run('datasets.import', { files: [file] });
  await ended(jobId);
  const { tasks } = await run('training.options', { datasetId, target: 'stars' });
  expect(tasks.map(({ type }) => type)).toEqual(['classification', 'quantiles', 'regression']);
  const training = { epochs: 3, backend: 'cpu' } as const;
  const trained = await run('training.submit', {
    datasetId,
    target: 'stars',
    task: 'regression',
    family: 'linear',
    training,
  });
  await ended(trained.jobId);
  const { predictions } = await run('inference.predict', { modelId: trained.modelId, rows: [{ x: 0 }] });
  expect(predictions[0]?.value).toBeTypeOf('number');
});
