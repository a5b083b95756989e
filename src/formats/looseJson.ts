/** JSON5, JSON with comments, and dictionaries as Python prints them: documents that JSON.parse refuses (json/parseLoose). */
import { tableEndings } from '#/core/fileEndings';
import type { ReadOptions } from '#/core/reading/readOptions';
import { TetradError } from '#/core/protocol/errors';
import { decodeHead, encodingOf } from './encoding';
import type { FormatSource, TableFormatDef } from './formatDef';
import { LooseJson } from './json/parseLoose';
import { type JsonDocument, tableOfDocuments } from './json/tableOfDocuments';

const mostBytes = 64 * 1024 * 1024;
const comment = String.raw`(?:\s|\/\/[^\n]*\n|\/\*[^]{0,2000}?\*\/)*`;
/** A comment before the first value, or a name that stands in no or in single quotes. */
const loose = new RegExp(
  String.raw`^${comment}[[{]${comment}[[{]?${comment}(?:[A-Za-z_$][\w$]*\s*:|'(?:[^'\\\n]|\\.)*'\s*[:,\]])`,
);
const commented = /^\s*(?:(?:\/\/[^\n]*\n|\/\*[^]{0,2000}?\*\/)\s*)+[[{]|^\s*[[{]\s*(?:\/\/|\/\*)/;

export const looseJson: TableFormatDef = {
  type: 'looseJson',
  title: 'JSON5, dictionaries of Python',
  extensions: tableEndings.looseJson,
  kind: 'tabular',
  holds: 'rows',
  text: true,
  match(head, name) {
    const text = decodeHead(head.subarray(0, 4096));
    if (loose.test(text) || commented.test(text)) return 0.98;
    return /\.json[5c]$/i.test(name) ? 0.9 : 0;
  },
  async read(source, context) {
    const text = await textOf(source, context.options);
    const reader = new LooseJson(text);
    const documents: JsonDocument[] = [];
    try {
      while (reader.hasNext()) {
        const { line } = reader;
        documents.push({ value: reader.value(), line });
        context.signal.throwIfAborted();
      }
    } catch (cause) {
      context.signal.throwIfAborted();
      throw new TetradError(
        {
          code: 'badInput',
          message: `This is neither JSON nor JSON5: ${(cause as Error).message}`,
          place: `${source.name}, line ${reader.line}`,
          hint: 'Expected records, [{a: 1}, {a: 2}], or one record per line. Save it as JSON if a program wrote it.',
        },
        { cause },
      );
    }
    return tableOfDocuments(documents, source, context);
  },
};

async function textOf(source: FormatSource, options: ReadOptions | undefined): Promise<string> {
  const blob = await source.blob();
  if (blob.size > mostBytes)
    throw new TetradError({
      code: 'unsupported',
      message: `JSON that is written by hand is read up to ${mostBytes / 1024 / 1024} MB.`,
      place: source.name,
      hint: 'Save it as plain JSON, in Python: json.dump(data, open("data.json", "w")).',
    });
  return decodeHead(new Uint8Array(await blob.arrayBuffer()), encodingOf(source.head, options));
}
