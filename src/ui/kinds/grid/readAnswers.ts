/** The first lines of the CSV that a batch over a field made. */
import { parseCanonicalNumber } from '#/core/table/cellValue';
import { splitCells } from '#/ui/components/splitCells';

export interface AnswerLine {
  sample: number;
  cells: [name: string, value: number | string][];
}

const mostLines = 5_000;
/** Longer than so many lines of any sensible number of labels. */
const mostBytes = 2 ** 22;

export async function readAnswers(file: Blob): Promise<AnswerLine[]> {
  const text = await file.slice(0, mostBytes).text();
  const whole = file.size > mostBytes ? text.slice(0, text.lastIndexOf('\n')) : text;
  const [header, ...rows] = splitCells(whole, ',').slice(0, mostLines + 1);
  return rows.map(({ cells }) => ({
    sample: Number(cells[0]),
    cells: cells.map((cell, i): AnswerLine['cells'][number] => [header?.cells[i] ?? '', valueOf(cell)]),
  }));
}

/** A label like 007 stays a text. */
function valueOf(cell: string): number | string {
  const value = parseCanonicalNumber(cell);
  return Number.isNaN(value) ? cell : value;
}
