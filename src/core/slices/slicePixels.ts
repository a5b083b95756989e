/** Orthogonal slices of one moment of a field, as pixels. A frame is [x, y, z], row-major, missing = NaN. */
import { missingLevel } from './colorScale';

export type FrameSize = readonly [x: number, y: number, z: number];

export type Plane = 'xy' | 'xz' | 'zy';

interface PlaneLayout {
  /** Axis (0 x, 1 y, 2 z) along the picture's width, along its height, and through it. */
  across: number;
  up: number;
  through: number;
}

export const planeLayouts: Record<Plane, PlaneLayout> = {
  xy: { across: 0, up: 1, through: 2 },
  xz: { across: 0, up: 2, through: 1 },
  zy: { across: 2, up: 1, through: 0 },
};

export interface SliceRequest {
  frame: Float32Array;
  size: FrameSize;
  plane: Plane;
  /** Index along the axis through the plane. */
  at: number;
  level(value: number): number;
  colors: Uint8Array;
  /** Index 0 of the upward axis at the bottom of the picture. */
  flip: boolean;
}

/** RGBA, width x height of the plane; missing values are transparent. Written into `out` where it fits. */
export function slicePixels(
  { frame, size, plane, at, level, colors, flip }: SliceRequest,
  out?: Uint8ClampedArray<ArrayBuffer>,
): { pixels: Uint8ClampedArray<ArrayBuffer>; width: number; height: number } {
  const layout = planeLayouts[plane];
  const strides = [size[1] * size[2], size[2], 1] as const;
  const width = size[layout.across] as number;
  const height = size[layout.up] as number;
  const pixels = out?.length === width * height * 4 ? out : new Uint8ClampedArray(width * height * 4);
  const strideAcross = strides[layout.across] as number;
  const strideUp = strides[layout.up] as number;
  const base = at * (strides[layout.through] as number);
  let to = 0;
  for (let row = 0; row < height; row++) {
    let from = base + (flip ? height - 1 - row : row) * strideUp;
    for (let column = 0; column < width; column++, from += strideAcross, to += 4) {
      const value = level(frame[from] as number);
      if (value === missingLevel) {
        pixels[to + 3] = 0;
        continue;
      }
      pixels[to] = colors[value * 3] as number;
      pixels[to + 1] = colors[value * 3 + 1] as number;
      pixels[to + 2] = colors[value * 3 + 2] as number;
      pixels[to + 3] = 255;
    }
  }
  return { pixels, width, height };
}

/** Where a point of the picture, as shares of its width and height, lies in the field. */
export function pointOf(
  plane: Plane,
  size: FrameSize,
  position: readonly number[],
  [shareX, shareY]: readonly [number, number],
  flip: boolean,
): [number, number, number] {
  const { across, up } = planeLayouts[plane];
  const clampTo = (share: number, count: number) =>
    Math.min(count - 1, Math.max(0, Math.floor(share * count)));
  const next = [...position] as [number, number, number];
  next[across] = clampTo(shareX, size[across] as number);
  const row = clampTo(shareY, size[up] as number);
  next[up] = flip ? (size[up] as number) - 1 - row : row;
  return next;
}
