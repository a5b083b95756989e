/** Whether a text is one that is read, rather than a table: words and sentences, no cells. */
const leastWords = 3;
const leastLetters = 0.65;
const mostLines = 40;

export function isProse(head: string): boolean {
  const text = head.slice(0, 4096);
  const words = text.match(/[\p{L}\p{M}'’]{2,}|[぀-ヿ㐀-鿿]/gu) ?? [];
  const letters = text.match(/[\p{L}\p{M}\p{Zs}\n]/gu)?.length ?? 0;
  if (words.length < leastWords || letters < leastLetters * text.length) return false;
  return !hasCells(text);
}

/** Blanks between columns, as opposed to those behind a sentence. */
const columnGap = /[^\s.!?:]\s{2,}\S/;

/** The same number of the same marks on every line, or columns of a fixed width. */
export function hasCells(text: string): boolean {
  const lines = text
    .split(/\r\n|[\r\n]/)
    .filter((line) => line.trim() !== '')
    .slice(0, mostLines);
  // The last one may be cut.
  const whole = lines.length > 2 ? lines.slice(0, -1) : lines;
  if (whole.length > 1 && whole.every((line) => columnGap.test(line))) return true;
  return ['\t', ';', ',', '|'].some((mark) => {
    const counts = whole.map((line) => line.split(mark).length - 1);
    const [first = 0] = counts;
    if (first === 0) return false;
    return mark === '\t' || whole.length > 2 ? counts.every((count) => count === first) : false;
  });
}
