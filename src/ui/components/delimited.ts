/** Rows to delimited text, quoted where RFC 4180 asks for it. */
export function toDelimited(rows: readonly (readonly (string | number | null)[])[], delimiter = ','): string {
  return rows.map((row) => row.map((cell) => quote(cell, delimiter)).join(delimiter)).join('\r\n');
}

function quote(cell: string | number | null, delimiter: string): string {
  if (cell === null) return '';
  const text = String(cell);
  return text.includes('"') || text.includes(delimiter) || /[\r\n]/.test(text)
    ? `"${text.replaceAll('"', '""')}"`
    : text;
}
