/** Video in a real worker, by the decoders of the browser, against what ffmpeg reads of it. */
import { afterAll, expect, test } from 'vitest';
import type { ErrorInfo } from '#/core/protocol/errors';
import { sampleRandom } from '#/core/samples/make/sampleRandom';
import expected from './fixtures/expected.json';

const urls = import.meta.glob<string>('./fixtures/*.{mp4,mov,mkv,webm,m2ts,gif,avi}', {
  query: '?url',
  import: 'default',
  eager: true,
});
const worker = new Worker(new URL('../../../test/support/video.worker.ts', import.meta.url), {
  type: 'module',
});
afterAll(() => worker.terminate());

interface Video {
  title: string;
  width: number;
  height: number;
  frames: number;
  seconds: number;
  notes: string[];
  shown: Uint8Array[];
  size: { width: number; height: number };
  error?: ErrorInfo;
}
const bytesOf = async (name: string) =>
  new Uint8Array(await (await fetch(urls[`./fixtures/${name}`] as string)).arrayBuffer());
const readInWorker = (name: string, bytes: BlobPart) =>
  new Promise<Video>((resolve, reject) => {
    worker.addEventListener('error', reject, { once: true });
    worker.addEventListener('message', ({ data }) => resolve(data), { once: true });
    worker.postMessage(new File([bytes], name));
  });
const read = async (name: string) => await readInWorker(name, await bytesOf(name));

interface Wanted {
  width: number;
  height: number;
  /** Places in areas of one colour: x, y, red, green, blue. */
  frames: [x: number, y: number, ...rgb: number[]][][];
}
/** Two decoders round differently, and so do two ways from brightness and colour to red, green and blue. */
const tolerance = 6;

test.each([
  ['h264.mp4', 'MP4, H.264'],
  ['h264.mov', 'QuickTime File Format, H.264'],
  ['h264.mkv', 'Matroska, H.264'],
  ['h264.m2ts', 'MPEG Transport Stream, H.264'],
  ['vp8.webm', 'WebM, VP8'],
  ['vp9.webm', 'WebM, VP9'],
  ['av1.mp4', 'MP4, AV1'],
  ['turned.mp4', 'MP4, H.264'],
  ['odd.webm', 'WebM, VP9'],
  ['wide.mp4', 'MP4, H.264'],
  ['varying.mp4', 'MP4, H.264'],
  ['single.mp4', 'MP4, H.264'],
])('%s is shown as ffmpeg shows it, frame by frame', async (name, title) => {
  const wanted = expected[name as keyof typeof expected] as unknown as Wanted;
  const { error, ...video } = await read(name);
  expect(error).toBeUndefined();
  // Pixels of wide.mp4 are twice as wide as high.
  const across = name === 'wide.mp4' ? 2 : 1;
  expect(video).toMatchObject({
    title,
    frames: wanted.frames.length,
    width: across * wanted.width,
    height: wanted.height,
    size: { width: across * wanted.width, height: wanted.height },
  });
  expect(video.notes).toEqual(
    name === 'varying.mp4' ? [expect.stringMatching(/time between frames varies/)] : [],
  );
  expect(video.shown).toHaveLength(wanted.frames.length);
  for (const [number, frame] of wanted.frames.entries()) {
    expect(frame.length).toBeGreaterThan(3);
    for (const [x, y, ...rgb] of frame) {
      const at = 3 * (y * video.size.width + across * x);
      const colour = [...(video.shown[number] as Uint8Array).subarray(at, at + 3)];
      const far = Math.max(...colour.map((value, c) => Math.abs(value - (rgb[c] as number))));
      expect(far, `${name}, frame ${number}, ${x} ${y}: ${colour} for ${rgb}`).toBeLessThanOrEqual(tolerance);
    }
  }
});

test('what is see-through lies over white', async () => {
  const { shown, error } = await read('clear.webm');
  expect(error).toBeUndefined();
  // Half of the dark blue 0x204060, half white.
  const [red, green, blue] = shown[0] as Uint8Array;
  for (const [value, full] of [
    [red, 0x20],
    [green, 0x40],
    [blue, 0x60],
  ] as [number, number][])
    expect(Math.abs(value - (full + 255) / 2)).toBeLessThan(12);
});

test.each([
  ['mpeg4.mp4', /^Chrome \d+ has no decoder for MPEG-4 Visual, which is in this MP4 file/],
  ['mjpeg.mov', /^Chrome \d+ has no decoder for Motion JPEG, which is in this QuickTime File Format file/],
  ['sound.mp4', /only sound in this file/],
  ['old.avi', /AVI files are not read/],
])('%s is refused in words', async (name, message) => {
  const { error } = await read(name);
  expect(error).toMatchObject({ message: expect.stringMatching(message), place: name });
  expect(error?.hint).toBeTruthy();
});

test('what is cut off is read as far as it goes or refused, and headers that claim too much are refused', async () => {
  const mov = await bytesOf('h264.mov');
  const cut = await readInWorker('cut.mov', mov.slice(0, 0.85 * mov.length));
  expect(cut.error).toBeUndefined();
  expect(cut.shown.length).toBeGreaterThan(0);
  expect(cut.shown.length).toBeLessThan(10);
  const mp4 = await bytesOf('h264.mp4');
  expect((await readInWorker('half.mp4', mp4.slice(0, mp4.length / 2))).error).toMatchObject({
    place: 'half.mp4',
  });
  // The size of the track and of its samples, wherever it is written.
  const large = mp4.slice();
  const view = new DataView(large.buffer);
  const at = (words: string) =>
    large.findLastIndex((_, i) =>
      [...new TextEncoder().encode(words)].every((byte, k) => large[i + k] === byte),
    );
  view.setUint16(at('avc1') + 28, 60_000);
  view.setUint16(at('avc1') + 30, 60_000);
  expect((await readInWorker('large.mp4', large)).error).toMatchObject({
    place: 'large.mp4',
    message: expect.stringMatching(/60,000 × 60,000/),
  });
  const page = await readInWorker('page.mp4', '<!doctype html><title>Not found</title>');
  expect(page.error).toMatchObject({ place: 'page.mp4', message: expect.stringMatching(/web page/) });
  const video = await readInWorker('sound.webm', mp4);
  expect(video).toMatchObject({ title: 'MP4, H.264', frames: 10 });
});

test('200 mutations of the fixtures end in frames or in an error that names the file', async () => {
  const { uniform } = sampleRandom(7);
  const names = ['h264.mp4', 'h264.mov', 'vp8.webm', 'vp9.webm', 'av1.mp4', 'h264.mkv', 'h264.m2ts'];
  for (let i = 0; i < 200; i++) {
    const name = names[i % names.length] as string;
    const bytes = await bytesOf(name);
    const cut = uniform() < 0.3 ? Math.floor(uniform() * bytes.length) : bytes.length;
    for (let k = 0; k < 4; k++) bytes[Math.floor(uniform() * bytes.length)] = Math.floor(uniform() * 256);
    const { error, shown } = await readInWorker(name, bytes.slice(0, cut));
    if (error)
      expect(error).toMatchObject({ place: name, code: expect.stringMatching(/badInput|unsupported/) });
    else expect(shown.length).toBeGreaterThanOrEqual(0);
  }
}, 300_000);
