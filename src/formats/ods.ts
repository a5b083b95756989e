/** Spreadsheets of LibreOffice and others: one sheet is a table. */
import { tableEndings } from '#/core/fileEndings';
import type { TableFormatDef } from './formatDef';

export const ods: TableFormatDef = {
  type: 'ods',
  title: 'OpenDocument',
  extensions: tableEndings.ods,
  kind: 'tabular',
  holds: 'rows',
  match(head, name) {
    const text = new TextDecoder('latin1').decode(head.subarray(0, 4096));
    if (!text.startsWith('PK\x03\x04')) return 0;
    if (text.includes('mimetypeapplication/vnd.oasis.opendocument.spreadsheet')) return 1;
    return /\.ods$/i.test(name) && text.includes('opendocument') ? 1 : 0;
  },
  async read(source, context) {
    return (await import('./sheets/readSheets')).readSheets(source, context, 'ods');
  },
};
