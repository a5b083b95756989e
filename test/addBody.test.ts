/**
 * A body and a learner of one's own are one file per layer and one line per registry: shown with a model that answers
 * whatever is most frequent, trained, judged, asked, exported and reported as a user would.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { type BodyDef, defineBody } from '#/core/bodies/bodyDef';
import type { FamilyDef } from '#/core/families/familyDef';
import type { LearnerDef } from '#/core/learners/learnerDef';
import type { BodyEngine } from '#/engine/bodies/bodyEngine';
import type { Learner } from '#/engine/learners/learner';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

interface Frequencies {
  width: number;
  /** The raw output, whatever is asked. */
  logShares: number[];
}

const made = vi.hoisted(() => ({
  // src/core/bodies/frequencies.ts
  body: (): BodyDef<Frequencies> => ({
    type: 'frequencies',
    title: 'Frequencies',
    blobs: () => [],
    tensors: () => new Map(),
    inputShape: ({ width }) => [width],
    outputWidth: ({ logShares }) => logShares.length,
    toOnnx(graph, input, { width, logShares }) {
      const classes = logShares.length;
      const zeros = graph.constant('float', [width, classes], new Float32Array(width * classes));
      return graph.node('Add', [
        graph.node('MatMul', [input, zeros]),
        graph.constant('float', [classes], Float32Array.from(logShares)),
      ]);
    },
    exportChoices: () => [],
    exportNotes: () => ({ sentence: 'It does not look at its inputs.' }),
    describe: ({ logShares }) => `the frequencies of ${logShares.length} classes`,
  }),
  // src/engine/bodies/frequencies.ts
  bodyEngine: (): BodyEngine<Frequencies> => ({
    type: 'frequencies',
    open: ({ logShares }) => ({
      run: async (_features, rows) =>
        Float32Array.from(
          { length: rows * logShares.length },
          (_, i) => logShares[i % logShares.length] ?? 0,
        ),
      dispose: () => undefined,
    }),
  }),
  // src/core/learners/counting.ts
  learner: (): LearnerDef => ({
    type: 'counting',
    title: 'Counting',
    network: false,
    heeds: (setting) => setting === 'validationSplit',
  }),
  // src/core/families/frequencies.ts
  family: (params: FamilyDef['params']): FamilyDef => ({
    type: 'frequencies',
    title: 'Most frequent',
    summary: 'Answers what is most frequent.',
    guide: { use: 'As a bar.', cost: 'Nothing.', cannot: 'Learn.' },
    rank: 1,
    values: ['class'],
    params,
    learner: 'counting',
    defaults: () => ({}),
    examples: [],
  }),
  // src/engine/learners/counting.ts
  learning: (): Learner => ({
    type: 'counting',
    async learn(job) {
      const [{ hostSpec }, { openHostJudge }, { HostRun }] = await Promise.all([
        import('#/engine/learners/host/hostSpec'),
        import('#/engine/learners/host/hostJudge'),
        import('#/engine/learners/host/hostRun'),
      ]);
      const { record, data, keep } = job;
      const spec = hostSpec(job);
      const reason = 'counting needs no other';
      await record.resume(async () => undefined);
      record.tell({
        kind: 'prepared',
        trainRows: spec.train.rows,
        valRows: spec.val.rows,
        split: data.split,
        stepsPerEpoch: 1,
        backend: { backend: 'cpu', reason, measured: [] },
        warnings: data.warnings,
      });
      const counts = new Array<number>(spec.classes).fill(1);
      for (const code of spec.train.target) counts[code] = (counts[code] ?? 0) + 1;
      const logShares = counts.map((count) => Math.fround(Math.log(count / spec.train.rows)));
      const judge = await openHostJudge(spec);
      const outputs = (from: number, to: number) =>
        Float32Array.from({ length: (to - from) * spec.classes }, (_, i) => logShares[i % spec.classes] ?? 0);
      const val = await judge('val', spec.val, outputs, keep.val);
      const course = { epochs: 1, totalSteps: 1, save: () => ({ state: {}, bytes: new Uint8Array() }) };
      const course1 = new HostRun(job, course, { step: 0, epoch: 0 });
      await course1.epochEnded(val.metrics, {
        rows: spec.train.rows,
        score: val.loss,
        best: true,
        last: true,
      });
      return {
        body: async () => ({ type: 'frequencies', spec: { width: spec.width, logShares } }),
        metrics: val.metrics,
        bestEpoch: 1,
        step: 1,
        stoppedEarly: false,
        kept: { val: val.kept },
        backend: 'cpu',
        backendReason: reason,
      };
    },
  }),
}));

// The one line of each registry.
vi.mock('#/core/bodies/index', async (original) => ({ ...(await original<object>()), made: made.body() }));
vi.mock('#/engine/bodies/index', async (original) => ({
  ...(await original<object>()),
  made: made.bodyEngine(),
}));
vi.mock('#/core/learners/index', async (original) => ({
  ...(await original<object>()),
  made: made.learner(),
}));
vi.mock('#/engine/learners/index', async (original) => ({
  ...(await original<object>()),
  made: made.learning(),
}));
vi.mock('#/core/families/index', async (original) => ({
  ...(await original<object>()),
  made: made.family(z.strictObject({})),
}));

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`body-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

const iris = readFileSync(new URL('../public/samples/iris.csv', import.meta.url));

async function ended(id: string) {
  const job = await run('jobs.wait', { id });
  expect(job.status, job.error?.message).toBe('completed');
}

it.each([
  ['frequencies', 'the frequencies of 3 classes'],
  ['knn', 'of 120 rows (euclidean distance)'],
])('%s is trained, judged, asked, exported and reported', async (family, words) => {
  const { jobId, datasetId } = await run('datasets.import', { files: [new File([iris], 'iris.csv')] });
  await ended(jobId);
  const { families: offered } = await run('training.options', { datasetId, target: 'species' });
  expect(offered.map(({ type }) => type)).toContain(family);
  const trained = await run('training.submit', { datasetId, target: 'species', family });
  await ended(trained.jobId);
  const { modelId, runId } = trained;
  const [version] = (await run('models.get', { id: modelId })).versions;
  expect(version?.metrics).toMatchObject({ valAccuracy: expect.any(Number), valLoss: expect.any(Number) });
  expect(version?.figure).toMatchObject({ metric: 'accuracy' });
  const { rows } = await run('runs.evaluation', { runId });
  expect(rows.length).toBeGreaterThan(10);
  const sepal = { sepal_length_cm: 5.1, sepal_width_cm: 3.5, petal_length_cm: 1.4, petal_width_cm: 0.2 };
  const { predictions } = await run('inference.predict', { modelId, rows: [sepal] });
  expect(predictions[0]?.probabilities?.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
  const { report } = await run('models.export', { modelId });
  expect(report.parity).toMatchObject({ labelsEqual: true, passed: true });
  const written = await run('runs.report', { runId });
  expect(written.html).toContain(words);
});

it('a body is a contract of its own', () => {
  expect(defineBody(made.body()).outputWidth({ width: 1, logShares: [0, 0] })).toBe(2);
});
