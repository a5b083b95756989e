/** What is known of each video file before it is cut into clips. */
import { toErrorInfo } from '#/core/protocol/errors';
import type { VideoFacts } from '#/core/video/clipFrames';
import type { Bundle, BundleEntry } from '#/formats/bundle/bundle';
import type { OpenedVideo } from '#/formats/video/openedVideo';

export interface VideoFile extends VideoFacts {
  path: string;
  title: string;
  notes: string[];
}

export const factsOf = (path: string, opened: OpenedVideo): VideoFile => {
  const { title, width, height, frames, seconds, notes } = opened;
  return { path, title, width, height, frames, seconds, notes: [...notes] };
};

/** undefined where it cannot be used: it is left out by name. */
export async function unlessUnusable<T>(
  { path }: Pick<BundleEntry, 'path'>,
  bundle: Pick<Bundle, 'leaveOut'>,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
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
