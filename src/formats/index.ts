/** Every table format Tetrad reads: one file and one line each. */
import { TetradError } from '#/core/protocol/errors';
import { csv } from './csv';
import type { FormatDef } from './formatDef';
import { json } from './json';
import { jsonl } from './jsonl';
import { requireText } from './signatures';

export const formats: FormatDef[] = [csv, json, jsonl];

/** The format of a file by its first bytes and its name, or the one asked for. */
export function sniffFormat(head: Uint8Array, name: string, wanted?: string): FormatDef {
  if (wanted !== undefined) {
    const format = formats.find(({ id }) => id === wanted);
    if (format) return format;
    const known = formats.map(({ id }) => id).join(', ');
    throw new TetradError({
      code: 'unsupported',
      message: `There is no format called “${wanted}”.`,
      hint: `Choose one of: ${known}.`,
    });
  }
  let best: FormatDef | undefined;
  let bestScore = 0;
  for (const format of formats) {
    const score = format.match(head, name);
    if (score > bestScore) [best, bestScore] = [format, score];
  }
  // A format sure of its own signature needs no text.
  if (!best || bestScore < 1) requireText(head, name);
  if (!best)
    throw new TetradError({
      code: 'unsupported',
      message: 'The format of this file was not recognised.',
      place: name,
      hint: `Tetrad reads ${formats.map(({ title }) => title).join(', ')}, each also as gzip.`,
    });
  return best;
}
