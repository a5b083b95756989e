/** What boosting holds of its rows, told before the memory does not suffice. */
import { bytesText } from '../bytesText';
import { TetradError } from '../protocol/errors';

/** A score of each output, slopes of one of them at a time, a byte of each column. */
const bytesOfRow = (width: number, outputs: number): number => 8 * outputs + 16 + width;

/** badInput where the scores of so many rows are more than may be held. */
export function refuseManyScores(
  { rows, width, outputs }: { rows: number; width: number; outputs: number },
  allowedBytes: number,
): void {
  const each = bytesOfRow(width, outputs);
  if (rows * each <= allowedBytes) return;
  const most = Math.floor(allowedBytes / each);
  const count = (value: number) => value.toLocaleString('en');
  throw new TetradError({
    code: 'badInput',
    message: `Boosting holds a score of every row${outputs > 1 ? ' for every label' : ''}: ${count(rows)} rows${outputs > 1 ? ` of ${count(outputs)} labels` : ''} take ${bytesText(rows * each)} of memory, of which ${bytesText(allowedBytes)} may be used.`,
    place: 'family',
    hint: `Learn from at most ${count(most)} rows${outputs > 2 ? ', group rare labels,' : ''} or take a network, which learns batch by batch.`,
  });
}
