/** Time series as a user goes: from a file to a forecast or a label, and to the exported file that answers the same. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandInput, run } from '#/app/run';
import { provideServices } from '#/app/services';
import { airline } from '#/core/samples/airline';
import { seriesOf } from '#/core/series/seriesSchema';
import { openNodeWasm } from '#/engine/train/fixtures/nodeWasm';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';
import { onnxRuntimes } from './support/onnxRuntimes';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`series-${crypto.randomUUID()}`, { open: openNodeWasm });
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

describe('a forecast', () => {
  let datasetId = '';
  let versionId = '';
  beforeAll(async () => {
    const made = await run('datasets.sample', { sampleId: airline.type });
    await ended(made.jobId);
    ({ datasetId } = made);
    versionId = (await run('datasets.get', { id: datasetId })).version?.id ?? '';
  });

  it('is offered, with months and the season found', async () => {
    const described = await run('datasets.describe', { id: datasetId });
    expect(described).toMatchObject({ suggestedTarget: 'future', schema: { kind: 'timeseries' } });
    const data = seriesOf(described.schema);
    expect(data).toMatchObject({
      series: 1,
      frames: 144,
      period: 12,
      windowing: { length: 24, stride: 1, horizon: 12 },
      time: { name: 'month', isDate: true, step: { count: 1, unit: 'month' } },
    });
    expect(described.rows).toBe(144 - 36 + 1);
    expect(data.channels[0]?.mean).toBeCloseTo(40_363 / 144, 4);
    const seen = await run('datasets.series', { versionId, series: 0, from: 0, count: 144, pieces: 500 });
    expect([...(seen.least[0] ?? [])].slice(0, 3)).toEqual([112, 118, 132]);
    expect(new Date(seen.start).toISOString()).toBe('1949-01-01T00:00:00.000Z');
    const options = await run('training.options', { datasetId });
    const offered = options.families.map(({ type }) => type);
    expect(offered.slice(0, 3)).toEqual(['cnn1d', 'nbeats', 'classic']);
    expect(offered).toEqual(expect.arrayContaining(['gru', 'linear', 'lstm', 'nbeats', 'rnn', 'tcn']));
  });

  it.each([
    ['linear', { epochs: 200 }, 0.55],
    ['mlp', { epochs: 60 }, 0.3],
    ['cnn1d', { epochs: 8 }, 0.3],
  ] as const)(
    '%s beats persistence, is judged beside the season, and is exported',
    async (family, training, skill) => {
      const { modelId, runId, version } = await trained({
        datasetId,
        target: 'future',
        family,
        training: { ...training, backend: 'wasm', seed: 1 },
      });
      const { task, figure } = version;
      expect(task).toMatchObject({ type: 'forecast', horizon: 12, steps: 12, period: 12 });
      console.log(family, figure?.value);
      expect(figure?.metric).toBe('skill');
      expect(figure?.value).toBeGreaterThan(skill);
      expect(figure?.free?.answer).toBe('persistence: 0; the value 12 steps before');
      expect(figure?.free?.value).toBeGreaterThan(0.3);
      const judged = await run('runs.evaluation', { runId });
      const [channel] = (judged as unknown as { channels: { leads: { lead: number; rmse: object }[] }[] })
        .channels;
      expect(channel?.leads.map(({ lead }) => lead)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
      expect(channel?.leads[0]?.rmse).toHaveProperty('seasonal');

      const answer = await run('inference.predict', { modelId, samples: [0, 3] });
      expect(answer.predictions.map(({ field }) => field?.length)).toEqual([12, 12]);
      const { files, report } = await run('models.export', { modelId });
      expect(report.parity).toMatchObject({ passed: true });
      const bytes = files[0]?.bytes as Uint8Array<ArrayBuffer>;
      for (const runtime of onnxRuntimes) {
        const window = await run('datasets.series', { versionId, series: 0, from: 0, count: 24, pieces: 24 });
        const out = await runtime.run(bytes, [
          {
            name: 'series',
            type: 'float32',
            data: Float32Array.from(window.least[0] ?? []),
            dims: [1, 24, 1],
          },
        ]);
        const forecast = out.get('forecast')?.data as Float32Array;
        for (const [i, value] of (answer.predictions[0]?.field ?? []).entries())
          expect(forecast[i]).toBeCloseTo(value, 2);
      }
    },
  );

  it('is cut anew', async () => {
    const cut = { length: 12, stride: 2, horizon: 3 };
    const { versionId: next, rows } = await run('datasets.rewindowSeries', { versionId, windowing: cut });
    expect(rows).toBe(Math.floor((144 - 15) / 2) + 1);
    const { version } = await run('datasets.get', { id: datasetId });
    expect(version?.id).toBe(next);
    expect(seriesOf(version?.schema ?? {})).toMatchObject({ windowing: cut });
    await expect(
      run('datasets.rewindowSeries', { versionId, windowing: { length: 140, stride: 1, horizon: 12 } }),
    ).rejects.toMatchObject({ place: 'windowing.length' });
  });
});

describe('labels of whole series', () => {
  /** Waves, steps and noise, of two channels and of different length. */
  const lines = Array.from({ length: 60 }, (_, i) => {
    const kind = ['wave', 'step', 'noise'][i % 3] as string;
    const length = 40 + (i % 5);
    const noise = (t: number) => Math.sin(t * 12.9898 + i * 78.233) * 0.3;
    const of = (t: number) =>
      kind === 'wave' ? Math.sin((t + i) / 3) : kind === 'step' ? Number(t > 10 + (i % 20)) : 0;
    const channel = (scale: number) =>
      Array.from({ length }, (_, t) => ((of(t) + noise(t)) * scale).toFixed(3)).join(',');
    return `${channel(1)}:${channel(10)}:${kind}`;
  });
  const file = () =>
    new File(
      [
        `#made\n@problemName Shapes\n@timeStamps false\n@missing false\n@univariate false\n@dimensions 2\n@equalLength false\n@classLabel true wave step noise\n@data\n${lines.join('\n')}\n`,
      ],
      'shapes.ts',
    );

  it('are learnt, answered and exported, by a convolution and by neighbours', async () => {
    const { jobId, datasetId } = await run('datasets.import', { files: [file()] });
    await ended(jobId);
    const described = await run('datasets.describe', { id: datasetId });
    expect(described).toMatchObject({ rows: 60, suggestedTarget: 'label', schema: { kind: 'timeseries' } });
    expect(seriesOf(described.schema)).toMatchObject({
      series: 60,
      longest: 44,
      shortest: 40,
      channels: [{ name: 'dim_0' }, { name: 'dim_1' }],
      windowing: { length: 44, whole: true },
      labels: { per: 'series' },
    });
    for (const [family, least] of [
      ['cnn1d', 0.8],
      ['knn', 0.5],
      ['linear', 0.3],
    ] as const) {
      const { modelId, version } = await trained({
        datasetId,
        target: 'label',
        family,
        training: { backend: 'wasm', seed: 1, ...(family === 'cnn1d' && { epochs: 40 }) },
      });
      console.log(family, version.metrics.valAccuracy);
      expect(version.metrics.valAccuracy).toBeGreaterThanOrEqual(least);
      const { report } = await run('models.export', { modelId });
      expect(report.parity).toMatchObject({ passed: true, labelsEqual: true });
      const values = Array.from({ length: 40 }, (_, t) => [Math.sin(t / 3), Math.sin(t / 3) * 10]);
      const answer = await run('inference.predict', { modelId, inputs: [values] });
      expect(['wave', 'step', 'noise']).toContain(answer.predictions[0]?.value);
    }
  });
});
