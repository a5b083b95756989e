/** When an event was: dates as people and machines write them, epochs in s, ms, µs and ns, also mixed in one column. */
import type { ColumnType } from '../protocol/dataset';
import { isMissingText, parseNumber, trimCell } from '../table/cellValue';
import { parseDateTime } from '../table/parseDateTime';

const epoch = /^-?\d{9,19}$/;
const farthest = 8.64e15;

/** Epoch milliseconds of a number, by its size; NaN where it can be none. */
export function epochMs(value: number): number {
  const size = Math.abs(value);
  // Fractions of seconds are exact to a microsecond.
  const ms =
    size < 1e11
      ? Math.round(value * 1e6) / 1e3
      : size < 1e14
        ? value
        : size < 1e17
          ? value / 1e3
          : value / 1e6;
  return Math.abs(ms) <= farthest ? ms : Number.NaN;
}

/** Epoch milliseconds of a text, UTC where it names no zone. */
export function dateMs(text: string): number {
  const cell = trimCell(text);
  if (isMissingText(cell)) return Number.NaN;
  if (epoch.test(cell)) return cell.length > 16 ? Number(BigInt(cell) / 1_000_000n) : epochMs(Number(cell));
  const number = parseNumber(cell);
  if (!Number.isNaN(number)) return Math.abs(number) >= leastEpoch ? epochMs(number) : Number.NaN;
  return parseDateTime(cell);
}

/** Smaller numbers are no epochs: seconds from some start. */
export const leastEpoch = 1e8;

/** How the cells of a column can be times; undefined where they are none. */
export function clockOf(
  type: ColumnType,
  cells: ArrayLike<number | string | null>,
): 'date' | 'plain' | undefined {
  if (type === 'datetime') return 'date';
  let [dates, numbers, present] = [0, 0, 0];
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    if (cell === null || cell === undefined || Number.isNaN(cell)) continue;
    present++;
    if (typeof cell === 'number' && Math.abs(cell) < leastEpoch) numbers++;
    else if (typeof cell === 'number' || !Number.isNaN(dateMs(cell))) dates++;
  }
  if (present === 0) return undefined;
  if (dates >= 0.8 * present) return 'date';
  return numbers === present ? 'plain' : undefined;
}
