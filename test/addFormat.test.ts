/** A new format is one file with a FormatDef, and its one line in the list of formats. */
import { afterEach, expect, test } from 'vitest';
import type { FormatDef } from '#/formats/formatDef';
import { importTable } from '#/data/importTable';
import { ColumnBuilder } from '#/core/table/columnBuilder';
import { formats } from '#/formats/index';

// The one file: "knots", lines of words joined by "~".
const knots: FormatDef = {
  id: 'knots',
  title: 'Knots',
  extensions: ['knots'],
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

afterEach(() => void formats.splice(formats.indexOf(knots), 1));

test('one file and one line make a format', async () => {
  formats.push(knots); // the one line
  const blobs = { put: async (bytes: Uint8Array) => ({ hash: 'h', bytes: bytes.length }) };
  const signal = new AbortController().signal;
  const table = await importTable(new File(['KNOTS\nsize~colour\n1~red\n2~blue\n'], 'x.bin'), {
    blobs,
    signal,
  });
  expect(table.source.format).toBe('knots');
  expect(table.schema.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
    'size integer',
    'colour categorical',
  ]);
  expect(table.rows).toBe(2);
});
