/** Excel workbooks: one sheet is a table. */
import { tableEndings } from '#/core/fileEndings';
import type { TableFormatDef } from './formatDef';

export const xlsx: TableFormatDef = {
  type: 'xlsx',
  title: 'Excel',
  extensions: tableEndings.xlsx,
  kind: 'tabular',
  holds: 'rows',
  match(head, name) {
    const text = new TextDecoder('latin1').decode(head);
    if (!text.startsWith('PK\x03\x04')) return 0;
    if (/xl\/(?:workbook|worksheets)/.test(text)) return 1;
    const isOffice = text.includes('[Content_Types].xml') && !/word\/|ppt\//.test(text);
    return isOffice && /\.xls[xmb]$/i.test(name) ? 1 : 0;
  },
  async read(source, context) {
    return (await import('./sheets/readSheets')).readSheets(source, context, 'xlsx');
  },
};
