/** The format of a file by its first bytes and its name (both unpacked), or the one asked for. */
import { TetradError } from '#/core/protocol/errors';
import type { Registry } from '#/core/registry/registry';
import type { FormatDef } from './formatDef';
import { requireText } from './signatures';

export function sniffFormat<F extends FormatDef>(
  head: Uint8Array,
  name: string,
  among: Registry<F>,
  wanted?: string,
): F {
  if (wanted !== undefined) {
    const format = among.find(wanted);
    if (format) return format;
    throw new TetradError({
      code: 'unsupported',
      message: `There is no format called “${wanted}”.`,
      hint: `Choose one of: ${among.all.map(({ type }) => type).join(', ')}.`,
    });
  }
  const surest = (text: boolean): F | undefined => {
    let [best, bestScore]: [F | undefined, number] = [undefined, 0];
    for (const format of among.all) {
      const score = Boolean(format.text) === text ? format.match(head, name) : 0;
      if (score > bestScore) [best, bestScore] = [format, score];
    }
    return best;
  };
  const known = surest(false);
  if (known) return known;
  requireText(head, name);
  const text = surest(true);
  if (text) return text;
  throw new TetradError({
    code: 'unsupported',
    message: 'The format of this file was not recognised.',
    place: name,
    hint: `Tetrad reads ${among.all.map(({ title }) => title).join(', ')}, each also as gzip.`,
  });
}
