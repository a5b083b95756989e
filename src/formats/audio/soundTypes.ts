/** Sound files by their first bytes: what a file is, whatever its name says. */
import { inside } from '#/core/protocol/heartbeat';
import { isAiff, openAiff } from './aiff';
import { isAu, openAu } from './au';
import type { OpenedAudio } from './openedAudio';
import { isWav } from './wavHeader';

export interface SoundType {
  title: string;
  is(head: Uint8Array): boolean;
  open(file: Blob, place: string): Promise<OpenedAudio>;
}

const packed = async (file: Blob, place: string): Promise<OpenedAudio> => {
  const { openPacked } = await import('./openPacked');
  return await inside(place, () => openPacked(file, place));
};

const says = (head: Uint8Array, at: number, words: string): boolean =>
  head.length >= at + words.length &&
  Array.from(words).every((sign, i) => head[at + i] === sign.charCodeAt(0));

export const soundTypes: readonly SoundType[] = [
  { title: 'WAV', is: isWav, open: async (file, place) => (await import('./wav')).openWav(file, place) },
  { title: 'AIFF', is: isAiff, open: openAiff },
  { title: 'AU', is: isAu, open: openAu },
  { title: 'FLAC', is: (head) => says(head, 0, 'fLaC'), open: packed },
  { title: 'Ogg', is: (head) => says(head, 0, 'OggS'), open: packed },
  { title: 'MP3', is: (head) => says(head, 0, 'ID3') || isMp3Frame(head), open: packed },
  { title: 'AAC', is: isAdts, open: packed },
  { title: 'M4A', is: (head) => says(head, 4, 'ftypM4A') || says(head, 4, 'ftypM4B'), open: packed },
];

export const soundTypeOf = (head: Uint8Array): SoundType | undefined => soundTypes.find(({ is }) => is(head));

/** Kilobits a second of layer III, by index, of MPEG 1 and of MPEG 2 and 2.5. */
const bitRates = [
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
] as const;
const frameRates = [44_100, 48_000, 32_000] as const;

/** Two frame headers where the first says the second is: text and other data have none. */
function isMp3Frame(head: Uint8Array): boolean {
  const length = mp3FrameLength(head, 0);
  return length !== undefined && (head.length <= length + 4 || mp3FrameLength(head, length) !== undefined);
}

function mp3FrameLength(head: Uint8Array, at: number): number | undefined {
  const [first = 0, second = 0, third = 0] = head.subarray(at, at + 3);
  if (first !== 0xff || (second & 0xe6) !== 0xe2) return undefined;
  const version = (second >> 3) & 3;
  const rate = frameRates[(third >> 2) & 3];
  const bits = bitRates[version === 3 ? 0 : 1][third >> 4];
  if (version === 1 || rate === undefined || !bits) return undefined;
  const slower = version === 3 ? 1 : version === 2 ? 2 : 4;
  return Math.floor((((version === 3 ? 144 : 72) * bits * 1000) / rate) * slower) + ((third >> 1) & 1);
}

/** Raw AAC: twelve bits of sync, and layer 0, which MPEG audio has not. */
function isAdts([first = 0, second = 0, third = 0]: Uint8Array): boolean {
  return first === 0xff && (second & 0xf6) === 0xf0 && ((third >> 2) & 15) < 13;
}
