/** Compressed sound in a real worker, by the decoders of the browser, against the WAV it was made from. */
import { afterAll, expect, test } from 'vitest';
import type { ErrorInfo } from '#/core/protocol/errors';

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

test.each(['sound.mp3', 'sound.ogg', 'sound.opus', 'sound.m4a'])(
  '%s is the sound, in its place',
  async (name) => {
    const [sound, wanted] = [await read(name), await read('sound.wav')];
    expect(sound.error).toBeUndefined();
    const [original] = wanted.samples;
    const mono = sound.samples[0] as Float32Array;
    const report: string[] = [];
    for (let shift = -2400; shift <= 2400; shift++) {
      const moved = shift >= 0 ? mono.subarray(shift) : Float32Array.of(...new Float32Array(-shift), ...mono);
      const snr = signalToNoise(original as Float32Array, moved);
      if (snr > 6) report.push(`${shift}:${snr.toFixed(1)}`);
    }
    console.log(name, sound.title, sound.rate, sound.channels, sound.frames, wanted.frames, report.join(' '));
    expect(sound.channels).toBe(1);
  },
);
