/** ARFF, as Weka writes it: names and types of columns above rows of cells between commas. */
import { tableEndings } from '#/core/fileEndings';
import { TetradError } from '#/core/protocol/errors';
import { csv } from './csv';
import { decodeHead } from './encoding';
import type { TableFormatDef } from './formatDef';
import { readSparseArff } from './lines/sparseArff';

const attribute = /^\s*@attribute\s+(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(\S+))\s+(\S.*)$/i;

export const arff: TableFormatDef = {
  type: 'arff',
  title: 'ARFF',
  extensions: tableEndings.arff,
  kind: 'tabular',
  holds: 'rows',
  text: true,
  match(head, name) {
    const lines = decodeHead(head.subarray(0, 4096)).split(/\r\n|[\r\n]/);
    const first = lines.find((line) => line.trim() !== '' && !line.trimStart().startsWith('%')) ?? '';
    if (/^\s*@relation\b/i.test(first)) return 0.99;
    return /\.arff$/i.test(name) ? 0.9 : 0;
  },
  async read(source, context) {
    const lines = decodeHead(source.head).split(/\r\n|[\r\n]/);
    const dataAt = lines.findIndex((line) => /^\s*@data\s*$/i.test(line));
    const attributes = lines.slice(0, Math.max(0, dataAt)).flatMap((line) => {
      const match = attribute.exec(line);
      return match ? [{ name: match[1] ?? match[2] ?? match[3] ?? '', type: match[4] ?? '' }] : [];
    });
    if (dataAt < 0 || attributes.length === 0)
      throw new TetradError({
        code: 'badInput',
        message:
          dataAt < 0 ? 'The ARFF file has no @data line near its start.' : 'The ARFF file names no columns.',
        place: source.name,
        hint: 'ARFF has lines of @attribute, then @data, then the rows.',
      });
    const first = lines.slice(dataAt + 1).find((line) => line.trim() !== '' && !line.startsWith('%')) ?? '';
    if (/^\s*\{/.test(first)) return readSparseArff(source, context, attributes, dataAt + 1);
    const quote =
      /(?:^|,)\s*'/.test(first) || lines.slice(dataAt).some((line) => /(?:^|,)\s*'/.test(line)) ? "'" : '"';
    const texts = new Set(attributes.flatMap(({ type }, i) => (/^(?:\{|string)/i.test(type) ? [i] : [])));
    const reader = await csv.read(source, {
      ...context,
      options: {
        delimiter: /^[^,]*\t/.test(first) ? '\t' : ',',
        quote,
        escape: '\\',
        comment: '%',
        ...context.options,
        headerRows: 0,
        skipLines: dataAt + 1,
      },
      textColumns: { has: (i) => texts.has(i) || context.textColumns?.has(i) === true },
      report: (issue) => issue.message.startsWith('No header row') || context.report(issue),
    });
    if (reader.names.length !== attributes.length)
      throw new TetradError({
        code: 'badInput',
        message: `The ARFF file names ${attributes.length} columns, but its first row has ${reader.names.length} cells.`,
        place: `${source.name}, line ${dataAt + 2}`,
        hint: 'Each row of @data has a cell for every @attribute.',
      });
    return {
      ...reader,
      names: attributes.map(({ name }) => name),
      details: { ...reader.details, header: 'attributes' },
      options: {
        ...reader.options,
        columns: Object.fromEntries(
          attributes.flatMap(({ name }, i) => (texts.has(i) ? [[name, { as: 'text' as const }]] : [])),
        ),
      },
    };
  },
};
