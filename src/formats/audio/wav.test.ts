import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sampleRandom } from '#/core/samples/make/sampleRandom';
import { TetradError } from '#/core/protocol/errors';
import { toMono } from './openedAudio';
import { openWav } from './wav';
import { openAudio } from './openAudio';
import { soundTypeOf } from './soundTypes';
import { isWav } from './wavHeader';

const folder = new URL('fixtures/', import.meta.url);
const bytesOf = (name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(new URL(name, folder)));
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Record<string, string>;
const names = Object.keys(expected);

const titles: Record<string, string> = { wav: 'WAV', w64: 'WAV', aiff: 'AIFF', aifc: 'AIFF', au: 'AU' };
const open = (bytes: Uint8Array<ArrayBuffer>) => openWav(new Blob([bytes]), 'a.wav');
/** Other bytes at a place of a file. */
function changed(name: string, at: number, bytes: number[]): Uint8Array<ArrayBuffer> {
  const all = bytesOf(name);
  all.set(bytes, at);
  return all;
}

describe('every way a WAV, an AIFF and an AU is written', () => {
  it.each(names)('%s has the samples that ffmpeg or sox reads', async (name) => {
    const bytes = bytesOf(name);
    expect(soundTypeOf(bytes)?.title).toBe(titles[name.split('.').at(-1) as string]);
    const { channels, rate, frames, read, notes } = await openAudio(new Blob([bytes]), name);
    expect([channels, rate]).toEqual(name === 'six.wav' ? [6, 16_000] : [2, 8000]);
    expect(notes).toEqual([]);
    const packed = new Uint8Array(Buffer.from(expected[name] as string, 'base64'));
    const samples = new Float64Array(packed.buffer);
    expect(frames).toBe(samples.length / channels);
    const all = await read(0, frames);
    expect(all.map((channel) => [...channel])).toEqual(
      Array.from({ length: channels }, (_, c) =>
        Array.from({ length: frames }, (_, i) => Math.fround(samples[i * channels + c] as number)),
      ),
    );
    const some = await read(5, 7);
    expect(some.map((part) => [...part])).toEqual(all.map((channel) => [...channel.subarray(5, 12)]));
    expect((await read(frames - 2, 10))[0]?.length).toBe(2);
  });
});

describe('an AIFF and an AU that were cut off', () => {
  it.each([
    ['pcm16.aiff', 100, /it was cut off/],
    ['pcm16.au', 100, /it was cut off/],
  ] as const)('%s: what is there is read and told', async (name, bytes, note) => {
    const { frames, notes } = await openAudio(new Blob([bytesOf(name).subarray(0, bytes)]), name);
    expect(frames).toBeGreaterThan(2);
    expect(notes).toEqual([expect.stringMatching(note)]);
  });
  it.each([
    ['pcm16.aiff', 30, /does not say how its samples are written/],
    ['pcm16.au', 20, /ends in its header/],
  ] as const)('%s: a header that is cut is refused', async (name, bytes, message) => {
    await expect(openAudio(new Blob([bytesOf(name).subarray(0, bytes)]), name)).rejects.toThrow(message);
  });
});

describe('headers that lie', () => {
  // pcm16.wav: fmt at 12, data at 36, samples at 44.
  it.each([
    ['a length of nothing', 40, [0, 0, 0, 0], /does not say how long/],
    ['a length beyond the file', 40, [0, 0x40, 0, 0], /promises 16,384 bytes .* holds 192: it was cut off/],
    ['the length of a stream', 40, [0xff, 0xff, 0xff, 0xff], /does not say how long/],
  ] as const)('%s: what is there is read and told', async (_what, at, bytes, note) => {
    const { frames, notes } = await open(changed('pcm16.wav', at, [...bytes]));
    expect(frames).toBe(48);
    expect(notes).toEqual([expect.stringMatching(note)]);
  });

  it.each([
    ['no rate', 24, [0, 0, 0, 0], /claims 0 samples a second/],
    ['a rate of 4 GHz', 24, [0, 0x28, 0x6b, 0xee], /claims 4,000,000,000 samples a second/],
    ['256 channels', 22, [0, 1], /claims 256 channels/],
    ['no channel', 22, [0, 0], /claims 0 channels/],
    ['17 of 5 bits', 34, [5, 0], undefined],
    ['72 bits', 34, [72, 0], /samples of 72 bits/],
    ['a coding that is not read', 20, [0x11, 0], /packed as IMA ADPCM/],
    ['no name for its samples', 36, [0x64, 0x61, 0x74, 0x62], /no samples in this WAV/],
    ['no description', 12, [0x66, 0x6d, 0x74, 0x5f], /come before what describes them/],
  ] as const)('%s', async (_what, at, bytes, message) => {
    const opening = open(changed('pcm16.wav', at, [...bytes]));
    if (message) await expect(opening).rejects.toThrow(message);
    else expect((await opening).frames).toBeGreaterThan(0);
  });

  it('a chunk of odd length is followed by a byte of nothing, or by none', async () => {
    const plain = bytesOf('pcm16.wav');
    for (const padded of [true, false]) {
      const odd = [...Buffer.from('note'), 3, 0, 0, 0, 1, 2, 3, ...(padded ? [0] : [])];
      const bytes = Uint8Array.from([...plain.subarray(0, 36), ...odd, ...plain.subarray(36)]);
      expect((await open(bytes)).frames).toBe(48);
    }
  });

  it('an empty file of sound, a header alone and no WAV at all', async () => {
    await expect(open(bytesOf('pcm16.wav').slice(0, 44))).rejects.toThrow(/no sound/);
    await expect(open(bytesOf('pcm16.wav').slice(0, 30))).rejects.toThrow(/ends in its header|no samples/);
    expect(isWav(new Uint8Array(0))).toBe(false);
    expect(isWav(new TextEncoder().encode('a text that is named .wav and long enough'))).toBe(false);
  });

  it('500 mutations of the fixtures end in samples or in an error that names the file', async () => {
    const { uniform } = sampleRandom(11);
    for (let i = 0; i < 500; i++) {
      const bytes = bytesOf(names[i % names.length] as string);
      const cut = uniform() < 0.3 ? Math.floor(uniform() * bytes.length) : bytes.length;
      for (let k = 0; k < 3; k++)
        bytes[Math.floor(uniform() * Math.min(100, bytes.length))] = Math.floor(uniform() * 256);
      if (!isWav(bytes.subarray(0, cut))) continue;
      try {
        const { frames, channels, read } = await open(bytes.slice(0, cut));
        const samples = toMono(await read(0, frames));
        expect(samples.length).toBe(frames);
        expect(frames * channels).toBeLessThanOrEqual(cut);
        expect(samples.every((value) => Number.isFinite(value))).toBe(true);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(TetradError);
        expect((thrown as TetradError).place).toBe('a.wav');
      }
    }
  });
});
