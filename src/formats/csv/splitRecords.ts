/** Records of a short text as strings: for guessing the dialect and reading the header. Lenient. */
export interface Quoting {
  delimiter: string;
  quote: string;
}

/** The first `most` records; empty lines are left out. */
export function splitRecords(text: string, { delimiter, quote }: Quoting, most: number): string[][] {
  const records: string[][] = [];
  let at = 0;
  while (at < text.length && records.length < most) {
    const record: string[] = [];
    for (;;) {
      const [cell, next] = readCell(text, at, delimiter, quote);
      record.push(cell);
      at = next;
      if (text[at] !== delimiter) break;
      at++;
    }
    at += text.startsWith('\r\n', at) ? 2 : 1;
    if (record.length > 1 || record[0] !== '') records.push(record);
  }
  return records;
}

/** A cell, trimmed, and the place of what ended it. */
function readCell(text: string, start: number, delimiter: string, quote: string): [string, number] {
  let at = start;
  while (text[at] === ' ') at++;
  let cell = '';
  if (text[at] === quote) {
    for (;;) {
      const close = text.indexOf(quote, at + 1);
      if (close < 0) return [cell + text.slice(at + 1), text.length];
      cell += text.slice(at + 1, close);
      at = close + 1;
      if (text[at] !== quote) break;
      cell += quote;
    }
  }
  const rest = at;
  while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at++;
  return [(cell + text.slice(rest, at)).trim(), at];
}
