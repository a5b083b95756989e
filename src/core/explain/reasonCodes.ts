/** Reason codes: for each row the columns that move its answer furthest, with their values, as lenders and auditors ask for them. */
import type { Contributions } from './attribution';

export interface Reason {
  name: string;
  /** As text; empty where it is missing, or where of very many rows the texts are not kept. */
  given: string;
  value: number;
}

export interface RowReasons {
  /** Of the dataset version; without its numbers the place in the explanation. */
  row: number;
  answer: number;
  /** Furthest first. */
  reasons: Reason[];
}

/** `side`: only what adds to the answer (raises) or takes from it (lowers). */
export function reasonCodes(
  { names, values, answers, given, numbers, shape: [rows, width] }: Contributions,
  most: number,
  side: 'both' | 'raises' | 'lowers' = 'both',
): RowReasons[] {
  return Array.from({ length: rows }, (_, row) => ({
    row: numbers?.[row] ?? row,
    answer: answers[row] as number,
    reasons: names
      .map((name, column) => ({
        name,
        given: given[row * width + column] ?? '',
        value: values[(row * width + column) * 2] as number,
      }))
      .filter(({ value }) => (side === 'both' ? value !== 0 : side === 'raises' ? value > 0 : value < 0))
      .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
      .slice(0, most),
  }));
}

/** With a header; a reason is three cells. */
export function reasonTable(rows: readonly RowReasons[], most: number): (string | number | null)[][] {
  const head = Array.from({ length: most }, (_, i) => [
    `reason ${i + 1}`,
    `value ${i + 1}`,
    `contribution ${i + 1}`,
  ]);
  return [
    ['row', 'answer', ...head.flat()],
    ...rows.map(({ row, answer, reasons }) => [
      row,
      answer,
      ...Array.from({ length: most }, (_, i) => {
        const reason = reasons[i];
        return reason ? [reason.name, reason.given, reason.value] : [null, null, null];
      }).flat(),
    ]),
  ];
}
