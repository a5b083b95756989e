/** Names of containers and codings for people, and what to do where a browser has no decoder. */
import type { Input, InputVideoTrack } from 'mediabunny';
import { TetradError } from '#/core/protocol/errors';

const codecTitles: Record<string, string> = {
  avc: 'H.264',
  hevc: 'H.265 (HEVC)',
  vp8: 'VP8',
  vp9: 'VP9',
  av1: 'AV1',
  prores: 'ProRes',
};

/** As containers call those that no browser decodes. */
const otherTitles: Record<string, string> = {
  mp4v: 'MPEG-4 Visual',
  'V_MPEG4/ISO/ASP': 'MPEG-4 Visual',
  jpeg: 'Motion JPEG',
  mjpa: 'Motion JPEG',
  V_MJPEG: 'Motion JPEG',
  s263: 'H.263',
  V_THEORA: 'Theora',
  V_MPEG2: 'MPEG-2',
};

export async function titleOf(input: Input, track: InputVideoTrack): Promise<string> {
  const { name } = await input.getFormat();
  const codec = await track.getCodec();
  if (codec) return `${name}, ${codecTitles[codec] ?? codec}`;
  const own = await track.getInternalCodecId();
  const word = typeof own === 'string' ? own.trim() : '';
  return word ? `${name}, ${otherTitles[word] ?? `“${word.slice(0, 32)}”`}` : `${name}, an unknown coding`;
}

export async function requireDecoder(track: InputVideoTrack, title: string, place: string): Promise<void> {
  const can = typeof VideoDecoder !== 'undefined' && (await track.canDecode().catch(() => false));
  if (can) return;
  const [container, codec] = title.split(', ') as [string, string];
  throw new TetradError({
    code: 'unsupported',
    message: `${browserName()} has no decoder for ${codec}, which is in this ${container} file.`,
    place,
    hint: 'Use another browser, or write the file anew: ffmpeg -i in -c:v libvpx-vp9 out.webm',
  });
}

function browserName(): string {
  const agent = typeof navigator === 'undefined' ? '' : navigator.userAgent;
  const found = /(Firefox|Edg|OPR|Chrome|Version)\/(\d+)/g;
  const names: Record<string, string> = { Edg: 'Edge', OPR: 'Opera', Version: 'Safari' };
  const known = [...agent.matchAll(found)].map(([, name = '', version]) => ({ name, version }));
  const own =
    known.find(({ name }) => name === 'Edg' || name === 'OPR') ??
    known.find(({ name }) => name === 'Chrome' || name === 'Firefox') ??
    known.find(({ name }) => name === 'Version');
  return own ? `${names[own.name] ?? own.name} ${own.version}` : 'This browser';
}
