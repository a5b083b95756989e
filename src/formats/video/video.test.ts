/** GIFs as ffmpeg and Pillow write them, frame by frame as those read them back; what is written here is read here. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sampleRandom } from '#/core/samples/make/sampleRandom';
import { writeGif } from '#/core/samples/make/writeGif';
import { recogniseFile } from '../recogniseFile';
import { folderBundle } from '../bundle/fileBundle';
import { sampleBundle } from '../bundle/sampleBundle';
import { images } from '../images';
import { video } from '../video';
import expected from './fixtures/expected.json';
import { openVideo } from './openVideo';

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`./fixtures/${name}`, import.meta.url)));

async function framesOf(bytes: Uint8Array<ArrayBuffer>, name = 'test.gif') {
  const { read, ...facts } = await openVideo(new Blob([bytes]), name);
  const shown: Uint8Array[] = [];
  for await (const frame of read()) shown.push((await frame.pixels(1)).data);
  return { ...facts, shown };
}

test.each(['disposal2.gif', 'disposal3.gif', 'interlaced.gif'] as const)(
  '%s is what Pillow reads',
  async (name) => {
    const { width, height, raw } = expected[name];
    const found = await framesOf(fixture(name));
    expect(found).toMatchObject({ width, height, frames: raw.length, notes: [] });
    expect(found.shown.map((frame) => Buffer.from(frame).toString('base64'))).toEqual(raw);
  },
);

test('moving.gif is what ffmpeg reads', async () => {
  const { width, frames } = expected['moving.gif'];
  const { shown, seconds } = await framesOf(fixture('moving.gif'));
  expect(shown).toHaveLength(10);
  expect(seconds).toBeCloseTo(1, 1);
  for (const [number, frame] of frames.entries())
    for (const [x = 0, y = 0, ...colour] of frame) {
      const at = 3 * (y * width + x);
      expect([...(shown[number] as Uint8Array).subarray(at, at + 3)]).toEqual(colour);
    }
});

test('what is written is read again, also where the table of codes is full', async () => {
  const { uniform } = sampleRandom(3);
  for (const [width, height, colours] of [
    [1, 1, 2],
    [40, 30, 5],
    [150, 120, 256],
  ] as const) {
    const palette = Array.from({ length: colours }, (_, i) => [i, 255 - i, (7 * i) % 256] as const);
    const frames = Array.from({ length: 3 }, () =>
      Uint8Array.from({ length: width * height }, () => Math.floor(uniform() * colours)),
    );
    const { shown } = await framesOf(writeGif({ width, height, palette, frames, delay: 4 }));
    expect(shown.map((frame) => Array.from(frame))).toEqual(
      frames.map((frame) => Array.from(frame).flatMap((colour) => palette[colour] as readonly number[])),
    );
  }
});

test('GIFs that move are video, those that do not are images, and MP4 is told from sound and AVIF', async () => {
  const claims = async (...files: [string, Uint8Array<ArrayBuffer> | string][]) => {
    const entries = files.map(([path, bytes]) => ({ path, blob: new File([bytes], path) }));
    const sample = await sampleBundle(folderBundle('x', entries));
    return video.claims(sample) > images.claims(sample);
  };
  const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10);
  expect(await claims(['a.gif', fixture('moving.gif')])).toBe(true);
  expect(await claims(['a.gif', fixture('moving.gif')], ['b.png', png], ['c.png', png])).toBe(false);
  expect(await claims(['a.avif', '\0\0\0\x1cftypavif\0\0\0\0mif1avif'])).toBe(false);
  expect(await claims(['a.mp4', fixture('h264.mp4')])).toBe(true);
  const file = (name: string, bytes: Uint8Array<ArrayBuffer>) => new File([bytes], name);
  expect((await recogniseFile(file('moving.gif', fixture('moving.gif')))).format.kind).toBe('video');
  expect(
    (await recogniseFile(file('moving.gif', fixture('moving.gif')), { kind: 'images' })).format.kind,
  ).toBe('images');
  expect((await recogniseFile(file('x.bin', fixture('av1.mp4')))).format.kind).toBe('video');
  expect((await recogniseFile(file('x.ts', fixture('h264.m2ts')))).format.kind).toBe('video');
});

test('where no decoder is, as in Node, the coding and the container are named', async () => {
  await expect(openVideo(new Blob([fixture('vp9.webm')]), 'a.webm')).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringMatching(/has no decoder for VP9, which is in this WebM file/),
    place: 'a.webm',
  });
});

test('140 mutations of containers end in an error that names the file, without going in circles', async () => {
  const { uniform } = sampleRandom(7);
  const names = ['h264.mp4', 'h264.mov', 'vp8.webm', 'vp9.webm', 'av1.mp4', 'h264.mkv', 'h264.m2ts'];
  for (let i = 0; i < 140; i++) {
    const bytes = fixture(names[i % names.length] as string);
    const cut = uniform() < 0.3 ? Math.floor(uniform() * bytes.length) : bytes.length;
    for (let k = 0; k < 4; k++) bytes[Math.floor(uniform() * bytes.length)] = Math.floor(uniform() * 256);
    await expect(openVideo(new Blob([bytes.slice(0, cut)]), 'a.mp4')).rejects.toMatchObject({
      place: 'a.mp4',
      code: expect.stringMatching(/badInput|unsupported/),
    });
  }
});
