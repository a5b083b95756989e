/** The formats a table is written in; those with a library are loaded when they are used. */
import type { TableFormat } from '#/core/protocol/dataApi';
import type { TableWriter } from './tableWriter';

export async function tableWriter(format: TableFormat): Promise<TableWriter> {
  switch (format) {
    case 'csv':
      return (await import('./writeText')).csvWriter;
    case 'jsonl':
      return (await import('./writeText')).jsonlWriter;
    case 'parquet':
      return (await import('./writeParquet')).parquetWriter;
    default:
      return (await import('./writeArrow')).arrowWriter;
  }
}
