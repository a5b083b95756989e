/** A clip of a sound file as a model hears it: one channel, at one rate, of one length. */
import type { Hearing } from '#/core/audio/audioSchema';
import { greatestDivisor, resample } from '#/core/audio/resample';
import { type OpenedAudio, toMono } from './openedAudio';

/** Heard beyond both ends of a clip, so that resampling does not fade it. */
const marginSeconds = 0.005;

export async function readClip(
  { rate: own, read }: Pick<OpenedAudio, 'rate' | 'read'>,
  startSeconds: number,
  { rate, samples }: Pick<Hearing, 'rate' | 'samples'>,
): Promise<Float32Array<ArrayBuffer>> {
  const clip = new Float32Array(samples);
  const start = Math.round(startSeconds * own);
  if (own === rate) {
    clip.set(toMono(await read(start, samples)).subarray(0, samples));
    return clip;
  }
  // So many as make whole samples of the new rate.
  const step = own / greatestDivisor(own, rate);
  const margin = step * Math.min(Math.ceil((marginSeconds * own) / step), Math.floor(start / step));
  const wanted = Math.ceil((samples * own) / rate) + Math.ceil(marginSeconds * own);
  const heard = resample(toMono(await read(start - margin, margin + wanted)), own, rate);
  const from = (margin * rate) / own;
  clip.set(heard.subarray(from, from + samples));
  return clip;
}
