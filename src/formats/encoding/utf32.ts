/** UTF-32, which browsers do not decode; pieces may be cut anywhere. */
export class Utf32Decoder {
  readonly #littleEndian: boolean;
  #left = new Uint8Array(0);

  constructor(littleEndian: boolean) {
    this.#littleEndian = littleEndian;
  }

  decode(bytes: Uint8Array = new Uint8Array(0), { stream = false } = {}): string {
    const all = new Uint8Array(this.#left.length + bytes.length);
    all.set(this.#left);
    all.set(bytes, this.#left.length);
    const whole = all.length & ~3;
    this.#left = stream ? all.slice(whole) : new Uint8Array(0);
    const view = new DataView(all.buffer);
    const parts: string[] = [];
    for (let at = 0; at < whole; at += 4) {
      const point = view.getUint32(at, this.#littleEndian);
      parts.push(
        point <= 0x10ffff && (point < 0xd800 || point > 0xdfff) ? String.fromCodePoint(point) : '\ufffd',
      );
    }
    if (!stream && all.length > whole) parts.push('\ufffd');
    return parts.join('');
  }
}
