/**
 * How a number was written, as one small integer, so that reading a cell costs no object: its decimals and the
 * zeros at their end (five bits each) and flags. 0 is a plain whole number.
 */
import { numberToText } from './cellValue';

export const zerosShift = 5;
export const decimalsMask = 31;
const most = decimalsMask;
export const flagUnusual = 1 << 10;
export const flagProven = 1 << 11;
export const flagExponent = 1 << 12;
export const flagMarked = 1 << 13;

export const decimalsOf = (how: number): number => how & most;
export const zerosOf = (how: number): number => (how >> zerosShift) & most;

/** `wholeDigits` before the mark (not counting a lone zero). */
export function howMarked(decimals: number, zeros: number, wholeDigits: number, unusual: boolean): number {
  const proven = decimals !== 3 || wholeDigits === 0 || wholeDigits > 3;
  return (
    Math.min(decimals, most) |
    (Math.min(zeros, most) << zerosShift) |
    flagMarked |
    (proven ? flagProven : 0) |
    (unusual || zeros > 0 ? flagUnusual : 0)
  );
}

/** Of a text that `parseCanonicalNumber` reads as `value`. */
export function howWritten(text: string, value: number, decimal = '.'): number {
  const unusual = text !== numberToText(value);
  const at = text.indexOf(decimal);
  const exponent = /[eE]/.test(text) ? flagExponent : 0;
  if (at < 0) return (unusual ? flagUnusual : 0) | (exponent ? exponent | flagUnusual : 0);
  if (exponent) return flagMarked | flagProven | flagUnusual;
  const fraction = text.slice(at + 1);
  const zeros = fraction.length - fraction.replace(/0+$/, '').length;
  return howMarked(fraction.length, zeros, text.slice(0, at).replace(/^[+-]?0*/, '').length, unusual);
}
