/**
 * Columns that stand below each other, divided by nothing but their place, and cells divided by two characters: each line
 * is rewritten with a control character between its cells, so that the rest of the reader sees one delimiter.
 */
import type { SniffedEncoding } from '../encoding';
import { utf8Pieces } from '../encoding';

export const unitSeparator = '\x1f';
const fewestLines = 3;
const sampledLines = 400;
const longestLine = 2000;
const filledShare = 0.4;
/** ---- ----- below the names. */
const rule = /^[\s=+-]*-{3}[\s=+-]*$|^[\s=+-]*={3}[\s=+-]*$/;

/** Where columns begin; undefined where the lines are divided otherwise, or not evenly. */
export function columnStartsOf(text: string): number[] | undefined {
  const lines = text
    .split(/\r\n|[\r\n]/, sampledLines)
    .filter((line) => line.trim() !== '' && !rule.test(line));
  if (lines.length < fewestLines || lines.some((line) => line.length > longestLine || line.includes('\t')))
    return undefined;
  const words = lines.map((line) => line.trim().split(/\s+/).length);
  // Runs of blanks divide them evenly.
  if (words.every((count) => count === words[0])) return undefined;
  const width = Math.max(...lines.map((line) => line.length));
  const blank = Array.from({ length: width }, (_, at) => lines.every((line) => (line[at] ?? ' ') === ' '));
  const [header = ''] = lines;
  const starts: number[] = [];
  for (let at = 0; at < width; at++) {
    if (blank[at]) continue;
    const begins = at === 0 || blank[at - 1];
    if (!begins) continue;
    const wide = at === 0 || blank[at - 2] === true || starts.length === 0;
    // One blank may stand between two words of a text; the header tells.
    if (wide || (header[at - 1] === ' ' && header[at] !== ' ')) starts.push(at);
  }
  if (starts.length < 2) return undefined;
  starts[0] = 0;
  const filled = starts.map((_, i) => lines.filter((line) => cut(line, starts)[i] !== '').length);
  if (filled.some((count) => count < lines.length * filledShare)) return undefined;
  // Names on top, one a column: else it is prose that happens to leave a gap.
  const names = cut(header, starts);
  const named = names.every((name, i) => name !== '' || i === 0) && new Set(names).size === names.length;
  return named ? starts : undefined;
}

const dashes = /^\s*(-{2,}|={2,})(\s+(-{2,}|={2,}))+\s*$/;

/** Where columns begin by a rule below the names: ---- -----; undefined where none stands there, or no blanks divide them. */
export function ruledStarts(text: string): number[] | undefined {
  const lines = text.split(/\r\n|[\r\n]/, sampledLines).filter((line) => line.trim() !== '');
  const line = lines[1] ?? '';
  if (!dashes.test(line) || lines.length < fewestLines) return undefined;
  const rows = lines.filter((one) => !dashes.test(one));
  const isBlank = (at: number): boolean => rows.every((one) => (one[at] ?? ' ') === ' ');
  const starts: number[] = [];
  for (const { index } of line.matchAll(/\S+/g)) {
    // Numbers may end below the rule and begin before it.
    let start = index;
    while (start > 0 && !isBlank(start - 1)) start--;
    if (starts.length > 0 && start <= (starts.at(-1) as number)) return undefined;
    starts.push(starts.length === 0 ? 0 : start);
  }
  return starts;
}

const cut = (line: string, starts: readonly number[]): string[] =>
  starts.map((start, i) => line.slice(start, starts[i + 1]).trim());

export const cutAt =
  (starts: readonly number[]) =>
  (line: string): string =>
    rule.test(line) || line.trim() === '' ? '' : cut(line, starts).join(unitSeparator);

export const splitAt =
  (delimiter: string) =>
  (line: string): string =>
    line.split(delimiter).join(unitSeparator);

/** The head of a file as it is after `rewrite`. */
export function rewriteText(text: string, rewrite: (line: string) => string): string {
  return text
    .split(/\r\n|[\r\n]/)
    .map(rewrite)
    .join('\n');
}

/** The lines of a file, rewritten, as UTF-8. */
export function rewriteLines(
  stream: ReadableStream<Uint8Array>,
  encoding: SniffedEncoding,
  signal: AbortSignal,
  rewrite: (line: string) => string,
): ReadableStream<Uint8Array> {
  const pieces = utf8Pieces(stream, encoding, signal);
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let left = '';
  return new ReadableStream({
    async pull(controller) {
      for (;;) {
        const { done, value } = await pieces.next();
        const text = left + (value ? decoder.decode(value, { stream: true }) : decoder.decode());
        const lines = text.split(/\r\n|\n|\r(?!$)/);
        left = lines.pop() as string;
        if (done && left !== '') lines.push(left.replace(/\r$/, ''));
        if (lines.length > 0)
          controller.enqueue(encoder.encode(lines.map((line) => `${rewrite(line)}\n`).join('')));
        if (done) return controller.close();
        if (lines.length > 0) return;
      }
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}
