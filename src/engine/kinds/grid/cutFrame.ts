/** One time of a stored chunk, cut to a patch and to the chosen channels. */
export type Place = readonly [x: number, y: number, z: number];

export interface Cut {
  /** Channels stored, and those wanted by number. */
  stored: number;
  channels: readonly number[];
  space: Place;
  size: Place;
}

/** `from`: [times, x, y, z, channel] of the whole space; writes size * channels values at `at`. */
export function cutFrame(
  from: Float32Array,
  time: number,
  corner: Place,
  { stored, channels, space, size }: Cut,
  to: Float32Array,
  at: number,
): void {
  const whole = stored === channels.length && channels.every((channel, i) => channel === i);
  let out = at;
  for (let x = 0; x < size[0]; x++)
    for (let y = 0; y < size[1]; y++) {
      const row = ((time * space[0] + corner[0] + x) * space[1] + corner[1] + y) * space[2] + corner[2];
      if (whole) {
        to.set(from.subarray(row * stored, (row + size[2]) * stored), out);
        out += size[2] * stored;
        continue;
      }
      for (let z = 0; z < size[2]; z++)
        for (const channel of channels) to[out++] = from[(row + z) * stored + channel] as number;
    }
}

/** Stored little-endian, as every machine that runs a browser has it; but bytes may begin anywhere. */
export const toFloats = (bytes: Uint8Array<ArrayBuffer>): Float32Array =>
  bytes.byteOffset % 4 === 0
    ? new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
    : new Float32Array(bytes.slice().buffer);
