/** A sound file that was opened: what it is, and its samples, any part of them. */
import { TetradError } from '#/core/protocol/errors';

export interface OpenedAudio {
  /** "WAV, 16-bit integers" */
  title: string;
  rate: number;
  channels: number;
  /** Samples of one channel. */
  frames: number;
  /** What was odd about the file and how it was read nevertheless. */
  notes: string[];
  /** One array a channel, full scale is 1; what lies beyond the end is left out. */
  read(start: number, count: number): Promise<Float32Array<ArrayBuffer>[]>;
}

const rates = { least: 100, most: 768_000 };
const mostChannels = 64;

/** Refuses what no sound file says of itself. */
export function requireSound({ rate, channels, frames }: Omit<OpenedAudio, 'read'>, place: string): void {
  if (!(rate >= rates.least && rate <= rates.most))
    throw damaged(
      `The file claims ${rate.toLocaleString('en')} samples a second.`,
      place,
      `Rates from ${rates.least} to ${rates.most.toLocaleString('en')} are read; write the file again with its true one.`,
    );
  if (!(channels >= 1 && channels <= mostChannels))
    throw damaged(
      `The file claims ${channels} channels.`,
      place,
      `Up to ${mostChannels} are read; write the file again with fewer.`,
    );
  if (frames === 0)
    throw damaged('There is no sound in this file.', place, 'It ends with its header: record it again.');
}

export const damaged = (message: string, place: string, hint: string): TetradError =>
  new TetradError({ code: 'badInput', message, place, hint });

/** The mean of all channels; what is no number is silence. */
export function toMono(channels: readonly Float32Array<ArrayBuffer>[]): Float32Array<ArrayBuffer> {
  const [first = new Float32Array(0), ...more] = channels;
  const mono = first.slice();
  for (const channel of more)
    for (let i = 0; i < mono.length; i++) mono[i] = (mono[i] as number) + (channel[i] as number);
  for (let i = 0; i < mono.length; i++) {
    const value = (mono[i] as number) / channels.length;
    mono[i] = Number.isFinite(value) ? value : 0;
  }
  return mono;
}
