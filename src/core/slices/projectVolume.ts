/**
 * A volume seen from outside: parallel rays through a frame [x, y, z], keeping the largest level on the way
 * (maximum intensity) or letting levels cover each other (front to back, opacity by level). Nearest samples,
 * about one a voxel. Runs on the page; a frame above 64 an axis is thinned first, which the viewer says.
 */
import type { FrameSize } from './slicePixels';

export interface View {
  /** Turns around the vertical axis and up from the horizon, radians. */
  azimuth: number;
  elevation: number;
}

export interface ProjectionRequest {
  /** Of each voxel [x, y, z] its level plus one; 0 is missing. */
  levels: Uint16Array;
  size: FrameSize;
  view: View;
  mode: 'maximum' | 'opacity';
  colors: Uint8Array;
  /** Pixels of the square picture. */
  edge: number;
}

const volumeLimit = 64;

/** Levels of a frame, once for all views of it. */
export function levelsOf(frame: Float32Array, level: (value: number) => number): Uint16Array {
  const levels = new Uint16Array(frame.length);
  for (let i = 0; i < frame.length; i++) levels[i] = level(frame[i] as number) + 1;
  return levels;
}

/** RGBA, edge x edge; transparent where nothing is. */
export function projectVolume(request: ProjectionRequest): Uint8ClampedArray<ArrayBuffer> {
  const { size, view, edge } = request;
  const pixels = new Uint8ClampedArray(edge * edge * 4);
  const radius = 0.5 * Math.hypot(...size);
  const scale = (2 * radius) / edge;
  const { right, up, forward } = basisOf(view);
  const cast = makeRay(request, forward, pixels);
  const start = [0, 0, 0];
  for (let row = 0; row < edge; row++) {
    const v = (edge / 2 - row - 0.5) * scale;
    for (let column = 0; column < edge; column++) {
      const u = (column + 0.5 - edge / 2) * scale;
      let enter = 0;
      let leave = 2 * radius;
      for (let axis = 0; axis < 3; axis++) {
        const along = forward[axis] as number;
        const count = size[axis] as number;
        const from = u * (right[axis] as number) + v * (up[axis] as number) - radius * along + count / 2;
        start[axis] = from;
        if (Math.abs(along) < 1e-9) {
          if (from < 0 || from >= count) leave = -1;
          continue;
        }
        const [a, b] = [-from / along, (count - from) / along];
        enter = Math.max(enter, Math.min(a, b));
        leave = Math.min(leave, Math.max(a, b));
      }
      if (leave > enter) cast(start, Math.ceil(enter), leave, (row * edge + column) * 4);
    }
  }
  return pixels;
}

/** Walks one ray from `enter` to `leave` in steps of one voxel and writes its pixel. */
function makeRay(
  { levels, size, mode, colors }: ProjectionRequest,
  [fx, fy, fz]: readonly [number, number, number],
  pixels: Uint8ClampedArray,
) {
  const [sx, sy, sz] = size;
  const opacityOf = opacities(Math.max(...size));
  const isMaximum = mode === 'maximum';
  return (start: readonly number[], enter: number, leave: number, to: number): void => {
    let x = (start[0] as number) + enter * fx;
    let y = (start[1] as number) + enter * fy;
    let z = (start[2] as number) + enter * fz;
    let best = 0;
    let [red, green, blue, clear] = [0, 0, 0, 1];
    for (let step = enter; step <= leave; step++, x += fx, y += fy, z += fz) {
      if (x < 0 || y < 0 || z < 0 || x >= sx || y >= sy || z >= sz) continue;
      const found = levels[((x | 0) * sy + (y | 0)) * sz + (z | 0)] as number;
      if (found > best) best = found;
      if (isMaximum || found <= 1) continue;
      const share = clear * (opacityOf[found - 1] as number);
      const color = (found - 1) * 3;
      red += share * (colors[color] as number);
      green += share * (colors[color + 1] as number);
      blue += share * (colors[color + 2] as number);
      clear -= share;
      if (clear < 0.02) break;
    }
    if (best === 0) return;
    if (isMaximum) {
      const color = (best - 1) * 3;
      pixels[to] = colors[color] as number;
      pixels[to + 1] = colors[color + 1] as number;
      pixels[to + 2] = colors[color + 2] as number;
      pixels[to + 3] = 255;
    } else if (clear < 1) {
      pixels[to] = red / (1 - clear);
      pixels[to + 1] = green / (1 - clear);
      pixels[to + 2] = blue / (1 - clear);
      pixels[to + 3] = 255 * (1 - clear);
    }
  };
}

/** Opacity of each level for one step, so that a full volume of high levels is opaque and of low ones is glass. */
function opacities(longest: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, level) => {
    const strength = (level / 255) ** 2;
    return 1 - (1 - 0.995 * strength) ** (8 / Math.max(8, longest));
  });
}

function basisOf({ azimuth, elevation }: View) {
  const [ca, sa] = [Math.cos(azimuth), Math.sin(azimuth)];
  const [ce, se] = [Math.cos(elevation), Math.sin(elevation)];
  return {
    right: [ca, sa, 0] as const,
    up: [-sa * se, ca * se, ce] as const,
    forward: [-sa * ce, ca * ce, -se] as const,
  };
}

/** Every nth voxel of a frame whose axes are longer than the limit. */
export function thinFrame(frame: Float32Array, size: FrameSize): { frame: Float32Array; size: FrameSize } {
  const steps = size.map((count) => Math.ceil(count / volumeLimit)) as [number, number, number];
  if (steps.every((step) => step === 1)) return { frame, size };
  const thin = size.map((count, axis) => Math.ceil(count / (steps[axis] as number))) as [
    number,
    number,
    number,
  ];
  const out = new Float32Array(thin[0] * thin[1] * thin[2]);
  let to = 0;
  for (let x = 0; x < size[0]; x += steps[0])
    for (let y = 0; y < size[1]; y += steps[1])
      for (let z = 0; z < size[2]; z += steps[2])
        out[to++] = frame[(x * size[1] + y) * size[2] + z] as number;
  return { frame: out, size: thin };
}
