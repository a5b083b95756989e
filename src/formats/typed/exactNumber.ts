/** Numbers of files that say their type: as float64 where nothing is lost, else digit by digit. */

/** Of so many digits every decimal is the only one that reads as its float64. */
const exactDigits = 1e15;

/** A decimal: `unscaled` / 10^scale. */
export function decimalOf(unscaled: bigint, scale: number): number | string {
  const number = Number(unscaled);
  if (Math.abs(number) <= exactDigits && scale >= 0 && scale <= 22) return number / 10 ** scale;
  return decimalText(unscaled, scale);
}

export function decimalText(unscaled: bigint, scale: number): string {
  if (scale <= 0) return String(unscaled * 10n ** BigInt(Math.min(400, -scale)));
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const fraction = digits.slice(-scale).replace(/0+$/, '');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}${fraction && `.${fraction}`}`;
}

/** Whole numbers of 64 bits; undefined where one of them lies beyond what float64 counts. */
export function safeNumbers(values: BigInt64Array | BigUint64Array, count: number): Float64Array | undefined {
  const words = new Int32Array(values.buffer, values.byteOffset, count * 2);
  const signed = values instanceof BigInt64Array;
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const high = words[2 * i + 1] as number;
    if (high >= 0x200000 || high < (signed ? -0x200000 : 0)) return undefined;
    out[i] = high * 4_294_967_296 + ((words[2 * i] as number) >>> 0);
  }
  return out;
}

/** Of a signed number in bytes, the highest first. */
export function bigEndian(bytes: Uint8Array, start: number, end: number): bigint {
  let value = 0n;
  for (let at = start; at < end; at++) value = (value << 8n) | BigInt(bytes[at] as number);
  return BigInt.asIntN(Math.max(8, (end - start) * 8), value);
}
