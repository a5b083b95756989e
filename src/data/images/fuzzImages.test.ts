/** No damage to an image makes a reader hang, crash or hand over something of another size than it says. */
import { expect, test } from 'vitest';
import { checkWhole } from '#/formats/images/checkWhole';
import { decodeImage } from '#/formats/images/decodeImage';
import { readImageHeader } from '#/formats/images/imageHeader';
import { failuresIn } from '../fuzzForTest';

const folder = new URL('../../formats/images/fixtures/', import.meta.url);
const mutations = 2000;
/** What would take a second to unpack is unpacked elsewhere. */
const mostPixels = 2 ** 22;

const unpacked = [
  'alpha.png',
  'bits.png',
  'colour.png',
  'filters.png',
  'grey16.png',
  'interlaced.png',
  'palette.png',
  'colour.tif',
  'grey.tif',
  'grey16.tif',
  'colour16.tif',
];
/** By the browser: here what is read before they are handed to it. */
const looked = [
  'cmyk.jpg',
  'smooth.jpg',
  'turned.jpg',
  'smooth.gif',
  'smooth.bmp',
  'smooth.webp',
  'smooth.avif',
];

test(`${mutations} damaged PNG and TIFF files end in an image of the size they say, or in a refusal`, async () => {
  const failures = await failuresIn(folder, unpacked, { first: 0, count: mutations }, async (name, bytes) => {
    const header = readImageHeader(bytes, name);
    if (!header || header.width * header.height > mostPixels) return undefined;
    const { width, height, channels, data } = await decodeImage(bytes, name);
    return data.length === width * height * channels ? undefined : 'not all pixels';
  });
  expect(failures).toEqual([]);
}, 120_000);

test(`${mutations} damaged files that the browser unpacks are whole images by their blocks, or refused`, async () => {
  const failures = await failuresIn(folder, looked, { first: 0, count: mutations }, async (name, bytes) => {
    const header = readImageHeader(bytes, name);
    if (!header) return undefined;
    checkWhole(header.type, bytes, name);
    const { width, height } = header;
    // The import refuses what has no pixels.
    return width < 1 || height < 1 || width * height <= 2 ** 27 ? undefined : 'an impossible size';
  });
  expect(failures).toEqual([]);
}, 120_000);
