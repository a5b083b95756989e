/**
 * A canonical number (core/table/cellValue) straight from ASCII bytes, correctly rounded. Up to 2^53 and
 * 22 decimal places one exact multiplication or division gives the nearest double (Clinger 1990); the
 * rest goes through Number(). NaN = not a canonical number.
 */
import { parseCanonicalNumber } from '#/core/table/cellValue';
import { flagUnusual, howMarked, howWritten } from '#/core/table/howWritten';

const powersOf10 = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const zero = 48;
const nine = 57;

/** How the number last parsed was written (core/table/howWritten). */
export let lastHow = 0;

export function parseNumberBytes(bytes: Uint8Array, start: number, end: number, decimal: number): number {
  let at = start;
  const negative = bytes[at] === 45;
  if (negative) at++;
  const firstDigit = at;
  let mantissa = 0;
  let digits = 0;
  let c = bytes[at] as number;
  while (at < end && c >= zero && c <= nine) {
    mantissa = mantissa * 10 + c - zero;
    digits++;
    c = bytes[++at] as number;
  }
  if (digits > 1 && bytes[firstDigit] === zero) return Number.NaN;
  let exponent = 0;
  const whole = at === end;
  if (!whole && c === decimal) {
    const fractionAt = at + 1;
    c = bytes[++at] as number;
    while (at < end && c >= zero && c <= nine) {
      mantissa = mantissa * 10 + c - zero;
      c = bytes[++at] as number;
    }
    exponent = fractionAt - at;
    digits -= exponent;
  }
  const mayBeNumber = at === end ? digits > 0 : c === 101 || c === 69 || (c === 43 && at === start);
  if (!mayBeNumber) return Number.NaN;
  if (at < end || mantissa > Number.MAX_SAFE_INTEGER || exponent < -22)
    return end - start > 400 ? Number.NaN : parseSlowly(bytes, start, end, decimal);
  if (whole) {
    lastHow = negative && mantissa === 0 ? flagUnusual : 0;
    return negative && mantissa !== 0 ? -mantissa : mantissa;
  }
  const decimals = -exponent;
  const value = decimals === 0 ? mantissa : mantissa / (powersOf10[decimals] as number);
  let zeros = 0;
  while (zeros < decimals && bytes[end - 1 - zeros] === zero) zeros++;
  const wholeDigits = digits - decimals;
  // Not as numberToText writes it: 5. and .5, more digits than surely come back, 0.0000001, a decimal comma.
  const unusual =
    wholeDigits === 0 || decimals === 0 || digits > 15 || (value < 1e-6 && mantissa !== 0) || decimal !== 46;
  lastHow = howMarked(
    decimals,
    zeros,
    bytes[firstDigit] === zero ? 0 : wholeDigits,
    unusual || (negative && mantissa === 0),
  );
  return negative && value !== 0 ? -value : value;
}

/** Exponents, a leading +, more digits than a double holds. */
function parseSlowly(bytes: Uint8Array, start: number, end: number, decimal: number): number {
  let text = '';
  for (let i = start; i < end; i++) {
    const c = bytes[i] as number;
    if (decimal === 44 && c === 46) return Number.NaN;
    text += String.fromCharCode(c === decimal ? 46 : c);
  }
  const value = parseCanonicalNumber(text);
  lastHow = howWritten(text, value);
  return value === 0 ? 0 : value;
}
