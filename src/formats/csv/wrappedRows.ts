/** Rows that stand in quotes as a whole, "1,""x, y"",3": a table that was written as the one column of another. */
import { splitRecords } from './splitRecords';

const sampledLines = 200;
const fewestLines = 3;
const delimiters = [',', ';', '\t', '|'];

/** How each line is rewritten; undefined where rows are no such cells, or their commas are those of sentences. */
export function wrappedRows(text: string, isWhole: boolean): ((line: string) => string) | undefined {
  const all = text.split(/\r\n|[\r\n]/, sampledLines + 1);
  // The last may be cut.
  const lines = (isWhole ? all : all.slice(0, -1)).filter((line) => line.trim() !== '');
  const [header = '', ...rows] = lines;
  if (rows.length < fewestLines - 1 || !rows.every(isQuoted)) return undefined;
  const divides = (delimiter: string): boolean => {
    const width = (line: string) =>
      splitRecords(line, { delimiter, quote: '"', escape: '' }, 1)[0]?.length ?? 0;
    const inside = lines.map(unwrapped);
    const isProse = inside.every((line) => !line.includes(delimiter) || line.includes(`${delimiter} `));
    const wanted = width(unwrapped(header));
    return (
      wanted > 1 &&
      !isProse &&
      rows.every((line) => width(line) === 1) &&
      inside.every((line) => width(line) === wanted)
    );
  };
  return delimiters.some(divides) ? unwrapped : undefined;
}

const isQuoted = (line: string): boolean => /^"[^]{2,}"\s*$/.test(line);

const unwrapped = (line: string): string =>
  isQuoted(line) ? line.trimEnd().slice(1, -1).replaceAll('""', '"') : line;
