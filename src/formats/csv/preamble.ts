/** What stands above a table: comments, blank lines, Excel's "sep=;". */
import type { ReadOptions } from '#/core/reading/readOptions';

export interface Preamble {
  at: number;
  skipLines: number;
  comment: string;
  lastComment?: string;
  delimiter?: string;
}

const commentMarks = ['#', '%', '//', '--', '!', '*', "'", ';'];
const mostLines = 100_000;

export function readPreamble(head: string, options: ReadOptions): Preamble {
  if (options.skipLines !== undefined) {
    let at = 0;
    for (let line = 0; line < options.skipLines; line++) at = nextLine(head, at);
    return { at, skipLines: options.skipLines, comment: options.comment ?? '' };
  }
  const comment = options.comment ?? commentOf(head);
  let at = 0;
  let skipLines = 0;
  let found = false;
  let lastComment: string | undefined;
  let delimiter: string | undefined;
  while (skipLines < mostLines) {
    const end = lineEnd(head, at);
    if (end === head.length) break;
    const line = head.slice(at, end);
    const separator = skipLines === 0 ? /^"?sep=(.)"?$/i.exec(line)?.[1] : undefined;
    if (separator !== undefined) delimiter = separator;
    else if (comment !== '' && line.startsWith(comment)) {
      found = true;
      lastComment = line;
    } else if (line.trim() !== '') break;
    else lastComment = undefined;
    skipLines++;
    at = nextLine(head, at);
  }
  const used = found || options.comment !== undefined ? comment : '';
  return {
    at,
    skipLines,
    comment: used,
    ...(lastComment !== undefined && { lastComment }),
    ...(delimiter && { delimiter }),
  };
}

export const withoutComments = (text: string, comment: string): string =>
  comment === ''
    ? text
    : text.replace(
        new RegExp(`^${comment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}.*(?:\\r\\n|[\\r\\n])`, 'gm'),
        '',
      );

/** The mark of the lines on top, unless these are rows like those below: #red,1 is a tag. */
function commentOf(head: string): string {
  const lines = linesOf(head, 400).filter((line) => line.trim() !== '' && !/^"?sep=."?$/i.test(line));
  const [top = ''] = lines;
  const mark = commentMarks.find((one) => top.startsWith(one));
  if (mark === undefined) return '#';
  const marked = lines.findIndex((line) => !line.startsWith(mark));
  const above = marked < 0 ? lines : lines.slice(0, marked);
  const below = marked < 0 ? [] : lines.slice(marked);
  if (mark !== '#' && (below.length === 0 || below.slice(0, 50).some((line) => line.startsWith(mark))))
    return '#';
  if (mark === ';' && below.some((line) => line.includes(';'))) return '#';
  for (const delimiter of [',', ';', '\t', '|']) {
    const cells = (line: string) => line.split(delimiter).length;
    const [first] = below;
    const wide = first === undefined ? 0 : cells(first);
    // One such line may be the names; two and more are rows.
    if (wide > 1 && above.length > 1 && above.every((line) => cells(line) === wide)) return '';
    if (wide > 1 && mark !== '#' && cells(top) === wide) return '#';
  }
  return mark;
}

function linesOf(head: string, most: number): string[] {
  const lines: string[] = [];
  for (let at = 0; at < head.length && lines.length < most; at = nextLine(head, at))
    lines.push(head.slice(at, lineEnd(head, at)));
  return lines;
}

function lineEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c === 10 || c === 13) return at;
  }
  return text.length;
}

function nextLine(text: string, from: number): number {
  const end = lineEnd(text, from);
  return end + (text.startsWith('\r\n', end) ? 2 : 1);
}
