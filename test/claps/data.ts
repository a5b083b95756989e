/** What src/data/kinds would get. */
import { importTable } from '#/data/importTable';
import { defineKindData, type Viewer } from '#/data/kinds/kindData';
import { wrongContent } from '#/data/kinds/wrongContent';
import { RowReader } from '#/core/table/rowReader';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { holdsRows } from '#/formats/recogniseFile';
import { clapsKind, type EventData, eventsOf, momentsColumn } from './core';

export const claps = defineKindData<never, EventData, { sample: number }, number[]>({
  type: clapsKind,
  async import(file, context) {
    if (!holdsRows(file)) throw wrongContent(file, 'events');
    const table = await importTable(file, context);
    const columns = table.schema.columns.map((column) =>
      column.name === momentsColumn
        ? { ...column, type: 'text' as const, role: 'feature' as const }
        : { ...column, type: 'categorical' as const, role: 'target' as const },
    );
    const seconds = Number(table.source.details.seconds);
    return { ...table, schema: { kind: clapsKind, columns, data: { seconds } } };
  },
  isPlace: () => false,
  /** Heard over another time: the moments stay as they are. */
  async recut({ schema, rows, bytes, chunks, stats, issues }, { seconds }) {
    return {
      schema: { ...schema, data: { ...eventsOf(schema), seconds } },
      rows,
      bytes,
      chunks,
      stats,
      issues,
    };
  },
  openViewer: (blobs): Viewer<{ sample: number }, number[]> => ({
    async read(version: DatasetVersion, { sample }) {
      const [[moments = ''] = []] = await new RowReader(blobs).readAt(version, [sample], [momentsColumn]);
      return String(moments).split(' ').map(Number);
    },
  }),
});
