/** Events as a user goes: from a file to windows, a model that tells incidents, and the exported file that answers the same. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandInput, run } from '#/app/run';
import { provideServices } from '#/app/services';
import { eventsOf } from '#/core/events/eventsSchema';
import { optionsLike } from '#/core/events/optionsLike';
import type { FittedEvents } from '#/core/kinds/events';
import { makeServerEvents } from '#/core/samples/make/makeServerEvents';
import { serverEvents } from '#/core/samples/serverEvents';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';
import { onnxRuntimes } from './support/onnxRuntimes';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`events-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

async function ended(id: string) {
  const job = await run('jobs.wait', { id });
  expect(job.status, `${job.error?.message} ${job.error?.hint}`).toBe('completed');
  return job;
}

async function trained(request: CommandInput<'training.submit'>) {
  const { jobId, modelId, runId } = await run('training.submit', request);
  await ended(jobId);
  const [version] = (await run('models.get', { id: modelId })).versions;
  if (!version) throw new Error('no version');
  return { modelId, runId, version };
}

async function imported(input: CommandInput<'datasets.import'>) {
  const { jobId, datasetId } = await run('datasets.import', input);
  await ended(jobId);
  const { version } = await run('datasets.get', { id: datasetId });
  if (!version) throw new Error('no version');
  return version;
}

describe('incidents of servers', () => {
  let datasetId = '';
  beforeAll(async () => {
    const made = await run('datasets.sample', { sampleId: serverEvents.type });
    await ended(made.jobId);
    ({ datasetId } = made);
  }, 120_000);

  it('are suggested, and learnt from features only', async () => {
    const described = await run('datasets.describe', { id: datasetId });
    expect(described).toMatchObject({ suggestedTarget: 'incident', schema: { kind: 'events' } });
    const data = eventsOf(described.schema);
    expect(data).toMatchObject({
      entities: 10,
      layout: {
        time: 'time',
        entity: 'server',
        type: 'event',
        values: ['took_ms'],
        label: { column: 'incident', rule: 'any' },
      },
      labels: ['no', 'yes'],
      outcomes: ['incident'],
    });
    const options = await run('training.options', { datasetId });
    expect(options.families.map(({ type }) => type)).toEqual([
      'mlp',
      'linear',
      'boostedTrees',
      'decisionTree',
      'explainableBoosting',
      'extraTrees',
      'randomForest',
      'customNetwork',
      'knn',
      'naiveBayes',
      'supportVectors',
    ]);
    await expect(
      run('training.submit', { datasetId, target: 'incident', features: ['server'], family: 'linear' }),
    ).rejects.toMatchObject({ place: 'features' });
  });

  it.each([
    ['linear', 1],
    ['linear', 2],
    ['linear', 3],
    ['knn', 1],
  ] as const)('%s tells them on servers it never saw (seed %i)', async (family, seed) => {
    const { modelId, runId, version } = await trained({
      datasetId,
      target: 'incident',
      family,
      training: { backend: 'cpu', seed },
    });
    const { split } = await run('runs.get', { id: runId });
    expect(split?.how).toContain('server');
    const figure = version.figure;
    expect(figure?.value ?? 0).toBeGreaterThan((figure?.free?.value ?? 1) + 0.08);
    const { files, report } = await run('models.export', { modelId });
    expect(report.parity).toMatchObject({ passed: true, labelsEqual: true });
    if (seed !== 1) return;
    const row = Object.fromEntries(version.inputs.map(({ name }) => [name, 1]));
    const { predictions } = await run('inference.predict', { modelId, rows: [row] });
    const bytes = files[0]?.bytes as Uint8Array<ArrayBuffer>;
    for (const runtime of onnxRuntimes) {
      const out = await runtime.run(
        bytes,
        version.inputs.map(({ name }) => ({
          name: name.replace(/[^A-Za-z0-9_]/g, '_'),
          type: 'float64',
          data: Float64Array.of(1),
          dims: [1, 1],
        })),
      );
      expect(Array.from(out.get('label')?.data ?? [])).toEqual([predictions[0]?.value]);
    }
  });

  it('of other events, which are cut like those before', async () => {
    const { modelId, version } = await trained({
      datasetId,
      target: 'incident',
      family: 'linear',
      training: { backend: 'cpu', seed: 1 },
    });
    const { windows } = version.input.fitted as FittedEvents;
    const file = new File([makeServerEvents(77)], 'other.csv');
    const options = { events: { ...optionsLike(windows), label: 'incident' } };
    const other = await imported({ files: [file], kind: 'events', options });
    const { jobId } = await run('inference.batch', { modelId, datasetId: other.datasetId });
    const { result } = await ended(jobId);
    const { rows, score } = result as { rows: number; score?: { correct: number; judged: number } };
    expect(rows).toBe(other.rows);
    console.log('other servers', score);
    expect((score?.correct ?? 0) / (score?.judged ?? 1)).toBeGreaterThan(0.93);

    const shorter = await imported({
      files: [file],
      kind: 'events',
      options: { events: { windowing: { length: '10 min' } } },
    });
    await expect(run('inference.batch', { modelId, datasetId: shorter.datasetId })).rejects.toMatchObject({
      code: 'badInput',
      place: 'dataset',
    });
  });
});

describe('what comes next', () => {
  /** Twice as many events by day, so that the next hour follows from this one and the time of day. */
  const text = () => {
    const lines = ['{"when":"2024-01-01T00:00:00Z","action":"open"}'];
    for (let hour = 0; hour < 24 * 20; hour++) {
      const many = 3 + Math.round(8 * (1 - Math.cos((2 * Math.PI * hour) / 24)));
      for (let i = 0; i < many; i++)
        lines.push(
          JSON.stringify({
            when: new Date(Date.UTC(2024, 0, 1, hour) + ((i + 0.5) * 3_600_000) / many).toISOString(),
            action: i % 4 === 0 ? 'open' : 'read',
          }),
        );
    }
    return `${lines.join('\n')}\n`;
  };

  it('is forecast, judged by the latest windows, which overlap with none that were learnt from', async () => {
    const version = await imported({
      files: [new File([text()], 'reading.jsonl')],
      kind: 'events',
      options: { events: { windowing: { length: '2 h', stride: '1 h', horizon: '1 h' } } },
    });
    const data = eventsOf(version.schema);
    expect(data).toMatchObject({
      entities: 1,
      layout: { type: 'action', values: [] },
      outcomes: ['next count'],
    });
    expect(data.layout.entity).toBeUndefined();
    const {
      modelId,
      runId,
      version: model,
    } = await trained({
      datasetId: version.datasetId,
      target: 'next count',
      family: 'linear',
      training: { backend: 'cpu', seed: 1, epochs: 60, testSplit: 0 },
    });
    expect(model.task.type).toBe('regression');
    expect(model.inputs.map(({ name }) => name)).not.toContain('next count');
    const { split } = await run('runs.get', { id: runId });
    expect(split?.how).toContain('start');
    expect(split?.notes.join()).toMatch(/2 samples overlap .* left out of training/);
    console.log(model.figure);
    expect(model.figure?.value ?? 99).toBeLessThan((model.figure?.free?.value ?? 0) / 2);
    const { report } = await run('models.export', { modelId });
    expect(report.parity).toMatchObject({ passed: true });
  });
});
