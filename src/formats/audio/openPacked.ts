/**
 * Compressed sound, by the decoders of the browser (WebCodecs) behind mediabunny's containers. It is decoded whole when
 * it is first read, since few of them can begin in the middle exactly.
 */
import { ADTS, AudioSampleSink, FLAC, Input, type InputAudioTrack, MP3, MP4, OGG } from 'mediabunny';
import { TetradError } from '#/core/protocol/errors';
import { mediaSource } from '../mediaSource';
import { mp3Edges } from './mp3Edges';
import { damaged, type OpenedAudio, requireSound } from './openedAudio';

/** Values of all channels held at once: 20 minutes of CD sound. */
const mostValues = 2 ** 27;
const formats = [FLAC, OGG, MP3, ADTS, MP4];

export async function openPacked(file: Blob, place: string): Promise<OpenedAudio> {
  const { source, stop } = mediaSource(file, place);
  const input = new Input({ formats, source });
  try {
    const track = await input.getPrimaryAudioTrack().catch(() => null);
    if (!track)
      throw damaged('There is no sound in this file, or it is damaged.', place, 'Record or write it again.');
    await requireDecoder(track, place);
    const edges = (await input.getFormat()) === MP3 ? await mp3Edges(file) : undefined;
    const { channels: decoded, isCut } = await decodeAll(track, edges, place);
    const opened = {
      title: `${(await track.getCodec()) ?? ''}`.toUpperCase(),
      rate: await track.getSampleRate(),
      channels: decoded.length,
      frames: decoded[0]?.length ?? 0,
      notes: isCut ? ['The sound breaks off before its end; it was read as far as it goes.'] : [],
    };
    requireSound(opened, place);
    return {
      ...opened,
      read: async (start, count) => decoded.map((channel) => channel.slice(start, start + count)),
    };
  } finally {
    stop();
    input.dispose();
  }
}

async function requireDecoder(track: InputAudioTrack, place: string): Promise<void> {
  const codec = await track.getCodec();
  const can = typeof AudioDecoder !== 'undefined' && (await track.canDecode().catch(() => false));
  if (can) return;
  throw new TetradError({
    code: 'unsupported',
    message: `This browser has no decoder for ${codec ? `“${codec}”` : 'the sound in this file'}.`,
    place,
    hint: 'Use another browser, or write the file as WAV or FLAC: ffmpeg -i in out.wav',
  });
}

/** `first` samples are of the encoder; `length` are the sound. */
export interface Edges {
  first: number;
  length: number;
}

async function decodeAll(
  track: InputAudioTrack,
  edges: Edges | undefined,
  place: string,
): Promise<{ channels: Float32Array<ArrayBuffer>[]; isCut: boolean }> {
  const channels = await track.getNumberOfChannels();
  const rate = await track.getSampleRate();
  const parts: Float32Array<ArrayBuffer>[][] = [];
  let frames = 0;
  let isCut = false;
  try {
    for await (const sample of new AudioSampleSink(track).samples()) {
      const skipped = Math.min(sample.numberOfFrames, Math.max(0, -Math.round(sample.timestamp * rate)));
      const count = sample.numberOfFrames - skipped;
      if (sample.numberOfChannels !== channels || sample.sampleRate !== rate)
        throw damaged(
          'The sound changes its rate or its channels in the middle.',
          place,
          'Write it anew, in one piece.',
        );
      const part = Array.from({ length: channels }, (_, planeIndex) => {
        const plane = new Float32Array(count);
        if (count > 0) sample.copyTo(plane, { planeIndex, format: 'f32-planar', frameOffset: skipped });
        return plane;
      });
      sample.close();
      parts.push(part);
      frames += count;
      if (frames * channels > mostValues)
        throw new TetradError({
          code: 'unsupported',
          message: `The sound is longer than ${Math.floor(mostValues / channels / rate / 60)} minutes.`,
          place,
          hint: 'Cut it into parts, or write it as WAV, which is read piece by piece.',
        });
    }
  } catch (thrown) {
    if (thrown instanceof TetradError) throw thrown;
    if (frames === 0)
      throw damaged('The sound could not be decoded.', place, 'The file is damaged: write it again.');
    isCut = true;
  }
  const first = Math.min(frames, edges?.first ?? 0);
  const length = Math.min(frames - first, edges?.length ?? frames);
  const joined = Array.from({ length: channels }, (_, channel) => {
    const whole = new Float32Array(frames);
    let at = 0;
    for (const part of parts) {
      const piece = part[channel] as Float32Array;
      whole.set(piece, at);
      at += piece.length;
    }
    return whole.slice(first, first + length);
  });
  return { channels: joined, isCut: isCut || length < (edges?.length ?? 0) };
}
