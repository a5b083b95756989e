/**
 * Sparse rows as SVMlight and LIBSVM write them: a label, then index:value for what is not zero.
 * https://www.csie.ntu.edu.tw/~cjlin/libsvmtools/datasets/ The table is dense: what is not written is zero, as there.
 */
import { tableEndings } from '#/core/fileEndings';
import { TetradError } from '#/core/protocol/errors';
import { parseCanonicalNumber } from '#/core/table/cellValue';
import type { RecordBatch } from '#/core/table/column';
import { batchRowsFor, ColumnBuilder } from '#/core/table/columnBuilder';
import { ByteWindow } from '../byteWindow';
import { decodeHead, encodingOf } from '../encoding';
import type { FormatSource, ReadContext, TableFormatDef, TableReader } from '../formatDef';
import { mostColumns } from '../uniqueNames';
import { firstLines } from './readLines';

const row = /^\s*([^\s:#]+)((?:\s+(?:qid|\d+):[^\s:#]+)+)\s*(?:#.*)?$/;
/** A row of nothing but zeros. */
const label = /^\s*([+-]?\d+(?:\.\d+)?(?:,\d+)*)\s*(?:#.*)?$/;

export const svmLight: TableFormatDef = {
  type: 'svmLight',
  title: 'Sparse rows (SVMlight, LIBSVM)',
  extensions: tableEndings.svmLight,
  kind: 'tabular',
  holds: 'rows',
  text: true,
  match(head, name) {
    const lines = firstLines(decodeHead(head.subarray(0, 16_384)), 5).filter((line) => !line.startsWith('#'));
    const byName = /\.(?:svm|libsvm)$/i.test(name);
    const isRow = (line: string) => row.test(line) || (byName && label.test(line));
    return lines.length > 0 && lines.every(isRow) ? (byName || lines.length > 1 ? 0.98 : 0.5) : 0;
  },
  read,
};

interface Sparse {
  label: string;
  group: string | undefined;
  entries: [index: number, value: number][];
}

/** undefined where it is no row; rows of files that hold more say in `label` what they are. */
function parseRow(text: string): Sparse | undefined {
  const match = row.exec(text) ?? label.exec(text);
  if (!match) return undefined;
  const entries: Sparse['entries'] = [];
  let group: string | undefined;
  for (const entry of (match[2] ?? '').trim().split(/\s+/)) {
    if (entry === '') continue;
    const [key = '', value = ''] = entry.split(':');
    if (key === 'qid') group = value;
    else entries.push([Number(key), parseCanonicalNumber(value)]);
  }
  return { label: (match[1] ?? '').replace(/^\+(?=\d)/, ''), group, entries };
}

async function* rowsOf(
  source: FormatSource,
  context: ReadContext,
  told: boolean,
): AsyncGenerator<[Sparse, number]> {
  const encoding = encodingOf(source.head, context.options);
  const window = new ByteWindow(source.stream(), source.name, encoding, context.signal);
  const decoder = new TextDecoder();
  try {
    for (let line = 1; ; line++) {
      const end = await window.lineFeed(line);
      const text = decoder.decode(window.bytes.subarray(window.at, end)).trim();
      const found = text === '' || text.startsWith('#') ? undefined : parseRow(text);
      if (found) yield [found, line];
      else if (told && text !== '' && !text.startsWith('#'))
        context.report({
          severity: 'error',
          message: `A line that is no sparse row was left out: ${text.slice(0, 80)}`,
          hint: 'Expected a label, then index:value for each value: +1 3:0.5 17:1.',
          line,
        });
      window.at = end;
      if (window.ended && end === window.bytes.length) return;
    }
  } finally {
    await window.close();
  }
}

/** Twice through the file: what is the last column, then the rows. */
async function read(source: FormatSource, context: ReadContext): Promise<TableReader> {
  let last = -1;
  let first = Number.POSITIVE_INFINITY;
  let grouped = false;
  let rows = 0;
  let several = false;
  for await (const [{ label, entries, group }, line] of rowsOf(source, context, true)) {
    rows++;
    grouped ||= group !== undefined;
    several ||= label.includes(',');
    for (const [index] of entries) {
      if (index > last) last = index;
      if (index < first) first = index;
    }
    if (last >= mostColumns)
      throw new TetradError({
        code: 'unsupported',
        message: `Line ${line} has a value in column ${last.toLocaleString('en')}; a table has at most ${mostColumns.toLocaleString('en')} columns.`,
        place: `${source.name}, line ${line}`,
        hint: 'Choose fewer columns first, for example by hashing or by their variance (sklearn.feature_selection).',
      });
  }
  if (rows === 0 || last < 0)
    throw new TetradError({
      code: 'badInput',
      message: 'No line of the file is a sparse row.',
      place: source.name,
      hint: 'Expected a label, then index:value for each value: +1 3:0.5 17:1.',
    });
  const from = first === 0 ? 0 : 1;
  const width = last - from + 1;
  const columns = Array.from({ length: width }, () => new ColumnBuilder());
  const labels = new ColumnBuilder(several || context.textColumns?.has(0));
  const groups = grouped ? new ColumnBuilder() : undefined;
  const all = [labels, ...(groups ? [groups] : []), ...columns];
  const most = batchRowsFor(all.length, context.batchRows);
  async function* batches(): AsyncGenerator<RecordBatch> {
    let at = 0;
    const dense = new Float64Array(width);
    const take = (): RecordBatch => ({ rows: at, columns: all.map((builder) => builder.finish(at)) });
    for await (const [{ label, group, entries }, line] of rowsOf(source, context, false)) {
      addCell(labels, at, label, line);
      if (groups) addCell(groups, at, group ?? '', line);
      dense.fill(0);
      for (const [index, value] of entries) dense[index - from] = value;
      for (let i = 0; i < width; i++) {
        const value = dense[i] as number;
        if (value === value) columns[i]?.addNumber(at, value === 0 ? 0 : value);
        else columns[i]?.addMissing(at);
      }
      if (++at < most) continue;
      yield take();
      at = 0;
    }
    if (at > 0) yield take();
  }
  return {
    names: ['label', ...(grouped ? ['qid'] : []), ...columns.map((_, i) => `x${i + from}`)],
    details: { layout: 'a label and index:value per line; what is not written is 0' },
    ...(several && { options: { columns: { label: { as: 'text' as const } } } }),
    batches: batches(),
  };
}

function addCell(builder: ColumnBuilder, at: number, text: string, line: number): void {
  const number = builder.isText ? Number.NaN : parseCanonicalNumber(text);
  if (text === '') builder.addMissing(at);
  else if (number === number) builder.addNumber(at, number === 0 ? 0 : number);
  else builder.addText(at, text, line);
}
