/** Documents as a table of texts: a row for each sample, with the label and the part its folder says, and its file. */
import { withoutEnding } from '#/core/fileEndings';
import { signLife } from '#/core/protocol/heartbeat';
import { TetradError } from '#/core/protocol/errors';
import type { RecordBatch } from '#/core/table/column';
import { ColumnBuilder } from '#/core/table/columnBuilder';
import { splitText, withoutFrontMatter } from '#/core/text/splitText';
import type { TextOptions } from '#/core/text/textData';
import type { Bundle, BundleEntry } from '#/formats/bundle/bundle';
import { decodeHead, sniffEncoding } from '#/formats/encoding';
import type { ReadContext, TableReader } from '#/formats/formatDef';
import type { RecognisedFiles, RecognisedTable } from '#/formats/recogniseFile';
import { htmlText } from '#/formats/text/htmlText';
import { isTextName } from '#/formats/textFiles';
import { pathLabels } from '../images/pathLabels';

const mostBytes = 256 * 1024 ** 2;
const headBytes = 65_536;
/** A few long files: their paragraphs are the samples. */
const fewFiles = 50;
const longBytes = 4096;

export interface DocumentTable {
  table: RecognisedTable;
  /** Names of its columns that are more than texts. */
  label?: string;
  group?: string;
  samples: NonNullable<TextOptions['samples']>;
}

export function documentTable(
  { file, format, bundle }: RecognisedFiles,
  options: TextOptions,
): DocumentTable {
  const entries = bundle.entries.filter(({ path }) => isTextName(path));
  for (const { path } of bundle.entries) if (!isTextName(path)) bundle.leaveOut(path, 'no text file');
  const paths = entries.map(({ path }) => path);
  const { labels, splits } = pathLabels(paths);
  const mean = entries.reduce((sum, { bytes }) => sum + bytes, 0) / Math.max(1, entries.length);
  const isLong = entries.length === 1 || (!labels && entries.length <= fewFiles && mean >= longBytes);
  const samples = options.samples ?? (isLong ? 'paragraphs' : 'documents');
  // Which of a few long files a paragraph is from is what a person most likely means.
  const byFile = !labels && samples !== 'documents' && entries.length > 1 && entries.length <= fewFiles;
  const names = [
    'text',
    ...(labels ? ['label'] : []),
    ...(splits ? ['split'] : []),
    ...(entries.length > 1 ? ['file'] : []),
  ];
  const cellsOf = (entry: number, text: string): (string | null)[] => [
    text,
    ...(labels ? [labels[entry] ?? null] : []),
    ...(splits ? [splits[entry] ?? null] : []),
    ...(entries.length > 1 ? [fileOf(paths[entry] ?? '')] : []),
  ];
  const fileOf = (path: string) => (byFile ? withoutEnding(path) : path);
  let read = 0;
  const reader = async (context: ReadContext): Promise<TableReader> => ({
    names,
    details: { samples, files: String(entries.length) },
    options: { columns: Object.fromEntries(names.map((name) => [name, { as: 'text' as const }])) },
    batches: batches(bundle, entries, samples, cellsOf, context, (bytes) => (read += bytes)),
  });
  return {
    samples,
    ...(labels ? { label: 'label' } : byFile ? { label: 'file' } : {}),
    ...(labels && samples !== 'documents' && { group: 'file' }),
    table: {
      file,
      format: { ...format, holds: 'rows', match: () => 1, read: (_source, context) => reader(context) },
      source: {
        name: bundle.name,
        head: new Uint8Array(0),
        stream: () => file.stream(),
        blob: async () => file,
        tellRead: () => undefined,
        gzip: false,
        bytesRead: () => Math.min(read, file.size),
        told: () => bundle.told(),
      },
    },
  };
}

async function* batches(
  bundle: Bundle,
  entries: readonly BundleEntry[],
  samples: NonNullable<TextOptions['samples']>,
  cellsOf: (entry: number, text: string) => (string | null)[],
  { signal, batchRows }: ReadContext,
  done: (bytes: number) => void,
): AsyncGenerator<RecordBatch> {
  let builders: ColumnBuilder[] = [];
  let rows = 0;
  const finish = (): RecordBatch => ({ rows, columns: builders.map((builder) => builder.finish(rows)) });
  for (const [number, entry] of entries.entries()) {
    signal.throwIfAborted();
    signLife();
    const text = await textOf(entry, bundle, entries.length === 1);
    done(entry.bytes);
    for (const sample of text === undefined ? [] : splitText(text, samples)) {
      for (const [i, cell] of cellsOf(number, sample).entries()) {
        const builder = (builders[i] ??= new ColumnBuilder(true));
        if (cell === null) builder.addMissing(rows);
        else builder.addText(rows, cell);
      }
      if (++rows < batchRows) continue;
      yield finish();
      [builders, rows] = [[], 0];
    }
  }
  if (rows > 0) yield finish();
}

/** undefined where it is none, which is told. */
async function textOf(entry: BundleEntry, bundle: Bundle, isOnly: boolean): Promise<string | undefined> {
  const { path } = entry;
  const leaveOut = (why: string, hint: string): undefined => {
    if (isOnly)
      throw new TetradError({ code: 'badInput', message: `The file is ${why}.`, place: path, hint });
    bundle.leaveOut(path, why);
  };
  if (entry.bytes > mostBytes) return leaveOut('a text larger than 256 MB', 'Cut it into several files.');
  const bytes = await entry.whole();
  const sniffed = sniffEncoding(bytes.subarray(0, headBytes));
  const isWide = /^utf-(?:16|32)/.test(sniffed.encoding);
  if (!isWide && bytes.subarray(0, headBytes).includes(0))
    return leaveOut('no text: it holds bytes that are zero', 'Choose a text, Markdown or HTML file.');
  const text = decodeHead(bytes, sniffed);
  if (/\.html?$/i.test(path)) return htmlText(text);
  return /\.(md|markdown)$/i.test(path) ? withoutFrontMatter(text) : text;
}
