/** WAV files: any part of any of them, without reading the rest. */
import { type OpenedAudio, requireSound } from './openedAudio';
import { fromInterleaved, type SampleCoding } from './pcm';
import { readWavHeader } from './wavHeader';

const words: Record<SampleCoding, string> = {
  integer: '-bit integers',
  float: '-bit floats',
  aLaw: '-bit A-law',
  muLaw: '-bit mu-law',
};

export async function openWav(file: Blob, place: string): Promise<OpenedAudio> {
  const header = await readWavHeader(file, place);
  const { rate, channels, bits, bytes, coding, notes } = header;
  const frame = channels * bytes;
  const frames = frame === 0 ? 0 : Math.floor(header.length / frame);
  const opened = { title: `WAV, ${bits}${words[coding]}`, rate, channels, frames, notes };
  requireSound(opened, place);
  return {
    ...opened,
    async read(start, count) {
      const from = header.start + Math.min(start, frames) * frame;
      const to = header.start + Math.min(start + count, frames) * frame;
      return fromInterleaved(new Uint8Array(await file.slice(from, to).arrayBuffer()), channels, header);
    },
  };
}
