/** Compressed sound in a real worker, by the decoders of the browser, against the WAV it was made from. */
import { afterAll, expect, test } from 'vitest';
import { resample } from '#/core/audio/resample';
import type { ErrorInfo } from '#/core/protocol/errors';
import { sampleRandom } from '#/core/samples/make/sampleRandom';

const urls = import.meta.glob<string>('./fixtures/*.{wav,flac,mp3,ogg,opus,m4a}', {
  query: '?url',
  import: 'default',
  eager: true,
});
const worker = new Worker(new URL('../../../test/support/audio.worker.ts', import.meta.url), {
  type: 'module',
});
afterAll(() => worker.terminate());

interface Sound {
  title: string;
  rate: number;
  channels: number;
  frames: number;
  notes: string[];
  samples: Float32Array[];
  error?: ErrorInfo;
}
const bytesOf = async (name: string) =>
  await (await fetch(urls[`./fixtures/${name}`] as string)).arrayBuffer();
const readInWorker = (name: string, bytes: BlobPart) =>
  new Promise<Sound>((resolve, reject) => {
    worker.addEventListener('error', reject, { once: true });
    worker.addEventListener('message', ({ data }) => resolve(data), { once: true });
    worker.postMessage(new File([bytes], name));
  });
const read = async (name: string) => await readInWorker(name, await bytesOf(name));

/** Of the sound, in decibels; a lossy coding keeps the wave. */
function signalToNoise(sound: Float32Array, decoded: Float32Array): number {
  let [signal, noise] = [0, 0];
  for (let i = 0; i < sound.length; i++) {
    const value = sound[i] as number;
    signal += value ** 2;
    noise += (value - (decoded[i] ?? 0)) ** 2;
  }
  return 10 * Math.log10(signal / noise);
}

test.each([
  ['sound.flac', 'sound.wav'],
  ['stereo.flac', 'stereo.wav'],
  ['pcm24.flac', 'pcm24.wav'],
])('%s is %s, sample by sample', async (name, original) => {
  const [sound, wanted] = [await read(name), await read(original)];
  expect(sound.error).toBeUndefined();
  expect([sound.rate, sound.channels, sound.frames]).toEqual([wanted.rate, wanted.channels, wanted.frames]);
  expect(sound.samples).toEqual(wanted.samples);
});

test.each([
  ['sound.mp3', 'MP3', 22_050, 20],
  ['sound.ogg', 'VORBIS', 22_050, 20],
  ['sound.opus', 'OPUS', 48_000, 15],
  ['sound.m4a', 'AAC', 22_050, 20],
])('%s is the sound, in its place', async (name, title, rate, decibels) => {
  const [sound, wanted] = [await read(name), await read('sound.wav')];
  expect(sound.error).toBeUndefined();
  expect(sound).toMatchObject({ title, rate, channels: 1, notes: [] });
  const original = resample(wanted.samples[0] as Float32Array, 22_050, rate);
  // A coding may add some silence behind the sound, never before it.
  expect(sound.frames).toBeGreaterThanOrEqual(original.length);
  expect(sound.frames).toBeLessThan(original.length + 2048);
  expect(signalToNoise(original, sound.samples[0] as Float32Array)).toBeGreaterThan(decibels);
});

test('what is cut off is read as far as it goes, and what is no sound is refused', async () => {
  const whole = await bytesOf('sound.mp3');
  const cut = await readInWorker('cut.mp3', whole.slice(0, whole.byteLength / 2));
  expect(cut.error).toBeUndefined();
  expect(cut.frames).toBeGreaterThan(1000);
  expect(cut.frames).toBeLessThan(4000);
  expect(cut.notes).toEqual([expect.stringMatching(/breaks off/)]);
  const text = await readInWorker(
    'text.mp3',
    'ID3 is what this text begins with, and nothing more of it is sound.',
  );
  expect(text.error).toMatchObject({ code: 'badInput', place: 'text.mp3' });
  const flac = new Uint8Array(await bytesOf('sound.flac')).fill(0, 60);
  expect((await readInWorker('hole.flac', flac)).error).toMatchObject({ place: 'hole.flac' });
});

test('200 mutations of the fixtures end in sound or in an error that names the file', async () => {
  const { uniform } = sampleRandom(5);
  const names = ['sound.flac', 'sound.mp3', 'sound.ogg', 'sound.opus', 'sound.m4a'];
  for (let i = 0; i < 200; i++) {
    const name = names[i % names.length] as string;
    const bytes = new Uint8Array(await bytesOf(name));
    const cut = uniform() < 0.3 ? Math.floor(uniform() * bytes.length) : bytes.length;
    for (let k = 0; k < 4; k++)
      bytes[Math.floor(uniform() * Math.min(600, bytes.length))] = Math.floor(uniform() * 256);
    const { error, frames } = await readInWorker(name, bytes.slice(0, cut));
    if (error)
      expect(error).toMatchObject({ place: name, code: expect.stringMatching(/badInput|unsupported/) });
    else expect(frames).toBeGreaterThan(0);
  }
});
