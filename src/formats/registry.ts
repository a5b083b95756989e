import { Registry } from '#/core/registry/registry';
import type { FormatDef, TableFormatDef } from './formatDef';
import * as listed from './index';

export const formats = new Registry<FormatDef>('format', Object.values(listed));

/** Those of raw rows, of labels and of whatever else is one table. */
export const tableFormats = new Registry<TableFormatDef>(
  'format',
  formats.all.flatMap((format) => (format.holds === 'rows' ? [format] : [])),
);
