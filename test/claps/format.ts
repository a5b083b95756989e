/** What src/formats would get: "CLAPS 10", then a line per recording of 10 seconds: label, colon, the moments of claps. */
import { ColumnBuilder } from '#/core/table/columnBuilder';
import type { TableFormatDef } from '#/formats/formatDef';
import { clapsKind } from './core';

export const claps: TableFormatDef = {
  type: 'claps',
  title: 'Claps',
  extensions: ['claps'],
  kind: clapsKind,
  holds: 'rows',
  match: (head) => (new TextDecoder().decode(head.subarray(0, 6)) === 'CLAPS ' ? 1 : 0),
  async read(source) {
    const [first = '', ...lines] = (await new Response(source.stream()).text()).trimEnd().split('\n');
    async function* batches() {
      const builders = ['moments', 'rhythm'].map(() => new ColumnBuilder());
      lines.forEach((line, row) => {
        const [label = '', moments = ''] = line.split(': ');
        builders[0]?.addText(row, moments);
        builders[1]?.addText(row, label);
      });
      yield { rows: lines.length, columns: builders.map((builder) => builder.finish(lines.length)) };
    }
    return { names: ['moments', 'rhythm'], details: { seconds: first.slice(6) }, batches: batches() };
  },
};
