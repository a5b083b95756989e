/**
 * MP4, MOV, WebM, Matroska and MPEG-TS: mediabunny opens the container, the decoders of the browser (WebCodecs) its frames.
 * A few frames are unpacked at a time; rotation and pixels that are no squares are put right.
 */
import {
  EncodedPacketSink,
  Input,
  type InputVideoTrack,
  MATROSKA,
  MP4,
  MPEG_TS,
  QTFF,
  type VideoSample,
  VideoSampleSink,
  WEBM,
} from 'mediabunny';
import type { Pixels } from '#/core/images/pixels';
import { breathe } from '#/core/protocol/heartbeat';
import { TetradError } from '#/core/protocol/errors';
import { withoutAlpha } from '../images/decodeImage';
import { mediaSource } from '../mediaSource';
import { damaged, mostFileFrames, type OpenedVideo, type ReadFrame, requireVideo } from './openedVideo';
import { requireDecoder, titleOf } from './videoCodecs';

const formats = [MP4, QTFF, WEBM, MATROSKA, MPEG_TS];
/** A decoder that says nothing for so long has given up. */
const patienceMs = 10_000;
/** Frames as long as each other within this share are one rate. */
const sameRate = 0.1;

export async function openPacked(file: Blob, place: string): Promise<OpenedVideo> {
  return await withTrack(file, place, async (track, input) => {
    const facts = {
      width: Math.round(await track.getDisplayWidth()),
      height: Math.round(await track.getDisplayHeight()),
    };
    // Before anything is counted or decoded: a header may claim what it likes.
    requireVideo({ ...facts, frames: 1, seconds: 0 }, place);
    const title = await titleOf(input, track);
    await requireDecoder(track, title, place);
    const { frames, seconds, varies } = await countFrames(track, place);
    requireVideo({ ...facts, frames, seconds }, place);
    return {
      ...facts,
      title,
      frames,
      seconds,
      notes: varies ? ['The time between frames varies: frames are counted, whatever their time.'] : [],
      read: () => readFrames(file, place),
    };
  });
}

async function withTrack<T>(
  file: Blob,
  place: string,
  work: (track: InputVideoTrack, input: Input) => Promise<T>,
): Promise<T> {
  const { input, track, close } = await trackOf(file, place);
  try {
    return await work(track, input);
  } catch (thrown) {
    if (thrown instanceof TetradError) throw thrown;
    throw unreadable(place, thrown);
  } finally {
    close();
  }
}

interface OpenTrack {
  input: Input;
  track: InputVideoTrack;
  close(): void;
}

async function trackOf(file: Blob, place: string): Promise<OpenTrack> {
  const { source, stop } = mediaSource(file, place);
  const input = new Input({ formats, source });
  const close = () => {
    stop();
    input.dispose();
  };
  try {
    const track = await patiently(input.getPrimaryVideoTrack(), place);
    if (track) return { input, track, close };
    const sound = await input.getPrimaryAudioTrack().catch(() => null);
    throw sound
      ? damaged(
          'There is only sound in this file, and no picture.',
          place,
          'To learn from sound, write it as M4A or FLAC: ffmpeg -i in.mp4 -vn out.flac',
        )
      : damaged('There is no video in this file.', place, 'Record or write it again.');
  } catch (thrown) {
    close();
    if (thrown instanceof TetradError) throw thrown;
    throw unreadable(place, thrown);
  }
}

const unreadable = (place: string, cause: unknown): TetradError =>
  new TetradError(
    {
      code: 'badInput',
      message: 'The file is damaged, or breaks off before what its frames are.',
      place,
      hint: 'Copy or download it again.',
    },
    { cause },
  );

async function countFrames(
  track: InputVideoTrack,
  place: string,
): Promise<{ frames: number; seconds: number; varies: boolean }> {
  const times: number[] = [];
  let end = 0;
  try {
    const packets = new EncodedPacketSink(track).packets(undefined, undefined, { metadataOnly: true });
    for (;;) {
      const { value: packet, done } = await patiently(packets.next(), place);
      if (done || !packet) break;
      if (times.length % 1000 === 0) breathe();
      // What ends before the beginning is never shown.
      if (packet.timestamp + packet.duration <= 0 && packet.timestamp < 0) continue;
      times.push(packet.timestamp);
      end = Math.max(end, packet.timestamp + packet.duration);
      if (times.length > mostFileFrames) break;
    }
  } catch (thrown) {
    if (times.length === 0) throw unreadable(place, thrown);
  }
  times.sort((a, b) => a - b);
  const gaps = times.slice(1).map((time, i) => time - (times[i] as number));
  const middle = [...gaps].sort((a, b) => a - b)[gaps.length >> 1] ?? 0;
  const odd = gaps.filter((gap) => Math.abs(gap - middle) > sameRate * middle + 0.002).length;
  return {
    frames: times.length,
    seconds: Math.max(0, end - Math.min(0, times[0] ?? 0)) || times.length / 25,
    varies: odd > 0.05 * gaps.length,
  };
}

async function* readFrames(file: Blob, place: string): AsyncGenerator<ReadFrame, void> {
  const { track, close } = await trackOf(file, place);
  let count = 0;
  const samples = new VideoSampleSink(track).samples();
  try {
    for (;;) {
      breathe();
      const { value: sample, done } = await patiently(samples.next(), place);
      if (done || !sample) return;
      try {
        count++;
        yield { pixels: async (least) => pixelsOf(sample, least, place) };
      } finally {
        sample.close();
      }
    }
  } catch (thrown) {
    if (thrown instanceof TetradError) throw thrown;
    // What was shown until here is true.
    if (count === 0) throw unreadable(place, thrown);
  } finally {
    void samples.return().catch(() => undefined);
    close();
  }
}

async function patiently<T>(work: Promise<T>, place: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          damaged(
            'Reading it takes too long, or its decoder gives no answer.',
            place,
            'The file is damaged: write it again.',
          ),
        ),
      patienceMs,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

let canvas: OffscreenCanvas | undefined;

function pixelsOf(sample: VideoSample, least: number, place: string): Pixels {
  const { displayWidth, displayHeight } = sample;
  // Twice what is needed in each direction keeps what is thin, and takes a fraction of the time.
  const scale = Math.min(1, (2 * least) / Math.min(displayWidth, displayHeight));
  const [width, height] = [displayWidth, displayHeight].map((side) =>
    Math.max(1, Math.round(side * scale)),
  ) as [number, number];
  canvas ??= new OffscreenCanvas(width, height);
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context)
    throw new TetradError({ code: 'unsupported', message: 'The browser gives no canvas.', place });
  context.imageSmoothingQuality = 'high';
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  sample.draw(context, 0, 0, width, height);
  return withoutAlpha(context.getImageData(0, 0, width, height).data, width, height, 3);
}
