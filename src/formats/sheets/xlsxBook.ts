/** An Excel workbook (.xlsx, .xlsm): sheets, shared texts and the formats that make dates of numbers. */
import { numberToText } from '#/core/table/cellValue';
import { TetradError } from '#/core/protocol/errors';
import { type Book, type Cell, mostSheetColumns, type SheetRow } from './book';
import { builtInFormat, type DateFormat, dateFormatOf, serialText } from './serialDate';
import { attributeOf, XmlScanner } from './xmlScanner';
import type { ZipParts } from './zipParts';

const mostSharedChars = 256 * 1024 * 1024;

export async function openXlsx(parts: ZipParts): Promise<Book> {
  const paths = await pathsOf(parts);
  const { sheets, since1904 } = await readWorkbook(parts, paths.workbook);
  const links = await linksOf(parts, paths.workbook);
  const found = sheets.flatMap(({ name, hidden, link }) => {
    const path = links.get(link);
    return path && /worksheet/i.test(path.type) && parts.has(path.target)
      ? [{ name, hidden, path: path.target }]
      : [];
  });
  const shared = await readShared(
    parts,
    [...links.values()].find(({ type }) => /sharedStrings$/i.test(type))?.target,
  );
  const formats = await readFormats(
    parts,
    [...links.values()].find(({ type }) => /\/styles$/i.test(type))?.target,
  );
  return {
    sheets: found,
    async *rows(sheet, progress) {
      const path = found[sheet]?.path ?? '';
      const done: SheetRow[] = [];
      const scanner = new XmlScanner(sheetHandler({ shared, formats, since1904 }, (row) => done.push(row)));
      for await (const piece of parts.pieces(path, progress)) {
        parts.guard(path, () => scanner.push(piece));
        yield* done.splice(0);
      }
      parts.guard(path, () => scanner.end());
    },
  };
}

async function pathsOf(parts: ZipParts): Promise<{ workbook: string }> {
  if (parts.has('xl/workbook.xml')) return { workbook: 'xl/workbook.xml' };
  if (parts.has('xl/workbook.bin'))
    throw new TetradError({
      code: 'unsupported',
      message: 'The workbook is saved in the binary form (.xlsb), which is not read.',
      place: parts.name,
      hint: 'Save it as .xlsx or the sheet as CSV.',
    });
  const root = [...(await linksOf(parts, '')).values()].find(({ type }) => type.endsWith('officeDocument'));
  if (root && parts.has(root.target)) return { workbook: root.target };
  throw new TetradError({
    code: 'badInput',
    message: 'There is no workbook in the file.',
    place: parts.name,
    hint: 'It is another document, or damaged: save the sheet as .xlsx or CSV.',
  });
}

/** What a part refers to, by the names it uses. */
async function linksOf(parts: ZipParts, of: string): Promise<Map<string, { type: string; target: string }>> {
  const slash = of.lastIndexOf('/') + 1;
  const path = `${of.slice(0, slash)}_rels/${of.slice(slash)}.rels`;
  const links = new Map<string, { type: string; target: string }>();
  if (!parts.has(path)) return links;
  await parts.scan(path, {
    open(name, attributes) {
      if (name !== 'Relationship') return;
      const target = attributeOf(attributes, 'Target') ?? '';
      links.set(attributeOf(attributes, 'Id') ?? '', {
        type: attributeOf(attributes, 'Type') ?? '',
        target: target.startsWith('/') ? target.slice(1) : joined(of.slice(0, slash), target),
      });
    },
    close: () => undefined,
    text: () => undefined,
  });
  return links;
}

function joined(folder: string, target: string): string {
  const path = folder.split('/').filter((part) => part !== '');
  for (const part of target.split('/')) {
    if (part === '..') path.pop();
    else if (part !== '.') path.push(part);
  }
  return path.join('/');
}

async function readWorkbook(parts: ZipParts, path: string) {
  const sheets: { name: string; hidden: boolean; link: string }[] = [];
  let since1904 = false;
  await parts.scan(path, {
    open(name, attributes) {
      if (name === 'workbookPr') since1904 = /^(1|true)$/.test(attributeOf(attributes, 'date1904') ?? '');
      if (name === 'sheet')
        sheets.push({
          name: attributeOf(attributes, 'name') ?? `sheet ${sheets.length + 1}`,
          hidden: /hidden/i.test(attributeOf(attributes, 'state') ?? ''),
          link: attributeOf(attributes, 'r:id') ?? attributeOf(attributes, 'id') ?? '',
        });
    },
    close: () => undefined,
    text: () => undefined,
  });
  return { sheets, since1904 };
}

async function readShared(parts: ZipParts, path: string | undefined): Promise<string[]> {
  const texts: string[] = [];
  if (path === undefined || !parts.has(path)) return texts;
  let text = '';
  let inText = false;
  let aside = 0;
  let chars = 0;
  await parts.scan(path, {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') aside++;
      inText = name === 't';
    },
    close(name) {
      inText = false;
      if (name === 'rPh') aside--;
      if (name !== 'si') return;
      chars += text.length;
      if (chars > mostSharedChars)
        throw new TetradError({
          code: 'unsupported',
          message: 'The texts of the workbook fill more than 256 MB.',
          place: parts.name,
          hint: 'Save the sheet as CSV, which is read piece by piece.',
        });
      texts.push(unescapeText(text));
    },
    text(piece) {
      if (inText && aside === 0) text += piece;
    },
  });
  return texts;
}

/** What XML cannot hold stands as _x000D_. */
const unescapeText = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9a-f]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;

/** By number of the style of a cell. */
async function readFormats(parts: ZipParts, path: string | undefined): Promise<DateFormat[]> {
  const formats: DateFormat[] = [];
  if (path === undefined || !parts.has(path)) return formats;
  const own = new Map<number, DateFormat>();
  let inCells = false;
  await parts.scan(path, {
    open(name, attributes) {
      if (name === 'cellXfs') inCells = true;
      const id = Number(attributeOf(attributes, 'numFmtId') ?? 0);
      if (name === 'numFmt') own.set(id, dateFormatOf(attributeOf(attributes, 'formatCode') ?? ''));
      if (name === 'xf' && inCells) formats.push(own.has(id) ? own.get(id) : builtInFormat(id));
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
    text: () => undefined,
  });
  return formats;
}

interface Meaning {
  shared: readonly string[];
  formats: readonly DateFormat[];
  since1904: boolean;
}

function sheetHandler(meaning: Meaning, onRow: (row: SheetRow) => void) {
  let row: SheetRow | undefined;
  let lastRow = 0;
  let column = 0;
  let type = '';
  let style = 0;
  let value = '';
  let takes = false;
  let aside = 0;
  return {
    open(name: string, attributes: string) {
      takes = false;
      if (name === 'row') {
        const number = Number(attributeOf(attributes, 'r') ?? lastRow + 1);
        if (!(number > lastRow)) throw new Error(`row ${number} stands behind row ${lastRow}`);
        row = { number, cells: [] };
        lastRow = number;
        column = 0;
      } else if (name === 'c') {
        const place = attributeOf(attributes, 'r');
        column = place ? columnOf(place) : column + 1;
        type = attributeOf(attributes, 't') ?? 'n';
        style = Number(attributeOf(attributes, 's') ?? 0);
        value = '';
      } else if (name === 'rPh') aside++;
      else takes = aside === 0 && (name === 'v' || name === 't');
    },
    close(name: string) {
      takes = false;
      if (name === 'rPh') aside--;
      if (name === 'c' && row) {
        if (column > mostSheetColumns) throw new Error(`a cell lies in column ${column}`);
        const cell = cellOf(type, value, meaning.formats[style], meaning);
        if (cell) row.cells[column - 1] = cell;
      }
      if (name === 'row' && row) {
        onRow(row);
        row = undefined;
      }
    },
    text(piece: string) {
      if (takes) value += piece;
    },
  };
}

/** "BC12" to 55. */
function columnOf(place: string): number {
  let column = 0;
  for (let i = 0; i < place.length && i < 8; i++) {
    const letter = place.charCodeAt(i) & ~32;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + letter - 64;
  }
  return column;
}

function cellOf(
  type: string,
  value: string,
  format: DateFormat,
  { shared, since1904 }: Meaning,
): Cell | undefined {
  switch (type) {
    case 's': {
      const text = shared[Number(value)];
      if (text === undefined && value !== '')
        throw new Error(`a cell refers to text ${value.slice(0, 20)}, which is not there`);
      return text ? { text, isText: true } : undefined;
    }
    case 'inlineStr':
    case 'str':
      return value === '' ? undefined : { text: unescapeText(value), isText: true };
    case 'b':
      return { text: value === '1' || value === 'true' ? 'true' : 'false', isText: false };
    case 'e':
      return { text: value, isText: false };
    case 'd':
      return { text: value.replace(/T00:00:00(?:\.0+)?Z?$/, ''), isText: false };
    default: {
      if (value === '') return undefined;
      const number = Number(value);
      if (Number.isNaN(number)) throw new Error(`a cell that is a number holds “${value.slice(0, 40)}”`);
      const text = format && serialText(number, format, since1904);
      return { text: text ?? numberToText(number), isText: false };
    }
  }
}
