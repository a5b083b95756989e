/** Records of a short text as strings: for guessing the dialect and reading the header. Lenient. */
export interface Quoting {
  /** A blank stands for any run of blanks. */
  delimiter: string;
  /** '' for none. */
  quote: string;
  /** Before a quote inside a quoted cell: a backslash, or '' where the quote is doubled. */
  escape: string;
}

/** The first `most` records; empty lines are left out. */
export function splitRecords(text: string, quoting: Quoting, most: number): string[][] {
  const { delimiter } = quoting;
  const blanks = delimiter === ' ';
  const records: string[][] = [];
  let at = 0;
  while (at < text.length && records.length < most) {
    const record: string[] = [];
    for (;;) {
      const [cell, next] = readCell(text, at, quoting);
      record.push(cell);
      at = next;
      if (text[at] !== delimiter) break;
      at++;
      if (blanks) {
        while (text[at] === ' ') at++;
        if (at >= text.length || text[at] === '\n' || text[at] === '\r') break;
      }
    }
    at += text.startsWith('\r\n', at) ? 2 : 1;
    if (record.length > 1 || record[0] !== '') records.push(record);
  }
  return records;
}

/** A cell, trimmed, and the place of what ended it. */
function readCell(text: string, start: number, { delimiter, quote, escape }: Quoting): [string, number] {
  let at = start;
  while (text[at] === ' ') at++;
  let cell = '';
  if (quote !== '' && text[at] === quote) {
    at++;
    for (;;) {
      let close = at;
      while (close < text.length && text[close] !== quote) {
        if (escape !== '' && text[close] === escape && close + 1 < text.length) {
          cell += text.slice(at, close) + text[close + 1];
          close += 2;
          at = close;
        } else close++;
      }
      if (close >= text.length) return [(cell + text.slice(at)).trim(), text.length];
      cell += text.slice(at, close);
      at = close + 1;
      if (text[at] !== quote) break;
      cell += quote;
      at++;
    }
  }
  const rest = at;
  while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at++;
  return [(cell + text.slice(rest, at)).trim(), at];
}
