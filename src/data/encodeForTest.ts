/** Text in an encoding of before Unicode, which platforms only decode: its table is read off their decoder. */
const tables = new Map<string, Map<string, number[]>>();

export function encodeForTest(encoding: string, text: string): Uint8Array<ArrayBuffer> {
  if (/^utf-(?:16|32)/.test(encoding)) return encodeWide(encoding, text);
  const table = tables.get(encoding) ?? tableOf(encoding);
  tables.set(encoding, table);
  return Uint8Array.from(
    Array.from(text, (char) => {
      const bytes = table.get(char);
      if (!bytes) throw new Error(`${encoding} has no ${char}.`);
      return bytes;
    }).flat(),
  );
}

function tableOf(encoding: string): Map<string, number[]> {
  const table = new Map<string, number[]>();
  const decoder = new TextDecoder(encoding);
  const see = (bytes: number[]) => {
    const text = decoder.decode(Uint8Array.from(bytes));
    if (Array.from(text).length === 1 && text !== '\ufffd' && !table.has(text)) table.set(text, bytes);
  };
  for (let a = 0; a < 256; a++) see([a]);
  if (/^(?:shift_jis|euc|gb|big5)/.test(encoding))
    for (let a = 0x81; a < 0xff; a++) for (let b = 0x40; b < 0xff; b++) see([a, b]);
  return table;
}

function encodeWide(encoding: string, text: string): Uint8Array<ArrayBuffer> {
  const little = encoding.endsWith('le');
  if (encoding.startsWith('utf-16')) {
    const view = new DataView(new ArrayBuffer(text.length * 2));
    for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), little);
    return new Uint8Array(view.buffer);
  }
  const points = Array.from(text);
  const view = new DataView(new ArrayBuffer(points.length * 4));
  points.forEach((char, i) => view.setUint32(i * 4, char.codePointAt(0) as number, little));
  return new Uint8Array(view.buffer);
}
