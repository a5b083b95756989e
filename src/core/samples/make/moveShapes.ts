/**
 * Clips of a shape that moves over a rough ground and comes back on the other side: which way it goes is the label, and no
 * single frame tells it. Animated GIFs, so that every browser reads them; nothing is lost.
 */
import { sampleRandom } from './sampleRandom';
import { writeGif } from './writeGif';
import { writeTar } from './writeTar';

export const directions: Readonly<Record<string, readonly [x: number, y: number]>> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
};

const side = 24;
const frames = 12;
const shades = 16;
const colours = 6;

/** `perLabel` clips of each direction. */
export function moveShapes(perLabel: number): Blob {
  const random = sampleRandom(12_24);
  const files = Object.entries(directions).flatMap(([label, step]) =>
    Array.from({ length: perLabel }, (_, i) => ({
      path: `moving-shapes/${label}/${String(i + 1).padStart(3, '0')}.gif`,
      bytes: clip(step, random),
    })),
  );
  return writeTar(files);
}

function clip([dx, dy]: readonly [number, number], random: ReturnType<typeof sampleRandom>) {
  const { uniform } = random;
  const ground = Uint8Array.from({ length: side * side }, () => Math.floor(uniform() * shades));
  const [dark, own] = [15 + 40 * uniform(), Math.floor(uniform() * colours)];
  const palette = [
    ...Array.from({ length: shades }, (_, i) => {
      const grey = Math.round(dark + 3 * i);
      return [grey, grey, grey] as const;
    }),
    ...Array.from({ length: colours }, () => {
      const [red, green, blue] = [0, 1, 2].map(() => Math.round(110 + 145 * uniform()));
      return [red, green, blue] as [number, number, number];
    }),
  ];
  const kind = Math.floor(uniform() * 3);
  const radius = 2.5 + 2 * uniform();
  const speed = 0.8 + 0.9 * uniform();
  const [x, y] = [uniform() * side, uniform() * side];
  // Across its way it sways a little.
  const sway = 0.3 * (uniform() - 0.5);
  const drawn = Array.from({ length: frames }, (_, t) => {
    const frame = ground.slice();
    const cx = x + speed * t * (dx + sway * dy);
    const cy = y + speed * t * (dy + sway * dx);
    for (let row = 0; row < side; row++)
      for (let column = 0; column < side; column++)
        if (covers(kind, around(column - cx), around(row - cy), radius))
          frame[row * side + column] = shades + own;
    return frame;
  });
  return writeGif({ width: side, height: side, palette, frames: drawn, delay: 8 });
}

/** The way that is shorter, over the edge or not. */
const around = (way: number): number => way - side * Math.round(way / side);

function covers(kind: number, x: number, y: number, radius: number): boolean {
  if (kind === 0) return Math.hypot(x, y) <= radius;
  if (kind === 1) return Math.max(Math.abs(x), Math.abs(y)) <= 0.9 * radius;
  return Math.abs(x) + Math.abs(y) <= 1.3 * radius;
}
