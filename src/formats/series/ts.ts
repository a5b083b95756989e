/** The .ts files of the UEA and UCR archives, as sktime and aeon write them: a header of @ lines, then a series a line. */
import { tableEndings } from '#/core/fileEndings';
import { TetradError } from '#/core/protocol/errors';
import { decodeHead } from '../encoding';
import type { FormatSource, ReadContext, TableFormatDef, TableReader } from '../formatDef';
import { SeriesRows } from './seriesRows';
import { parseTimedValues } from './timedValues';
import { type TextLine, textLines } from './textLines';

interface Header {
  timed: boolean;
  /** Said by the file; undefined where it says nothing. */
  dimensions?: number;
  length?: number;
  labels?: readonly string[];
  target: 'words' | 'number' | undefined;
  /** Line of what is said of the classes. */
  line: number;
}

export const ts: TableFormatDef = {
  type: 'ts',
  title: 'Time series (.ts)',
  extensions: tableEndings.ts,
  kind: 'timeseries',
  holds: 'rows',
  text: true,
  match(head) {
    const lines = decodeHead(head)
      .split('\n', 400)
      .map((line) => line.trim());
    const first = lines.find((line) => line !== '' && !line.startsWith('#')) ?? '';
    if (/^@problemname\b/i.test(first)) return 0.99;
    return first.startsWith('@') &&
      lines.some((line) => /^@(classlabel|targetlabel|univariate)\b/i.test(line))
      ? 0.98
      : 0;
  },
  read,
};

const fail = (source: FormatSource, line: number, message: string, hint: string): TetradError =>
  new TetradError({ code: 'badInput', message, place: `${source.name}, line ${line}`, hint });

async function readHeader(source: FormatSource, lines: AsyncGenerator<TextLine>): Promise<Header> {
  const said = new Map<string, { words: string[]; line: number }>();
  const isYes = (name: string): boolean | undefined => {
    const word = said.get(name)?.words[0]?.toLowerCase();
    if (word === undefined) return undefined;
    if (word === 'true' || word === 'false') return word === 'true';
    throw fail(
      source,
      said.get(name)?.line ?? 1,
      `@${name} is “${word.slice(0, 40)}”, which is neither true nor false.`,
      `Write @${name} true, or @${name} false.`,
    );
  };
  const count = (name: string): number | undefined => {
    const found = said.get(name);
    if (!found) return undefined;
    const value = Number(found.words[0]);
    if (Number.isInteger(value) && value >= 1 && value <= 100_000_000) return value;
    throw fail(
      source,
      found.line,
      `@${name} is “${String(found.words[0] ?? '').slice(0, 40)}”, which is no whole number above 0.`,
      `Write how many there are, for example @${name} 3.`,
    );
  };
  let last = 1;
  for (;;) {
    const next = await lines.next();
    if (next.done)
      throw fail(
        source,
        last,
        'The file ends before a line @data.',
        'The header of a .ts file ends with @data; then a series follows a line.',
      );
    const { line, text } = next.value;
    last = line;
    const words = text.trim().split(/\s+/);
    const [name = ''] = words;
    if (name === '' || name.startsWith('#')) continue;
    if (!name.startsWith('@'))
      throw fail(
        source,
        line,
        'A series comes before the line @data.',
        'Lines of the header begin with @; the last of them is @data.',
      );
    const key = name.slice(1).toLowerCase();
    if (key === 'data') break;
    said.set(key, { words: words.slice(1), line });
  }
  const univariate = isYes('univariate');
  const dimensions = count('dimensions') ?? count('dimension') ?? (univariate === true ? 1 : undefined);
  if (univariate === true && dimensions !== undefined && dimensions !== 1)
    throw fail(
      source,
      said.get('dimensions')?.line ?? said.get('dimension')?.line ?? 1,
      `The header says @univariate true and @dimensions ${dimensions}.`,
      'One of the two is wrong: a univariate series has one dimension.',
    );
  const labelled = isYes('classlabel');
  const aimed = isYes('targetlabel');
  if (labelled && aimed)
    throw fail(
      source,
      said.get('targetlabel')?.line ?? 1,
      'The header says @classLabel true and @targetLabel true.',
      'A series ends with a class or with a number to predict, not with both.',
    );
  const labels = said.get('classlabel')?.words.slice(1) ?? [];
  const equal = isYes('equallength');
  const length = count('serieslength');
  return {
    timed: isYes('timestamps') ?? false,
    ...(dimensions !== undefined && { dimensions }),
    ...(equal === true && length !== undefined && { length }),
    ...(labels.length > 0 && { labels }),
    target: labelled ? 'words' : aimed ? 'number' : undefined,
    line: said.get('classlabel')?.line ?? 1,
  };
}

async function read(source: FormatSource, context: ReadContext): Promise<TableReader> {
  const lines = textLines(source, context);
  const header = await readHeader(source, lines);
  const first = await nextSeries(source, header, lines);
  if (!first) {
    await lines.return(undefined);
    throw fail(source, 1, 'The file has a header but no series.', 'After @data a series follows a line.');
  }
  const dimensions = first.channels.length;
  const names = dimensions === 1 ? ['value'] : Array.from({ length: dimensions }, (_, i) => `dim_${i}`);
  const table = new SeriesRows(names, header.target, typeof first.steps?.[0] === 'string');
  const known = new Set(header.labels);
  const unknown = new Set<string>();
  const add = (series: ParsedSeries): void => {
    if (series.channels.length !== dimensions)
      throw fail(
        source,
        series.line,
        `The series has ${series.channels.length} dimensions; the one before has ${dimensions}.`,
        'Dimensions are divided by colons; every series has the same.',
      );
    if (header.length !== undefined && series.channels[0]?.length !== header.length)
      throw fail(
        source,
        series.line,
        `The series has ${series.channels[0]?.length ?? 0} values; the header says @seriesLength ${header.length}.`,
        'Say @equalLength false, or complete the series.',
      );
    if (
      known.size > 0 &&
      typeof series.label === 'string' &&
      !known.has(series.label) &&
      !unknown.has(series.label)
    ) {
      unknown.add(series.label);
      context.report({
        severity: 'warning',
        message: `The class “${series.label.slice(0, 60)}” is not among those the header lists.`,
        line: series.line,
      });
    }
    table.add(series);
  };
  async function* batches() {
    try {
      add(first as ParsedSeries);
      for (;;) {
        const next = await nextSeries(source, header, lines);
        if (next) add(next);
        if (table.rows > 0 && (!next || table.rows >= context.batchRows)) yield table.take();
        if (!next) return;
      }
    } finally {
      await lines.return(undefined);
    }
  }
  return {
    names: table.names,
    details: {
      layout: `a series a line, ${dimensions === 1 ? 'one dimension' : `${dimensions} dimensions`}`,
      ...(header.timed && { times: 'in the file' }),
    },
    options: table.options,
    batches: batches(),
  };
}

interface ParsedSeries {
  line: number;
  channels: Float64Array[];
  steps?: (number | string)[];
  label?: string | number | null;
}

async function nextSeries(
  source: FormatSource,
  { timed, dimensions, target }: Header,
  lines: AsyncGenerator<TextLine>,
): Promise<ParsedSeries | undefined> {
  for (;;) {
    const next = await lines.next();
    if (next.done) return undefined;
    const { line, text } = next.value;
    const trimmed = text.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    if (trimmed.startsWith('@'))
      throw fail(
        source,
        line,
        `A header line (${trimmed.slice(0, 30)}) comes after @data.`,
        'Put all lines with @ above @data.',
      );
    const parts = splitDimensions(trimmed, timed);
    const labelText = target ? parts.pop()?.trim() : undefined;
    if (target && parts.length === 0)
      throw fail(
        source,
        line,
        'The series has a label but no values.',
        'Values come first, then a colon and the label.',
      );
    if (dimensions !== undefined && parts.length !== dimensions)
      throw fail(
        source,
        line,
        `The series has ${parts.length} ${parts.length === 1 ? 'dimension' : 'dimensions'}${target ? ' beside its label' : ''}; the header says ${dimensions}.`,
        target
          ? 'Dimensions and the label at the end are divided by colons; is the label missing?'
          : 'Dimensions are divided by colons.',
      );
    const bad = (what: string) =>
      fail(
        source,
        line,
        `“${what.slice(0, 40)}” is not a number.`,
        'Values are numbers between commas; ? or NaN is a missing one.',
      );
    const parsed = parts.map((part) =>
      timed ? parseTimedValues(part, bad) : { values: numbersOf(part, bad) },
    );
    const length = Math.max(...parsed.map(({ values }) => values.length));
    // Dimensions of one series may be of different length: what is not there is missing.
    const channels = parsed.map(({ values }) => {
      const padded = new Float64Array(length).fill(Number.NaN);
      padded.set(values);
      return padded;
    });
    const longest = parsed.find(({ values }) => values.length === length);
    const steps = longest && 'steps' in longest ? (longest.steps as (number | string)[]) : undefined;
    const label =
      target === 'number'
        ? labelText === '?'
          ? null
          : numbersOf(labelText ?? '', bad)[0]
        : labelText === '?'
          ? null
          : labelText;
    return { line, channels, ...(steps && { steps }), ...(target && { label }) };
  }
}

/** Between colons; those of a time of day lie inside brackets. */
function splitDimensions(text: string, timed: boolean): string[] {
  if (!timed) return text.split(':');
  const parts: string[] = [];
  let [depth, from] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '(') depth++;
    else if (c === ')') depth--;
    else if (c === ':' && depth === 0) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}

function numbersOf(text: string, bad: (what: string) => TetradError): Float64Array {
  const cells = text.split(',');
  return Float64Array.from(cells, (cell) => {
    const word = cell.trim();
    if (word === '?' || /^nan$/i.test(word)) return Number.NaN;
    const value = word === '' ? Number.NaN : Number(word);
    if (!Number.isFinite(value)) throw bad(word);
    return value;
  });
}
