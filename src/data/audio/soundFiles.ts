/** What is known of each sound file before it is cut into clips: checked by decoding all of it once. */
import type { FileFacts } from '#/core/audio/hearingOf';
import { breathe } from '#/core/protocol/heartbeat';
import { toErrorInfo } from '#/core/protocol/errors';
import type { Bundle, BundleEntry } from '#/formats/bundle/bundle';
import { openAudio } from '#/formats/audio/openAudio';
import { toMono } from '#/formats/audio/openedAudio';

export interface SoundFile extends FileFacts {
  path: string;
  title: string;
  channels: number;
  /** Root mean square, in decibels below full scale; minus infinity for silence. */
  level: number;
  notes: string[];
}

const piece = 2 ** 20;

/** undefined where it cannot be used: it is left out by name. */
export async function readSoundFile(
  entry: Pick<BundleEntry, 'path' | 'blob'>,
  bundle: Pick<Bundle, 'leaveOut'>,
  signal: AbortSignal,
): Promise<{ facts: SoundFile; blob: Blob } | undefined> {
  const { path } = entry;
  try {
    const file = await entry.blob();
    const { title, rate, channels, frames, notes, read } = await openAudio(file, path);
    let power = 0;
    for (let start = 0; start < frames; start += piece) {
      signal.throwIfAborted();
      breathe();
      for (const value of toMono(await read(start, piece))) power += value ** 2;
    }
    const level = power === 0 ? Number.NEGATIVE_INFINITY : 10 * Math.log10(power / frames);
    return { facts: { path, title, rate, channels, seconds: frames / rate, level, notes }, blob: file };
  } catch (thrown) {
    signal.throwIfAborted();
    const { code, message } = toErrorInfo(thrown);
    if (code !== 'badInput' && code !== 'unsupported') throw thrown;
    bundle.leaveOut(
      path,
      message.replace(/\.$/, '').replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase()),
    );
    return undefined;
  }
}
