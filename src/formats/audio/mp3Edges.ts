/** What an encoder of MP3 put before and behind the sound, as the Xing or Info frame of LAME and others tells it. */
import type { Edges } from './openPacked';

/** Of every decoder of layer III. */
const decoderDelay = 529;

export async function mp3Edges(file: Blob): Promise<Edges | undefined> {
  const start = await afterTag(file);
  const bytes = new Uint8Array(await file.slice(start, start + 256).arrayBuffer());
  const view = new DataView(bytes.buffer);
  const words = String.fromCharCode(...bytes);
  const at = Math.max(words.indexOf('Xing'), words.indexOf('Info'));
  if (at < 0 || at + 8 + 4 > bytes.length) return undefined;
  const flags = view.getUint32(at + 4);
  const hasFrames = (flags & 1) !== 0;
  const lame =
    at + 8 + (hasFrames ? 4 : 0) + (flags & 2 ? 4 : 0) + (flags & 4 ? 100 : 0) + (flags & 8 ? 4 : 0);
  if (!hasFrames || lame + 24 > bytes.length) return undefined;
  const [high = 0, middle = 0, low = 0] = bytes.subarray(lame + 21, lame + 24);
  const [delay, padding] = [(high << 4) | (middle >> 4), ((middle & 15) << 8) | low];
  if (delay === 0 && padding === 0) return undefined;
  const isFirstMpeg = (((bytes[1] as number) >> 3) & 3) === 3;
  const whole = view.getUint32(at + 8) * (isFirstMpeg ? 1152 : 576);
  return { first: delay + decoderDelay, length: Math.max(0, whole - delay - padding) };
}

/** Behind an ID3v2 tag. */
async function afterTag(file: Blob): Promise<number> {
  const head = new Uint8Array(await file.slice(0, 10).arrayBuffer());
  if (String.fromCharCode(...head.subarray(0, 3)) !== 'ID3') return 0;
  const size = head.subarray(6, 10).reduce((sum, byte) => (sum << 7) | (byte & 0x7f), 0);
  return 10 + size + ((head[5] as number) & 0x10 ? 10 : 0);
}
