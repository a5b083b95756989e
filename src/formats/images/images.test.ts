/** Pixels equal to Pillow's. What only a browser unpacks is in decodeImage.gpu.test.ts. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { resizePixels } from '#/core/images/resizePixels';
import { checkWhole } from './checkWhole';
import { decodeImage } from './decodeImage';
import { imageTypeOf, readImageHeader } from './imageHeader';
import { writeBmp } from './writeBmp';

const bytesOf = (name: string) =>
  new Uint8Array(readFileSync(new URL(`./fixtures/${name}`, import.meta.url)));
const jsonOf = <T>(name: string) => JSON.parse(new TextDecoder().decode(bytesOf(name))) as T;
const expected =
  jsonOf<Record<string, { width: number; height: number; channels: 1 | 3; data: number[] }>>('expected.json');
const own = Object.keys(expected).filter((name) => /\.(png|tif)$/.test(name));

test.each(own)('%s has the pixels that Pillow reads', async (name) => {
  const { data, ...about } = await decodeImage(bytesOf(name), name);
  const { data: pixels, ...size } = expected[name] as (typeof expected)[string];
  expect(about).toEqual(size);
  expect([...data]).toEqual(pixels);
});

test.each(Object.keys(expected))('%s: its header tells its size, and that it is whole', (name) => {
  const bytes = bytesOf(name);
  const header = readImageHeader(bytes, name);
  const { width, height, channels } = expected[name] as (typeof expected)[string];
  const turned = name === 'turned.jpg';
  expect(header).toMatchObject(turned ? { width: height, height: width } : { width, height });
  expect(header?.isGrey && channels === 3).toBe(false);
  checkWhole(header?.type ?? 'png', bytes, name);
});

test.each(Object.keys(expected).filter((name) => !/\.(tif|avif)$|animated/.test(name)))(
  '%s cut short is told',
  (name) => {
    const bytes = bytesOf(name).slice(0, -20);
    const type = imageTypeOf(bytes) ?? 'png';
    expect(() => checkWhole(type, bytes, name)).toThrow(/cut short/);
  },
);

test('a changed byte of a PNG, one that is too large, and what is no image', () => {
  const bytes = bytesOf('grey.png');
  const at = bytes.length - 25;
  bytes[at] = (bytes[at] as number) ^ 1;
  expect(() => checkWhole('png', bytes, 'grey.png')).toThrow(/check sum/);
  const huge = bytesOf('grey.png');
  new DataView(huge.buffer).setUint32(16, 60_000);
  new DataView(huge.buffer).setUint32(20, 60_000);
  expect(() => readImageHeader(huge, 'huge.png')).toThrow('too large (60,000 × 60,000 pixels)');
  expect(() => readImageHeader(bytesOf('smooth.jpg').slice(0, 30), 'a.jpg')).toThrow(/cut short/);
  expect(readImageHeader(new TextEncoder().encode('<html>'), 'a.jpg')).toBeUndefined();
});

test('a PNG whose lines end too soon is refused by name', async () => {
  const bytes = bytesOf('grey.png');
  new DataView(bytes.buffer).setUint32(20, 70);
  await expect(decodeImage(bytes, 'grey.png')).rejects.toMatchObject({ code: 'badInput', place: 'grey.png' });
});

describe('resized', () => {
  const resized = jsonOf<Record<string, number[]>>('resized.json');
  test.each(Object.keys(resized))('%s as Pillow does, to one step of 255', async (key) => {
    const [name, width, height] = key.split(' ').map((part, i) => (i === 0 ? part : Number(part))) as [
      string,
      number,
      number,
    ];
    const image = await decodeImage(bytesOf(name), name);
    const data = new Uint8Array(width * height * image.channels);
    resizePixels(image, { width, height, channels: image.channels, fit: 'stretch' }, data);
    const far = Math.max(...data.map((value, i) => Math.abs(value - (resized[key]?.[i] ?? 0))));
    expect(far).toBeLessThanOrEqual(1);
  });

  test('the middle is taken, or edges are added; colours become grey and grey colours', () => {
    const image = {
      width: 4,
      height: 2,
      channels: 1 as const,
      data: Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]),
    };
    const taken = (fit: 'crop' | 'pad', width: number, height: number, channels: 1 | 3 = 1) => {
      const to = new Uint8Array(width * height * channels + 1);
      resizePixels(image, { width, height, channels, fit }, to, 1);
      return [...to.subarray(1)];
    };
    expect(taken('crop', 2, 2)).toEqual([2, 3, 6, 7]);
    expect(taken('pad', 4, 4)).toEqual([0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0]);
    expect(taken('crop', 2, 2, 3)).toEqual([2, 2, 2, 3, 3, 3, 6, 6, 6, 7, 7, 7]);
    const grey = new Uint8Array(1);
    const red = { width: 1, height: 1, channels: 3 as const, data: Uint8Array.of(255, 0, 0) };
    resizePixels(red, { width: 1, height: 1, channels: 1, fit: 'stretch' }, grey);
    expect(grey[0]).toBe(76);
  });
});

test('a bitmap for the screen has the size and the colours of the pixels', async () => {
  const file = writeBmp({ width: 2, height: 1, channels: 3, data: Uint8Array.of(1, 2, 3, 4, 5, 6) });
  const bytes = new Uint8Array(await file.arrayBuffer());
  expect(readImageHeader(bytes, 'a.bmp')).toMatchObject({ type: 'bmp', width: 2, height: 1 });
  expect([...bytes.subarray(54, 60)]).toEqual([3, 2, 1, 6, 5, 4]);
});
