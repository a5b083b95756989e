/**
 * A canonical number (core/table/cellValue) straight from ASCII bytes, correctly rounded. Up to 2^53 and
 * 22 decimal places one exact multiplication or division gives the nearest double (Clinger 1990); the
 * rest goes through Number(). NaN = not a canonical number.
 */
import { parseCanonicalNumber } from '#/core/table/cellValue';

const powersOf10 = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const zero = 48;
const nine = 57;

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
  const value = exponent === 0 ? mantissa : mantissa / (powersOf10[-exponent] as number);
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
  return value === 0 ? 0 : value;
}
