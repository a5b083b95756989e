/** What the gallery says of a sample without reading it is what an import of its file finds. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { gridOf } from '#/core/grid/gridOf';
import { kindOf } from '#/core/kinds/registry';
import { seriesOf } from '#/core/series/seriesSchema';
import { samples } from '#/core/samples/index';
import { suggestTarget, targetTask } from '#/core/train/targets';
import { freshStorage } from '#/storage/fixtures/freshStorage';
import { createDataService } from './dataService';

const estimate = (schema: Parameters<typeof kindOf>[0] & { data?: unknown }, rows: number): string => {
  const kind = kindOf(schema);
  const { inputShape } = kind.estimate(kind.dataOf(schema), rows, [], { type: 'classification', target: '' });
  return inputShape.slice(0, -1).join(' × ');
};

const load = async (path: string) =>
  new Uint8Array(readFileSync(new URL(`../../public/${path}`, import.meta.url)));

test.each(samples)('$name', async (sample) => {
  const storage = await freshStorage();
  const data = createDataService(async () => storage);
  const { id: datasetId } = await storage.datasets.create({ name: 'd', kind: 'tabular' });
  const file = new File([await sample.make(load)], sample.fileName);
  const version = await data.import(
    { jobId: 'j', datasetId, file, kind: sample.kind },
    new MessageChannel().port2,
  );
  const { kind, columns } = version.schema;
  const grid = gridOf(version.schema);
  const { rowsAreCells, words } = kindOf(version.schema);
  expect(kind).toBe(sample.kind);
  expect(targetTask(version, suggestTarget(version) ?? '').type).toBe(sample.task);
  const series = kind === 'timeseries' ? seriesOf(version.schema) : undefined;
  const size = series
    ? `${series.series} series of ${series.longest}`
    : grid
      ? grid.recordings > 1
        ? `${grid.recordings} recordings of ${grid.axes.time.size} × ${grid.axes.x.size}³`
        : `${grid.axes.time.size} times of ${grid.axes.x.size}³`
      : rowsAreCells
        ? `${version.rows.toLocaleString('en')} ${kind === 'events' ? words.samples : 'rows'}, ${columns.length} columns`
        : `${version.rows.toLocaleString('en')} ${words.samples} of ${estimate(version.schema, version.rows)}`;
  expect(sample.size.startsWith(size), `${sample.size} is ${size}`).toBe(true);
  expect(sample.sketch.length).toBeGreaterThan(0);
});

test('each has a type of its own', () => {
  expect(new Set(samples.map(({ type }) => type)).size).toBe(samples.length);
});
