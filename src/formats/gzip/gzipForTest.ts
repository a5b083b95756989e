/** Gzip files of every make, and what is in them; for tests here and in a browser. */
const encoder = new TextEncoder();

export async function gzipOf(content: Uint8Array<ArrayBuffer> | string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([content]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export const join = (...parts: (Uint8Array | string)[]): Uint8Array<ArrayBuffer> => {
  const all = parts.map((part) => (typeof part === 'string' ? encoder.encode(part) : part));
  const out = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of all) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};

/** The same member with everything in its header that there may be. */
export function withFullHeader(member: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = member.slice(0, 10);
  head[3] = 2 | 4 | 8 | 16;
  return join(
    head,
    Uint8Array.of(3, 0),
    'xyz',
    'name.csv\0',
    'a comment\0',
    Uint8Array.of(1, 2),
    member.subarray(10),
  );
}

export const rowsText = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, i) => `${from + i},${(from + i) * 2}\n`).join('');

export interface GzipCase {
  what: string;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
  text: string;
  told?: RegExp;
  refused?: RegExp;
}

const one = () => gzipOf(rowsText(0, 5000));
const two = () => gzipOf(rowsText(5000, 9000));

export const gzipCases: GzipCase[] = [
  { what: 'one member', bytes: one, text: rowsText(0, 5000) },
  { what: 'two members', bytes: async () => join(await one(), await two()), text: rowsText(0, 9000) },
  {
    what: 'an empty member between two',
    bytes: async () => join(await one(), await gzipOf(''), await two()),
    text: rowsText(0, 9000),
  },
  {
    what: 'a thousand members',
    bytes: async () =>
      join(...(await Promise.all(Array.from({ length: 1000 }, (_, i) => gzipOf(rowsText(i, i + 1)))))),
    text: rowsText(0, 1000),
  },
  {
    what: 'headers with all there may be',
    bytes: async () => join(withFullHeader(await one()), withFullHeader(await two())),
    text: rowsText(0, 9000),
  },
  {
    what: 'zeros behind',
    bytes: async () => join(await one(), new Uint8Array(700)),
    text: rowsText(0, 5000),
    told: /700 B of zeros/,
  },
  {
    what: 'zeros behind two members',
    bytes: async () => join(await one(), await two(), new Uint8Array(300_000)),
    text: rowsText(0, 9000),
    told: /300 kB of zeros/,
  },
  {
    what: 'text behind',
    bytes: async () => join(await one(), 'not gzip at all'),
    text: rowsText(0, 5000),
    told: /^Behind the compressed data stand 15 B that are no gzip/,
  },
  {
    what: 'one byte behind',
    bytes: async () => join(await one(), 'x'),
    text: rowsText(0, 5000),
    told: /1 B/,
  },
  {
    what: 'zeros and text behind two members',
    bytes: async () => join(await one(), await two(), new Uint8Array(20), 'tail'),
    text: rowsText(0, 9000),
    told: /4 B/,
  },
  {
    what: 'one member cut short',
    bytes: async () => (await one()).slice(0, -500),
    text: '',
    refused: /^The gzip file is cut short: it ends at byte [\d,]+ before its data do\.$/,
  },
  {
    what: 'the size at its end cut off',
    bytes: async () => (await one()).slice(0, -2),
    text: '',
    refused: /cut short/,
  },
  {
    what: 'a second member cut short',
    bytes: async () => join(await one(), (await two()).slice(0, -500)),
    text: '',
    refused: /^Part 2 of the gzip file is cut short/,
  },
  {
    what: 'a second member cut in its header',
    bytes: async () => join(await one(), (await two()).slice(0, 5)),
    text: '',
    refused: /^Part 2 of the gzip file is cut short/,
  },
  {
    what: 'a damaged check sum',
    bytes: async () => {
      const bytes = await one();
      bytes[bytes.length - 6] = (bytes[bytes.length - 6] as number) ^ 1;
      return bytes;
    },
    text: '',
    refused: /^The gzip file is damaged/,
  },
  {
    what: 'a damaged second member',
    bytes: async () => {
      const bytes = await two();
      bytes.fill(255, 200, 240);
      return join(await one(), bytes);
    },
    text: '',
    refused: /^Part 2 of the gzip file is damaged/,
  },
];
