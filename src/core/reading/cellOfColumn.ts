/** A cell that somebody gives for a column (a form, pasted rows), as the column reads its own cells. */
import type { ColumnType } from '../protocol/dataset';
import { isMissingText, type RawCell, toNumber, toText, trimCell } from '../table/cellValue';
import { dateOf, numberOf, truthText } from './applyReading';
import { parseDuration } from './durationText';
import { parseNumberText } from './numberText';
import type { ColumnReading } from './reading';

export function numberOfCell(cell: RawCell, type: ColumnType, reading?: ColumnReading): number {
  if (typeof cell === 'number' && Math.abs(cell) === Number.POSITIVE_INFINITY && isMeasured(type))
    return cell;
  if (typeof cell !== 'string') return toNumber(cell, type);
  const text = trimCell(cell);
  if (isMissingText(text) || reading?.missing?.includes(text)) return Number.NaN;
  if (type === 'datetime') return toNumber(reading ? dateOf(text, reading) : text, type);
  const plain = toNumber(text, type);
  if (type === 'boolean') return plain;
  if (reading?.as === 'duration') return Number.isNaN(plain) ? parseDuration(text) : plain;
  if (reading) return numberOf(text, reading);
  // Without a word from the column 1,500 could be either; anything that proves itself is read.
  const written = Number.isNaN(plain) ? parseNumberText(text) : undefined;
  return written && !written.marks.either ? numberOf(text, { as: 'number' }) : plain;
}

/** What is infinite is only very far: the preprocessing limits it, here and in an exported file. */
const isMeasured = (type: ColumnType): boolean => type === 'numeric' || type === 'integer';

/** null = missing. */
export function textOfCell(cell: RawCell, reading?: ColumnReading): string | null {
  if (typeof cell !== 'string') return toText(cell);
  const text = trimCell(cell);
  if (reading?.missing?.includes(text)) return null;
  if (reading?.keep?.includes(text)) return text;
  const kept = toText(cell);
  return kept === null ? null : truthText(kept, reading?.truth);
}
