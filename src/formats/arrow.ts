/** Arrow IPC, as a file (Feather version 2) or as a stream: record batches with sure types. */
import { tableEndings } from '#/core/fileEndings';
import type { TableFormatDef } from './formatDef';

export const arrow: TableFormatDef = {
  type: 'arrow',
  title: 'Arrow, Feather',
  extensions: tableEndings.arrow,
  kind: 'tabular',
  holds: 'rows',
  match(head, name) {
    const isNamed = /\.(arrow|arrows|feather|ipc)$/i.test(name);
    const mark = String.fromCharCode(...head.subarray(0, 8));
    if (mark.startsWith('ARROW1\0') || mark.startsWith('FEA1')) return 1;
    // A stream begins with a message: a mark of continuation, then the length of a schema.
    const isStream = head.length > 8 && mark.startsWith('\xff\xff\xff\xff') && head[7] === 0;
    return isStream ? (isNamed ? 1 : 0.6) : 0;
  },
  async read(source, context) {
    return (await import('./arrow/readArrow')).readArrow(source, context);
  },
};
