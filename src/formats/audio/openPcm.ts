/** Plain samples in a file behind a header: any part of them, without reading the rest. */
import { type OpenedAudio, requireSound } from './openedAudio';
import { fromInterleaved, type SampleCoding, type SampleLayout } from './pcm';

export interface PcmHeader extends SampleLayout {
  rate: number;
  channels: number;
  bits: number;
  /** First byte of the samples and how many bytes of them there are. */
  start: number;
  length: number;
  notes: string[];
}

const words: Record<SampleCoding, string> = {
  integer: '-bit integers',
  signed: '-bit integers',
  float: '-bit floats',
  aLaw: '-bit A-law',
  muLaw: '-bit mu-law',
};

export function openPcm(file: Blob, place: string, container: string, header: PcmHeader): OpenedAudio {
  const { rate, channels, bits, bytes, coding, notes } = header;
  const frame = channels * bytes;
  const frames = frame === 0 ? 0 : Math.floor(header.length / frame);
  const opened = { title: `${container}, ${bits}${words[coding]}`, rate, channels, frames, notes };
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

/** Samples that the file does not hold to their end; `told`: bytes of them that the header promises. */
export const cutNote = (told: number, there: number): string =>
  `The header promises ${told.toLocaleString('en')} bytes of sound and the file holds ${there.toLocaleString('en')}: it was cut off.`;
