/** A table that is read again: the file that was kept, a file that is given, and what the version says of both. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { mostKeptBytes } from '#/data/keptFile';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`reread-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

const text = `tag;betrag;ort\n${Array.from({ length: 12 }, (_, i) => `0${(i % 9) + 1}/04/2024;${i + 1}.500;Ulm ${i % 3}`).join('\n')}\n`;
const file = (name = 'kasse.csv') => new File([text], name);

async function versionOf({
  jobId,
  datasetId,
}: {
  jobId: string;
  datasetId: string;
}): Promise<DatasetVersion> {
  const job = await run('jobs.wait', { id: jobId });
  expect(job.error).toBeUndefined();
  return (await run('datasets.get', { id: datasetId })).version as DatasetVersion;
}
const median = ({ stats }: DatasetVersion): number | undefined => stats[1]?.numeric?.quantiles[3];

test('another reading of the kept file is a new version, with the roles that were given', async () => {
  const first = await versionOf(await run('datasets.import', { files: [file()] }));
  expect(median(first)).toBe(7);
  expect(first.source.reading?.ambiguities.map(({ option }) => option)).toEqual(['dateOrder', 'decimal']);
  const columns = first.schema.columns.map((column) =>
    column.name === 'ort' ? { ...column, role: 'group' as const } : column,
  );
  const { versionId } = await run('datasets.retype', { versionId: first.id, columns });
  const table = { decimal: ',', thousands: '.', dateOrder: 'dmy' } as const;
  const second = await versionOf(await run('datasets.reread', { versionId, options: { table } }));
  expect(second.number).toBe(3);
  expect(median(second)).toBe(7000);
  expect(second.source).toMatchObject({
    fileName: 'kasse.csv',
    fileBytes: text.length,
    reading: { given: table, ambiguities: [] },
  });
  expect(second.schema.columns.map(({ role }) => role)).toEqual(['feature', 'feature', 'group']);
  const other = await versionOf(await run('datasets.import', { files: [file()], options: { table } }));
  const same = await versionOf(await run('datasets.reread', { versionId: first.id, options: { table } }));
  expect(other.hash).toBe(same.hash);
});

test('the file can be had back, and goes with the dataset', async () => {
  const version = await versionOf(await run('datasets.import', { files: [file('weg.csv')] }));
  const { file: kept } = await run('datasets.source', { versionId: version.id });
  expect(kept?.name).toBe('weg.csv');
  expect(await kept?.text()).toBe(text);
});

test('a file too large to be kept is asked for', async () => {
  const long = `name,n\n${`${'x'.repeat(999)},1\n`.repeat(mostKeptBytes / 1000)}`;
  const version = await versionOf(await run('datasets.import', { files: [new File([long], 'long.csv')] }));
  expect(version.source.kept).toBeUndefined();
  await expect(
    run('datasets.reread', { versionId: version.id, options: { table: { headerRows: 0 } } }),
  ).rejects.toMatchObject({ code: 'notFound', place: 'file', hint: 'Choose the file again.' });
  const given = new File(['name,n\na,1\nb,2\n'], 'short.csv');
  const again = await versionOf(
    await run('datasets.reread', { versionId: version.id, options: { table: {} }, file: given }),
  );
  expect([again.rows, again.source.fileName]).toEqual([2, 'short.csv']);
});

test('rows for a model are taken apart as its table was', async () => {
  const rows = Array.from({ length: 40 }, (_, i) => `${i}!${i % 2 ? 'odd' : 'even'}!${i % 2}`);
  const odd = new File([`a!b!c\n${rows.join('\n')}\n`], 'odd.csv');
  const version = await versionOf(
    await run('datasets.import', { files: [odd], options: { table: { delimiter: '!' } } }),
  );
  const { jobId, modelId } = await run('training.submit', {
    datasetId: version.datasetId,
    target: 'b',
    family: 'linear',
    training: { epochs: 2, backend: 'cpu' },
  });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  const batch = await run('inference.batch', { modelId, file: new File(['a!c\n1!1\n2!0\n'], 'new.csv') });
  const job = await run('jobs.wait', { id: batch.jobId });
  expect(job.error).toBeUndefined();
  expect(job.result).toMatchObject({ rows: 2, warnings: [] });
});
