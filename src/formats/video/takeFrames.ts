/** Frames of a video by their numbers, at the size a network takes. */
import { resizePixels } from '#/core/images/resizePixels';
import { takenFrames } from '#/core/video/clipFrames';
import type { Looking } from '#/core/video/videoSchema';
import { damaged, type OpenedVideo } from './openedVideo';

/** `numbers` ascend. In their order; those behind the end of a damaged file do not come. Returns how many frames were seen. */
export async function* takeFrames(
  opened: OpenedVideo,
  numbers: Int32Array,
  size: Looking['size'],
): AsyncGenerator<Uint8Array<ArrayBuffer>, number> {
  const bytes = size.height * size.width * size.channels;
  const least = Math.max(size.height, size.width);
  let [number, next] = [0, 0];
  for await (const frame of opened.read()) {
    if (next >= numbers.length) break;
    if (number === numbers[next]) {
      const taken = new Uint8Array(bytes);
      resizePixels(await frame.pixels(least), size, taken);
      while (numbers[next] === number) next++;
      yield taken;
    }
    number++;
  }
  return number;
}

/**
 * The frames of a file that its clips are made of. Where the file ends sooner than it says, those spread over it are
 * chosen again among the ones there are.
 */
export async function framesOf(
  opened: OpenedVideo,
  looking: Looking,
  place: string,
  take: (frame: Uint8Array<ArrayBuffer>) => Promise<void>,
): Promise<FramesTaken> {
  const found = looking.stride === 0 ? await spread(opened, looking, take) : await cut(opened, looking, take);
  if (found.taken.length > 0) return found;
  throw damaged('No frame of it can be decoded.', place, 'The file is damaged: write it again.');
}

export interface FramesTaken {
  taken: Int32Array;
  /** Fewer than the file says where it breaks off. */
  frames: number;
}

type Take = (frame: Uint8Array<ArrayBuffer>) => Promise<void>;

async function spread(opened: OpenedVideo, looking: Looking, take: Take): Promise<FramesTaken> {
  let { frames } = opened;
  for (;;) {
    const taken = takenFrames(frames, looking);
    const held: Uint8Array<ArrayBuffer>[] = [];
    const seen = await each(takeFrames(opened, taken, looking.size), async (frame) => {
      held.push(frame);
    });
    if (held.length < taken.length && seen > 0 && seen < frames) {
      frames = seen;
      continue;
    }
    for (const frame of held) await take(frame);
    return { taken: taken.slice(0, held.length), frames };
  }
}

async function cut(opened: OpenedVideo, looking: Looking, take: Take): Promise<FramesTaken> {
  const taken = takenFrames(opened.frames, looking);
  let count = 0;
  const seen = await each(takeFrames(opened, taken, looking.size), async (frame) => {
    count++;
    await take(frame);
  });
  return count === taken.length
    ? { taken, frames: opened.frames }
    : { taken: taken.slice(0, count), frames: seen };
}

async function each<T>(all: AsyncGenerator<T, number>, take: (one: T) => Promise<void>): Promise<number> {
  for (;;) {
    const { value, done } = await all.next();
    if (done) return value;
    await take(value);
  }
}
