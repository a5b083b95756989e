/**
 * Fill values that are written as text. Zarr 3 writes floats that JSON has no word for by their bits ("0x7fc00000"),
 * which the library would take for the number of these digits; xarray writes them as eight bytes in base 64.
 * https://zarr-specs.readthedocs.io/en/latest/v3/data-types/index.html#floating-point-data-types
 */

/** The metadata of an array with its fill value as a number, or as one of the words the library knows. */
export function withPlainFill(metadata: unknown): unknown {
  const { fill_value: fill, data_type: type } = metadata as { fill_value?: unknown; data_type?: unknown };
  const bits = /^float(16|32|64)$/.exec(String(type))?.[1];
  const digits = typeof fill === 'string' ? /^0x([0-9a-f]+)$/i.exec(fill)?.[1] : undefined;
  if (!bits || !digits) return metadata;
  const value = fromBits(digits.padStart(Number(bits) / 4, '0'), Number(bits));
  const word = Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
  return { ...(metadata as object), fill_value: Number.isFinite(value) ? value : word };
}

function fromBits(digits: string, bits: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${digits}`));
  if (bits === 64) return view.getFloat64(0);
  if (bits === 32) return view.getFloat32(4);
  const half = view.getUint16(6);
  const sign = half & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(half >> 10) & 31, half & 1023];
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

/** "AAAAAICHw8A=" is -9999. */
export function base64Double(text: string): number | undefined {
  if (!/^[A-Za-z0-9+/]{11}=$/.test(text)) return undefined;
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  return new DataView(bytes.buffer).getFloat64(0, true);
}
