/**
 * Explainable boosting through the commands: a table with gaps and categories, its shapes as they are shown, a change by
 * hand with the figures it comes to, and the file in both of its forms.
 */
import { afterAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { normals, uniforms } from '#/core/random/random';
import { openNodeWasm } from '#/engine/train/fixtures/nodeWasm';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio | undefined;
afterAll(() => studio?.close());

const rows = 400;

function houses(): string {
  const drawn = uniforms(3, 'houses', 0, rows * 4);
  const noise = normals(3, 'noise', 0, rows);
  const lines = Array.from({ length: rows }, (_, row) => {
    const [area, age, street, gap] = drawn.subarray(row * 4, row * 4 + 4) as unknown as number[];
    const size = 40 + 160 * (area ?? 0);
    const place = ['north', 'south', 'east'][Math.floor(3 * (street ?? 0))] as string;
    const old = (gap ?? 0) < 0.2 ? '' : (100 * (age ?? 0)).toFixed(1);
    const price =
      3 * size + (place === 'south' ? 90 : 0) - (old === '' ? 60 : Number(old)) + 8 * (noise[row] ?? 0);
    return [size.toFixed(2), old, place, price.toFixed(2), price > 330 ? 'dear' : 'cheap'].join(',');
  });
  return ['size,age,place,price,class', ...lines].join('\n');
}

async function trained(target: string) {
  studio?.close();
  studio = await openNodeStudio(`shapes-${crypto.randomUUID()}`, { open: openNodeWasm });
  provideServices(studio.services);
  const made = await run('datasets.import', { files: [new File([houses()], 'houses.csv')] });
  expect((await run('jobs.wait', { id: made.jobId })).error).toBeUndefined();
  const { jobId, modelId } = await run('training.submit', {
    datasetId: made.datasetId,
    target,
    features: ['size', 'age', 'place'],
    family: 'explainableBoosting',
    familyParams: { bags: 3, pairs: 2 },
    training: { seed: 1, testSplit: 0.2, epochs: 150 },
  });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  const { versions } = await run('models.get', { id: modelId });
  return { modelId, version: versions[0] as (typeof versions)[number] };
}

it('of a number: shapes in its unit, a gap and a category among them, changed by hand', async () => {
  const { modelId, version } = await trained('price');
  expect(version.metrics['testR2']).toBeGreaterThan(0.95);
  const { base, labels, terms } = await run('models.shapes', { modelId });
  expect(labels).toEqual([]);
  expect(base[0]).toBeGreaterThan(200);
  const alone = terms.filter(({ axes }) => axes.length === 1);
  expect(alone.map(({ axes }) => axes[0]?.column ?? '').toSorted((a, b) => a.localeCompare(b))).toEqual([
    'age',
    'place',
    'size',
  ]);
  expect(alone[0]?.axes[0]?.column).toBe('size');
  const size = alone[0] as (typeof alone)[number];
  // 3 more for each square metre, over all of them.
  const edges = size.axes[0]?.edges ?? [];
  const [low = 0, high = 0] = [size.scores[0]?.[5], size.scores[0]?.[edges.length - 5]];
  expect((high - low) / ((edges.at(-6) ?? 0) - (edges[5] ?? 0))).toBeCloseTo(3, 0);
  const place = alone.find(({ axes }) => axes[0]?.column === 'place') as typeof size;
  const south = place.axes[0]?.categories?.findIndex((names) => names.includes('south')) ?? -1;
  const north = place.axes[0]?.categories?.findIndex((names) => names.includes('north')) ?? -1;
  expect((place.scores[0]?.[south] ?? 0) - (place.scores[0]?.[north] ?? 0)).toBeGreaterThan(75);
  const age = alone.find(({ axes }) => axes[0]?.column === 'age') as typeof size;
  expect(age.axes[0]?.missing).toBe(true);

  const ask = async (number: number) =>
    (
      await run('inference.predict', {
        modelId,
        version: number,
        rows: [
          { size: 100, age: 30, place: 'south' },
          { size: 100, age: null, place: 'nowhere' },
        ],
      })
    ).predictions.map(({ value }) => Number(value));
  const before = await ask(1);
  const made = await run('models.reshape', {
    versionId: version.id,
    edits: [{ term: place.term, bins: [south, south], change: { by: 25 } }],
    notes: 'the south is dearer by now',
  });
  expect(made.number).toBe(2);
  const after = await ask(2);
  expect((after[0] ?? 0) - (before[0] ?? 0)).toBeCloseTo(25, 3);
  expect(after[1]).toBeCloseTo(before[1] ?? Number.NaN, 6);
  const { versions } = await run('models.get', { id: modelId });
  const changed = versions.find(({ number }) => number === 2);
  // A third of the rows are off by 25 now, as their figures say.
  expect(changed?.metrics['testR2']).toBeLessThan(version.metrics['testR2'] ?? 0);
  expect(changed?.metrics['trainR2']).toBeUndefined();
  expect(changed?.figure?.value).not.toBe(version.figure?.value);
  expect(changed?.notes).toContain('dearer by now');

  for (const treeForm of ['ensemble', 'plain'] as const) {
    const { report } = await run('models.export', { modelId, version: 1, options: { treeForm } });
    expect(report.parity, JSON.stringify(report.parity)).toMatchObject({ passed: true });
  }
  // The whole is what its parts say: explained without a doubt.
  await expect(
    run('models.reshape', { versionId: version.id, edits: [{ term: 99, change: { to: 0 } }] }),
  ).rejects.toThrow('no term 99');
  await expect(
    run('models.reshape', {
      versionId: version.id,
      edits: [{ term: size.term, bins: [3, 9999], change: { to: 0 } }],
    }),
  ).rejects.toThrow('no bins 3 to 9999');
}, 120_000);

it('of labels: logits of the second of two, and all of it taken away says the shares', async () => {
  const { modelId, version } = await trained('class');
  expect(version.metrics['testAccuracy']).toBeGreaterThan(0.85);
  const { labels, terms } = await run('models.shapes', { modelId });
  expect(labels).toEqual(['dear']);
  await run('models.reshape', {
    versionId: version.id,
    edits: terms.map(({ term }) => ({ term, change: { way: 'nothing' as const } })),
  });
  const asked = await run('inference.predict', {
    modelId,
    version: 2,
    rows: [
      { size: 40, age: 90, place: 'north' },
      { size: 200, age: 1, place: 'south' },
    ],
  });
  expect(asked.predictions[0]?.probabilities).toEqual(asked.predictions[1]?.probabilities);
  const { report } = await run('models.export', { modelId, version: 1 });
  expect(report.parity, JSON.stringify(report.parity)).toMatchObject({ passed: true });
}, 120_000);
