/** Feeds as JSON: bytes in base64. */
import type { Feed } from '../onnx/feeds';

interface WrittenFeed {
  name: string;
  type: Feed['type'];
  dims: number[];
  data: string | string[];
}

const arrays = {
  float64: Float64Array,
  float32: Float32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
};

export const encodeFeeds = (samples: readonly (readonly Feed[])[]): WrittenFeed[][] =>
  samples.map((feeds) =>
    feeds.map(({ name, type, dims, data }) => ({
      name,
      type,
      dims: [...dims],
      data: Array.isArray(data)
        ? data
        : toBase64(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
    })),
  );

export const decodeFeeds = (written: unknown): Feed[][] =>
  (written as WrittenFeed[][]).map((feeds) =>
    feeds.map(({ name, type, dims, data }): Feed => {
      if (type === 'string') return { name, type, dims: dims as [number, number], data: data as string[] };
      const bytes = Uint8Array.from(atob(data as string), (character) => character.charCodeAt(0));
      return { name, type, dims, data: new arrays[type](bytes.buffer) } as Feed;
    }),
  );

/** In pieces: a call takes only so many arguments. */
export function toBase64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length; start += 0x8000)
    pieces.push(String.fromCharCode(...bytes.subarray(start, start + 0x8000)));
  return btoa(pieces.join(''));
}
