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

/** Where the number ends that `readNumber` was asked for; -1 where it begins like a code (007). */
export let numberEnd = 0;
const one = new Float64Array(1);

/** All of bytes[start, end). */
export function parseNumberBytes(bytes: Uint8Array, start: number, end: number, decimal: number): number {
  const how = readNumber(bytes, start, end, decimal, one, 0);
  if (numberEnd < 0) return Number.NaN;
  if (numberEnd === end) {
    if (how >= 0) {
      lastHow = how;
      return one[0] as number;
    }
  } else {
    const c = bytes[numberEnd];
    if (c !== 101 && c !== 69 && !(c === 43 && numberEnd === start)) return Number.NaN;
  }
  return end - start > 400 ? Number.NaN : parseSlowly(bytes, start, end, decimal);
}

/** Digits that an int32 holds. */
const quickDigits = 9;

/**
 * The number that begins at `start`, as far as it is written plainly, into `into[place]`; `numberEnd` says how far.
 * Answers how it is written, -1 where there is none. (A number returned would be an object on the heap.)
 */
export function readNumber(
  bytes: Uint8Array,
  start: number,
  end: number,
  decimal: number,
  into: Float64Array,
  place: number,
): number {
  let at = start;
  const negative = bytes[at] === 45;
  if (negative) at++;
  const firstDigit = at;
  let c = at < end ? (bytes[at] as number) : 0;
  let head = 0;
  const quickEnd = Math.min(end, at + quickDigits);
  while (c >= zero && c <= nine && at < quickEnd) {
    head = (Math.imul(head, 10) + (c - zero)) | 0;
    at++;
    c = at < end ? (bytes[at] as number) : 0;
  }
  let mantissa = head;
  while (c >= zero && c <= nine) {
    mantissa = mantissa * 10 + (c - zero);
    at++;
    c = at < end ? (bytes[at] as number) : 0;
  }
  const whole = at - firstDigit;
  if (whole > 1 && bytes[firstDigit] === zero) {
    numberEnd = -1;
    return -1;
  }
  if (at === end || c !== decimal) {
    numberEnd = at;
    if (whole === 0 || mantissa > Number.MAX_SAFE_INTEGER) return -1;
    into[place] = negative && mantissa !== 0 ? -mantissa : mantissa;
    return negative && mantissa === 0 ? flagUnusual : 0;
  }
  at++;
  const fractionAt = at;
  c = at < end ? (bytes[at] as number) : 0;
  if (whole < quickDigits) {
    const quickEnd = Math.min(end, at + quickDigits - whole);
    while (c >= zero && c <= nine && at < quickEnd) {
      head = (Math.imul(head, 10) + (c - zero)) | 0;
      at++;
      c = at < end ? (bytes[at] as number) : 0;
    }
    mantissa = head;
  }
  while (c >= zero && c <= nine) {
    mantissa = mantissa * 10 + (c - zero);
    at++;
    c = at < end ? (bytes[at] as number) : 0;
  }
  numberEnd = at;
  const decimals = at - fractionAt;
  const digits = whole + decimals;
  if (digits === 0 || mantissa > Number.MAX_SAFE_INTEGER || decimals > 22) return -1;
  const value = decimals === 0 ? mantissa : mantissa / (powersOf10[decimals] as number);
  into[place] = negative && value !== 0 ? -value : value;
  let zeros = 0;
  while (zeros < decimals && bytes[at - 1 - zeros] === zero) zeros++;
  // Not as numberToText writes it: 5. and .5, more digits than surely come back, 0.0000001, a decimal comma.
  const unusual =
    whole === 0 || decimals === 0 || digits > 15 || (value < 1e-6 && mantissa !== 0) || decimal !== 46;
  return howMarked(
    decimals,
    zeros,
    bytes[firstDigit] === zero ? 0 : whole,
    unusual || (negative && mantissa === 0),
  );
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
