/**
 * The headers of a FITS file: cards of 80 letters in blocks of 2,880 bytes; behind each header its data.
 * https://fits.gsfc.nasa.gov/standard40/fits_standard40aa-le.pdf
 */
import { TetradError } from '#/core/protocol/errors';
import type { ArraySource } from '../../formatDef';
import { readBytes } from '../boxBytes';

const blockBytes = 2880;
const cardBytes = 80;
const mostBlocks = 4096;
const mostParts = 10_000;

export type FitsCards = ReadonlyMap<string, string | number | boolean>;

export interface FitsPart {
  cards: FitsCards;
  /** Of its first value. */
  offset: number;
  shape: number[];
  /** Of its data, unpadded. */
  bytes: number;
}

export async function readFitsParts(file: ArraySource): Promise<FitsPart[]> {
  const parts: FitsPart[] = [];
  for (let at = 0; at + blockBytes <= file.size && parts.length < mostParts; ) {
    const header = await readHeader(file, at, parts.length);
    // What stands behind the last part need not be one.
    if (!header) break;
    const { cards, end } = header;
    const shape = axesOf(cards, file.name);
    const values = shape.length === 0 ? 0 : shape.reduce((all, size) => all * size, 1);
    const width = Math.abs(numberOf(cards, 'BITPIX') ?? 8) / 8;
    const bytes = width * (numberOf(cards, 'GCOUNT') ?? 1) * ((numberOf(cards, 'PCOUNT') ?? 0) + values);
    if (!Number.isSafeInteger(bytes) || bytes < 0) throw damaged(file.name, 'Its sizes are damaged.');
    if (end + bytes > file.size)
      throw damaged(
        file.name,
        `The file has ${file.size.toLocaleString('en')} bytes; its part ${parts.length + 1} goes on to byte ${(end + bytes).toLocaleString('en')}.`,
      );
    parts.push({ cards, offset: end, shape, bytes });
    at = end + Math.ceil(bytes / blockBytes) * blockBytes;
  }
  return parts;
}

function axesOf(cards: FitsCards, place: string): number[] {
  const axes = numberOf(cards, 'NAXIS') ?? 0;
  if (!Number.isInteger(axes) || axes < 0 || axes > 32)
    throw damaged(place, 'Its number of axes is damaged.');
  return Array.from({ length: axes }, (_, i) => {
    const size = numberOf(cards, `NAXIS${i + 1}`) ?? 0;
    if (!Number.isInteger(size) || size < 0) throw damaged(place, 'Its sizes are damaged.');
    return size;
  });
}

async function readHeader(
  file: ArraySource,
  start: number,
  number: number,
): Promise<{ cards: FitsCards; end: number } | undefined> {
  const cards = new Map<string, string | number | boolean>();
  for (let block = 0; block < mostBlocks; block++) {
    const at = start + block * blockBytes;
    const bytes = await readBytes(file, at, blockBytes, 'the header');
    const text = String.fromCharCode(...bytes);
    if (block === 0 && !/^(SIMPLE  =|XTENSION=)/.test(text)) {
      if (number > 0) return undefined;
      throw damaged(file.name, 'It does not begin as a FITS file.');
    }
    for (let i = 0; i < blockBytes; i += cardBytes) {
      const card = text.slice(i, i + cardBytes);
      const key = card.slice(0, 8).trimEnd();
      if (key === 'END') return { cards, end: at + blockBytes };
      if (card.slice(8, 10) === '= ' && !cards.has(key)) cards.set(key, valueOf(card.slice(10)));
    }
  }
  throw damaged(file.name, 'Its header has no end.');
}

function valueOf(text: string): string | number | boolean {
  const quoted = /^\s*'((?:[^']|'')*)'/.exec(text)?.[1];
  if (quoted !== undefined) return quoted.replace(/''/g, "'").trimEnd();
  const word = text.replace(/\/.*$/, '').trim();
  if (word === 'T' || word === 'F') return word === 'T';
  const number = word === '' ? Number.NaN : Number(word.replace(/[dD]/, 'e'));
  return Number.isNaN(number) ? word : number;
}

export function numberOf(cards: FitsCards, key: string): number | undefined {
  const value = cards.get(key);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function textOf(cards: FitsCards, key: string): string | undefined {
  const value = cards.get(key);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

const damaged = (place: string, message: string): TetradError =>
  new TetradError({
    code: 'badInput',
    message,
    place,
    hint: 'The file was cut short or changed: download or copy it again.',
  });
