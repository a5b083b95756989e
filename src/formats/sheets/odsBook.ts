/** An OpenDocument spreadsheet (.ods): one part holds all sheets; cells say their type and value. */
import { TetradError } from '#/core/protocol/errors';
import { numberToText } from '#/core/table/cellValue';
import { type Book, type Cell, mostEmptyRows, mostSheetColumns, type SheetRow } from './book';
import { attributeOf, type XmlHandler, XmlScanner } from './xmlScanner';
import type { ZipParts } from './zipParts';

const content = 'content.xml';

export async function openOds(parts: ZipParts): Promise<Book> {
  if (
    parts.has('META-INF/manifest.xml') &&
    (await parts.text('META-INF/manifest.xml')).includes('encryption-data')
  )
    throw new TetradError({
      code: 'unsupported',
      message: 'The spreadsheet is protected by a password.',
      place: parts.name,
      hint: 'Save it without a password, or the sheet as CSV.',
    });
  const sheets: { name: string; hidden: boolean }[] = [];
  await parts.scan(content, {
    open(name, attributes) {
      if (name === 'table') sheets.push({ name: attributeOf(attributes, 'table:name') ?? '', hidden: false });
    },
    close: () => undefined,
    text: () => undefined,
  });
  return {
    sheets,
    async *rows(sheet, progress) {
      const done: SheetRow[] = [];
      const scanner = new XmlScanner(sheetHandler(sheet, (row) => done.push(row)));
      for await (const piece of parts.pieces(content, progress)) {
        parts.guard(content, () => scanner.push(piece));
        yield* done.splice(0);
      }
      parts.guard(content, () => scanner.end());
    },
  };
}

function sheetHandler(wanted: number, onRow: (row: SheetRow) => void): XmlHandler {
  let table = -1;
  let depth = 0;
  let number = 0;
  let cells: (Cell | undefined)[] = [];
  let column = 0;
  let rowTimes = 1;
  let cellTimes = 1;
  let attributes = '';
  let text = '';
  let paragraphs = 0;
  let aside = 0;
  const isHere = (): boolean => table === wanted && depth === 1;
  return {
    open(name, found) {
      if (name === 'table') {
        depth++;
        if (depth === 1) table++;
      }
      if (!isHere()) return;
      if (name === 'table-row') {
        rowTimes = timesOf(found, 'table:number-rows-repeated');
        cells = [];
        column = 0;
      } else if (name === 'table-cell' || name === 'covered-table-cell') {
        attributes = found;
        cellTimes = timesOf(found, 'table:number-columns-repeated');
        text = '';
        paragraphs = 0;
      } else if (name === 'annotation') aside++;
      else if (name === 'p' && aside === 0 && paragraphs++ > 0) text += '\n';
      else if (name === 's' && aside === 0)
        text += ' '.repeat(Math.min(1000, Number(attributeOf(found, 'text:c') ?? 1)));
      else if (name === 'tab') text += '\t';
      else if (name === 'line-break') text += '\n';
    },
    close(name) {
      if (isHere()) {
        if (name === 'annotation') aside--;
        if (name === 'table-cell' || name === 'covered-table-cell') {
          const cell = name === 'table-cell' ? cellOf(attributes, text) : undefined;
          if (cell) {
            if (column + cellTimes > mostSheetColumns) throw new Error('a row has more cells than a sheet');
            for (let i = 0; i < cellTimes; i++) cells[column + i] = cell;
          }
          column += cellTimes;
        }
        if (name === 'table-row') {
          if (cells.length === 0) number += rowTimes;
          // Rows to the end of the sheet are repeated only where they are empty.
          else for (let i = 0; i < Math.min(rowTimes, mostEmptyRows); i++) onRow({ number: ++number, cells });
        }
      }
      if (name === 'table') depth--;
    },
    text(piece) {
      if (isHere() && paragraphs > 0 && aside === 0) text += piece;
    },
  };
}

function timesOf(attributes: string, name: string): number {
  const times = Number(attributeOf(attributes, name) ?? 1);
  return times >= 1 && times <= 2_000_000 ? Math.floor(times) : 1;
}

function cellOf(attributes: string, text: string): Cell | undefined {
  const type = attributeOf(attributes, 'office:value-type');
  const valueOf = (name: string): string => attributeOf(attributes, name) ?? '';
  switch (type) {
    case undefined:
      return undefined;
    case 'float':
    case 'percentage':
    case 'currency': {
      // A formula that failed has the value 0 and says so.
      if (/^#[A-Z/0!?]+|^Err:/.test(text))
        return { text: text.startsWith('#') ? text : '#VALUE!', isText: false };
      const number = Number(valueOf('office:value'));
      return { text: Number.isNaN(number) ? text : numberToText(number), isText: false };
    }
    case 'date':
      return {
        text: valueOf('office:date-value')
          .replace('T', ' ')
          .replace(/ 00:00:00(?:\.0+)?$/, ''),
        isText: false,
      };
    case 'time':
      return { text: clockText(valueOf('office:time-value')) ?? text, isText: false };
    case 'boolean':
      return { text: valueOf('office:boolean-value'), isText: false };
    default: {
      const value = attributeOf(attributes, 'office:string-value') ?? text;
      return value === '' ? undefined : { text: value, isText: true };
    }
  }
}

/** PT12H30M05.5S to 12:30:05.5. */
function clockText(value: string): string | undefined {
  const match = /^(-?)P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d+))?S)?$/.exec(value);
  if (!match) return undefined;
  const [, sign = '', days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = match;
  const two = (part: string | number): string => String(part).padStart(2, '0');
  const rest = fraction.replace(/0+$/, '');
  return `${sign}${two(Number(days) * 24 + Number(hours))}:${two(minutes)}:${two(seconds)}${rest && `.${rest}`}`;
}
