/** What the browser unpacks has the pixels that Pillow reads: exactly where nothing is lost, nearly where it is. */
import { expect, test } from 'vitest';
import { decodeImage } from './decodeImage';
import expected from './fixtures/expected.json';

/** Largest and mean difference allowed: decoders of JPEG round in ways of their own. */
const cases: [name: string, largest: number, mean: number][] = [
  ['colour.png', 0, 0],
  ['alpha.png', 0, 0],
  ['smooth.webp', 0, 0],
  ['smooth.gif', 0, 0],
  ['smooth.bmp', 0, 0],
  ['smooth.jpg', 6, 1],
  ['turned.jpg', 6, 1],
  ['cmyk.jpg', 24, 6],
  ['colour.tif', 0, 0],
  ['grey16.tif', 0, 0],
  ['colour16.tif', 0, 0],
  ['animated.gif', 0, 0],
  ['smooth.avif', 6, 2],
];

test.each(cases)('%s', async (name, largest, mean) => {
  const response = await fetch(new URL(`./fixtures/${name}`, import.meta.url));
  const image = await decodeImage(new Uint8Array(await response.arrayBuffer()), name);
  const { data, ...size } = (
    expected as Record<string, { width: number; height: number; channels: number; data: number[] }>
  )[name] as { width: number; height: number; channels: number; data: number[] };
  expect({ width: image.width, height: image.height, channels: image.channels }).toEqual(size);
  const far = data.map((value, i) => Math.abs(value - (image.data[i] as number)));
  expect(Math.max(...far)).toBeLessThanOrEqual(largest);
  expect(far.reduce((sum, value) => sum + value, 0) / far.length).toBeLessThanOrEqual(mean);
});

test('what is cut in the middle of its pixels is refused by name', async () => {
  const response = await fetch(new URL('./fixtures/smooth.webp', import.meta.url));
  const bytes = new Uint8Array(await response.arrayBuffer()).slice(0, 60);
  await expect(decodeImage(bytes, 'cut.webp')).rejects.toMatchObject({ code: 'badInput', place: 'cut.webp' });
});
