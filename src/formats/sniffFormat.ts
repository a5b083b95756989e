/** The format of a file by its first bytes and its name (both unpacked), or the one asked for. */
import { TetradError } from '#/core/protocol/errors';
import type { Registry } from '#/core/registry/registry';
import type { FilesFormatDef, FormatDef } from './formatDef';
import { requireText } from './signatures';

type Sniffed<F extends FormatDef> = Exclude<F, FilesFormatDef>;

export interface Guess<F> {
  format: F;
  score: number;
}

export function sniffFormat<F extends FormatDef>(
  head: Uint8Array,
  name: string,
  among: Registry<F>,
): Sniffed<F> {
  return (surest(head, name, among, false) ?? { format: sniffText(head, name, among) }).format;
}

/** The format asked for. */
export function namedFormat<F extends FormatDef>(among: Registry<F>, wanted: string): F {
  const format = among.find(wanted);
  if (format) return format;
  throw new TetradError({
    code: 'unsupported',
    message: `There is no format called “${wanted}”.`,
    hint: `Choose one of: ${among.all.map(({ type }) => type).join(', ')}.`,
  });
}

/** Of those of single files: text ones, or those that know their own first bytes. */
export function surest<F extends FormatDef>(
  head: Uint8Array,
  name: string,
  among: Registry<F>,
  text: boolean,
): Guess<Sniffed<F>> | undefined {
  let best: Guess<Sniffed<F>> | undefined;
  for (const format of among.all) {
    if (!isSniffed(format) || Boolean(format.text) !== text) continue;
    const score = format.match(head, name);
    if (score > (best?.score ?? 0)) best = { format, score };
  }
  return best;
}

const isSniffed = <F extends FormatDef>(format: F): format is Sniffed<F> => format.holds !== 'files';

/** Of a file that no other format knows. */
export function sniffText<F extends FormatDef>(
  head: Uint8Array,
  name: string,
  among: Registry<F>,
): Sniffed<F> {
  requireText(head, name);
  const text = surest(head, name, among, true);
  if (text) return text.format;
  throw new TetradError({
    code: 'unsupported',
    message: 'The format of this file was not recognised.',
    place: name,
    hint: `Tetrad reads ${among.all.map(({ title }) => title).join(', ')}, each also as gzip.`,
  });
}
