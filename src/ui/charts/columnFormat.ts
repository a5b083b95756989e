/**
 * How the numbers of one column are written: dates as dates; years, ids and codes digit by digit, as nobody groups
 * them; the rest like every number.
 */
import type { Column } from '#/core/protocol/dataset';
import { dateText } from './dateText';
import { formatNumber } from './formatNumber';

const yearName = /(^|[^a-z])(years?|yrs?|jahr)([^a-z]|$)/i;
const codeName = /(^|[^a-z])(ids?|zip|plz|post_?code|postal|codes?|no|nr|number)$/i;
/** Whole numbers that all lie here are taken for years, whatever the column is called. */
const likelyYears = { from: 1750, to: 2150 };

export function columnFormat(
  { name, type }: Pick<Column, 'name' | 'type'>,
  range?: { min: number; max: number },
  digits?: number,
): (value: number) => string {
  if (type === 'datetime') return dateText;
  // "birthYear" reads like "birth_year".
  const words = name.replace(/(?<=[a-z])(?=[A-Z])/g, '_');
  if (type === 'id' || (type === 'integer' && (codeName.test(words) || areYears(words, range))))
    return digitText;
  return (value) => formatNumber(value, digits);
}

function areYears(words: string, range?: { min: number; max: number }): boolean {
  if (!range) return yearName.test(words);
  if (range.min >= likelyYears.from && range.max <= likelyYears.to) return true;
  return yearName.test(words) && range.min >= -9999 && range.max <= 9999;
}

/** A label as it is, a number like those of the column it predicts. */
export const predictedText = (value: number | string, target: string): string =>
  typeof value === 'number' ? columnFormat({ name: target, type: 'integer' }, undefined, 6)(value) : value;

/** A mean or a median of years may lie between two. */
const digitText = (value: number): string =>
  Number.isFinite(value) && Math.abs(value) < 1e15
    ? String(Number(value.toFixed(2))).replace('-', '−')
    : formatNumber(value);
