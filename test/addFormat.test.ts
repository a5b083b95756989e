/** A new format is one file with a FormatDef, and its one line in the list of formats. */
import { expect, test } from 'vitest';
import type { TableFormatDef } from '#/formats/formatDef';
import { createDataService } from '#/data/dataService';
import { ColumnBuilder } from '#/core/table/columnBuilder';
import { formats } from '#/formats/registry';
import { freshStorage } from '#/storage/fixtures/freshStorage';

// The one file: "knots", lines of words joined by "~".
const knots: TableFormatDef = {
  type: 'knots',
  title: 'Knots',
  extensions: ['knots'],
  kind: 'tabular',
  holds: 'rows',
  match: (head) => (new TextDecoder().decode(head).startsWith('KNOTS\n') ? 1 : 0),
  async read(source) {
    const text = await new Response(source.stream()).text();
    const [, header = '', ...lines] = text.trimEnd().split('\n');
    const names = header.split('~');
    async function* batches() {
      const builders = names.map(() => new ColumnBuilder());
      lines.forEach((line, row) => line.split('~').forEach((cell, i) => builders[i]?.addText(row, cell)));
      yield { rows: lines.length, columns: builders.map((builder) => builder.finish(lines.length)) };
    }
    return { names, details: {}, batches: batches() };
  },
};

// The one line.
const withKnots = formats.with(knots);

test('one file and one line make a format', async () => {
  const storage = await freshStorage();
  const data = createDataService(async () => storage, withKnots);
  const { id: datasetId } = await storage.datasets.create({ name: 'd', kind: 'tabular' });
  const file = new File(['KNOTS\nsize~colour\n1~red\n2~blue\n'], 'x.bin');
  const table = await data.import({ jobId: 'j', datasetId, file }, new MessageChannel().port2);
  expect(table.source.format).toBe('knots');
  expect(table.schema.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
    'size integer',
    'colour categorical',
  ]);
  expect(table.rows).toBe(2);
});
