/**
 * Clipboard text as a table file, or undefined when it is not one: at least two lines, the first two with
 * the same separator. Spreadsheets copy tab-separated text.
 */
export function pastedTable(text: string, now: Date): File | undefined {
  const [first, second] = text.split(/\r?\n/, 2);
  if (!first?.trim() || !second?.trim()) return undefined;
  const separator = ['\t', ',', ';', '|'].find((mark) => first.includes(mark) && second.includes(mark));
  const json = /^\s*[[{]/.test(text);
  if (!separator && !json) return undefined;
  const extension = json ? 'json' : separator === '\t' ? 'tsv' : 'csv';
  const two = (part: number) => String(part).padStart(2, '0');
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
  const stamp = `${day} ${two(now.getHours())}.${two(now.getMinutes())}`;
  return new File([text], `Pasted ${stamp}.${extension}`, { type: 'text/plain' });
}
