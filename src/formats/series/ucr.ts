/** The tables of the UCR archive: no header, a series a line, its label first, then its values. */
import { tableEndings } from '#/core/fileEndings';
import { TetradError } from '#/core/protocol/errors';
import { decodeHead } from '../encoding';
import type { FormatSource, ReadContext, TableFormatDef, TableReader } from '../formatDef';
import { SeriesRows } from './seriesRows';
import { textLines } from './textLines';

const fewestValues = 8;
const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const missing = /^(nan|\?)$/i;

const cellsOf = (line: string): string[] => {
  const text = line.trim();
  return text.includes('\t') ? text.split('\t') : text.includes(',') ? text.split(',') : text.split(/\s+/);
};

const isLabel = (cell: string): boolean =>
  number.test(cell) && Number.isInteger(Number(cell)) && Math.abs(Number(cell)) < 1000;

export const ucr: TableFormatDef = {
  type: 'ucr',
  title: 'UCR series (.tsv)',
  extensions: tableEndings.ucr,
  kind: 'timeseries',
  holds: 'rows',
  text: true,
  match(head, name) {
    const isNamed = /_(TRAIN|TEST)\.(tsv|txt|csv)$/i.test(name);
    if (!isNamed && !/\.tsv$/i.test(name)) return 0;
    const text = decodeHead(head);
    const lines = text.split(/\r?\n/);
    // The last may be cut off.
    const whole = (head.length < 65_536 ? lines : lines.slice(0, -1)).filter((line) => line.trim() !== '');
    const rows = (whole.length > 0 ? whole : lines).slice(0, 20).map(cellsOf);
    const fits = rows.every(
      ([label = '', ...values]) =>
        isLabel(label) &&
        values.length >= fewestValues &&
        values.every(
          (value) => number.test(value.trim()) || missing.test(value.trim()) || value.trim() === '',
        ),
    );
    if (rows.length === 0 || !fits) return 0;
    const labels = new Set(rows.map(([label]) => Number(label)));
    const areFew = labels.size * 2 <= rows.length || rows.length <= 4;
    return isNamed
      ? 0.99
      : areFew && rows.some((row) => row.slice(1).some((cell) => !isLabel(cell.trim())))
        ? 0.96
        : 0;
  },
  read,
};

async function read(source: FormatSource, context: ReadContext): Promise<TableReader> {
  const table = new SeriesRows(['value'], 'words');
  async function* batches() {
    for await (const { line, text } of textLines(source, context)) {
      if (text.trim() === '') continue;
      const [label = '', ...cells] = cellsOf(text);
      if (cells.length === 0)
        throw new TetradError({
          code: 'badInput',
          message: 'The line has a label but no values.',
          place: `${source.name}, line ${line}`,
          hint: 'A line is the label of a series, then its values, divided by tabs.',
        });
      let own = cells.length;
      // Shorter series of the archive end with missing values.
      while (own > 1 && isMissing(cells[own - 1] as string)) own--;
      const values = Float64Array.from(cells.slice(0, own), (cell) => {
        const word = cell.trim();
        if (isMissing(word)) return Number.NaN;
        if (number.test(word)) return Number(word);
        throw new TetradError({
          code: 'badInput',
          message: `“${word.slice(0, 40)}” is not a number.`,
          place: `${source.name}, line ${line}`,
          hint: 'A line is the label of a series, then its values, divided by tabs.',
        });
      });
      table.add({ channels: [values], label: labelText(label.trim()) });
      if (table.rows >= context.batchRows) yield table.take();
    }
    if (table.rows > 0) yield table.take();
  }
  return {
    names: table.names,
    details: { layout: 'a series a line, its label first' },
    options: table.options,
    batches: batches(),
  };
}

const isMissing = (cell: string): boolean => cell.trim() === '' || missing.test(cell.trim());

/** "1.0000000e+00" is the class 1. */
const labelText = (label: string): string | null =>
  label === '' || missing.test(label) ? null : number.test(label) ? String(Number(label)) : label;
