/** A document as samples: whole, by paragraphs, by lines. What is longer than any model reads is cut into pieces. */
import type { TextOptions } from './textData';

const longest = 100_000;

export function splitText(text: string, into: NonNullable<TextOptions['samples']>): string[] {
  const lines = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  const parts =
    into === 'documents' ? [lines] : into === 'lines' ? lines.split('\n') : lines.split(/\n[^\S\n]*\n/);
  return parts.flatMap((part) => {
    const whole = into === 'documents' ? part.trim() : part.replace(/\s+/g, ' ').trim();
    return whole === '' && into !== 'documents' ? [] : pieces(whole);
  });
}

/** At a blank where there is one near the end. */
function pieces(text: string): string[] {
  const found: string[] = [];
  let rest = text;
  while (rest.length > longest) {
    const blank = rest.lastIndexOf(' ', longest);
    const end = blank > longest / 2 ? blank : longest;
    found.push(rest.slice(0, end).toWellFormed());
    rest = rest.slice(end).trimStart();
  }
  return [...found, rest];
}

/** Below it Markdown says things about itself. */
export const withoutFrontMatter = (markdown: string): string =>
  markdown.replace(/^---\r?\n[\s\S]{0,20000}?\r?\n---\r?\n/, '');
