/**
 * Which words mean "missing" in a column. In numbers and dates they can mean nothing else; among texts the
 * other values must speak for it: NA among codes of two letters is Namibia, None beside Driver and Both is a
 * kind of airbag.
 */
import type { ColumnEvidence } from './columnEvidence';
import type { ColumnReading } from './reading';
import type { ColumnSense } from './readOptions';

/** A number at least this far (in widths of the other values) beside them is no measurement. */
const farAway = 5;

export function decideMarkers(
  evidence: ColumnEvidence,
  as: ColumnSense,
  wanted: readonly string[] | undefined,
  name: string,
): Pick<ColumnReading, 'keep' | 'missing'> {
  const seen = [...evidence.markers.keys()];
  if (wanted) {
    const keep = [...new Set([...seen, ...evidence.quotedMarkers.keys()])].filter(
      (word) => !wanted.includes(word),
    );
    return { ...(keep.length > 0 && { keep }), ...(wanted.length > 0 && { missing: [...wanted] }) };
  }
  if (as === 'number') {
    const missing = sentinelsOf(evidence).map(String);
    return missing.length > 0 ? { missing } : {};
  }
  if (as === 'date') {
    const missing = evidence.dateSentinels.found();
    return missing.length > 0 ? { missing } : {};
  }
  if (as !== 'text' && as !== 'boolean') return {};
  // Where every text is in quotes, quotes say nothing.
  const inQuotes = evidence.bareTexts === 0 && seen.length === 0 ? [...evidence.quotedMarkers.keys()] : [];
  const missing = inQuotes.filter((word) => !isValue(word, evidence, name, inQuotes));
  const keep = seen.filter((word) => isValue(word, evidence, name, seen));
  return { ...(keep.length > 0 && { keep }), ...(missing.length > 0 && { missing }) };
}

function isValue(word: string, evidence: ColumnEvidence, name: string, seen: readonly string[]): boolean {
  const { otherCells, twoLetters, symbols, quotedMarkers, formulas } = evidence;
  const texts = otherCells - formulas;
  // Somebody put quotes around it where other cells have none.
  if (quotedMarkers.has(word) && evidence.bareTexts > 0) return true;
  if (word === 'NA' || word === 'N/A')
    return (
      word === 'NA' &&
      twoLetters > 0 &&
      (twoLetters >= texts * 0.8 || /country|nation|iso|land|pays|state|continent/i.test(name))
    );
  if (word === '-' || word === '?') return symbols > 0 && symbols >= texts * 0.5;
  if (word === 'None') return seen.length === 1 && texts > 0;
  return false;
}

/** -9999 where all others are far from it. */
export function sentinelsOf({ sentinels, units }: ColumnEvidence): number[] {
  const { min, max, others } = sentinels;
  if (others < 3 || units.size > 1) return [];
  const found = sentinels.found();
  const total = found.reduce((sum, { count }) => sum + count, 0);
  if (total > others) return [];
  return found.filter(({ value, count }) => isFar(value, count, min, max)).map(({ value }) => value);
}

function isFar(value: number, count: number, min: number, max: number): boolean {
  const width = Math.max(max - min, Math.abs(max) * 1e-9, Number.MIN_VALUE);
  const distance = value < min ? min - value : value - max;
  if (distance <= 0) return false;
  if (value <= -99 && min >= 0 && -value > max) return true;
  if (Math.abs(value) < 99) return false;
  return distance > farAway * width && count >= 2;
}
