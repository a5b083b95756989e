/** Video files by their first bytes: what a file is, whatever its name says. */
import { TetradError } from '#/core/protocol/errors';
import { isGif, isMovingGif } from './gifBlocks';
import type { OpenedVideo } from './openedVideo';

export interface VideoType {
  title: string;
  is(head: Uint8Array): boolean;
  open(file: Blob, place: string): Promise<OpenedVideo>;
}

const packed = async (file: Blob, place: string): Promise<OpenedVideo> =>
  (await import('./openPacked')).openPacked(file, place);

const gif = async (file: Blob, place: string): Promise<OpenedVideo> =>
  (await import('./openGif')).openGif(file, place);

const says = (head: Uint8Array, at: number, words: string): boolean =>
  head.length >= at + words.length &&
  Array.from(words).every((sign, i) => head[at + i] === sign.charCodeAt(0));

/** Known, so that it can be told what to do. */
const refused =
  (name: string) =>
  async (_file: Blob, place: string): Promise<never> => {
    throw new TetradError({
      code: 'unsupported',
      message: `${name} files are not read.`,
      place,
      hint: 'Write it as MP4 or WebM: ffmpeg -i in out.mp4',
    });
  };

/** Sound and pictures are in the same box. */
const isIsoVideo = (head: Uint8Array): boolean =>
  says(head, 4, 'ftyp') &&
  !['M4A', 'M4B', 'avif', 'avis', 'heic', 'heix', 'mif1', 'crx '].some((brand) => says(head, 8, brand));

/** QuickTime of before, which does not say its brand. */
const isOldQuickTime = (head: Uint8Array): boolean =>
  says(head, 4, 'moov') ||
  ((says(head, 4, 'mdat') || says(head, 4, 'wide') || says(head, 4, 'pnot')) && head[0] === 0);

/** Packets of 188 bytes that begin alike; cameras put four bytes in front of each. */
const isTransportStream = (head: Uint8Array): boolean =>
  [0, 4].some((lead) => [0, 1, 2].every((k) => head[lead + k * (188 + lead)] === 0x47));

const asf = [0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11];

export const videoTypes: readonly VideoType[] = [
  { title: 'MP4', is: isIsoVideo, open: packed },
  { title: 'MOV', is: isOldQuickTime, open: packed },
  {
    title: 'WebM and Matroska',
    is: (head) => [0x1a, 0x45, 0xdf, 0xa3].every((byte, i) => head[i] === byte),
    open: packed,
  },
  { title: 'MPEG-TS', is: isTransportStream, open: packed },
  { title: 'animated GIF', is: isMovingGif, open: gif },
];

/** One that does not move is an image, unless somebody wants it as video. */
const stillGif: VideoType = { title: 'GIF', is: isGif, open: gif };

const refusedTypes: readonly VideoType[] = [
  { title: 'AVI', is: (head) => says(head, 0, 'RIFF') && says(head, 8, 'AVI '), open: refused('AVI') },
  { title: 'ASF', is: (head) => asf.every((byte, i) => head[i] === byte), open: refused('WMV') },
  { title: 'FLV', is: (head) => says(head, 0, 'FLV\x01'), open: refused('Flash video') },
  {
    title: 'MPEG-PS',
    is: (head) => [0, 0, 1, 0xba].every((byte, i) => head[i] === byte),
    open: refused('MPEG-1 and MPEG-2'),
  },
];

export const videoTypeOf = (head: Uint8Array): VideoType | undefined =>
  [...videoTypes, ...refusedTypes].find(({ is }) => is(head));

/** Of a file that is to be video, whatever it is. */
export const typeToOpen = (head: Uint8Array): VideoType | undefined =>
  videoTypeOf(head) ?? [stillGif].find(({ is }) => is(head));
