/** Digits drawn with a pen that shakes: strokes, turned, slanted, stretched and moved by chance, and noise. */
import { sampleRandom } from './sampleRandom';
import { writeZip } from './writeZip';

type Point = readonly [x: number, y: number];

const arc = (cx: number, cy: number, rx: number, ry: number, from: number, to: number): Point[] =>
  Array.from({ length: 15 }, (_, i) => {
    const angle = Math.PI * (from + ((to - from) * i) / 14);
    return [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)] as const;
  });

/** In a box of 1 × 1, y down; several lines where the pen is lifted. */
const glyphs: readonly (readonly Point[])[][] = [
  [arc(0.5, 0.5, 0.27, 0.4, 0, 2)],
  [
    [
      [0.34, 0.27],
      [0.53, 0.1],
      [0.53, 0.9],
    ],
  ],
  [[...arc(0.5, 0.33, 0.25, 0.23, -1, 0.2), [0.25, 0.9], [0.78, 0.9]]],
  [[...arc(0.47, 0.3, 0.24, 0.2, -0.85, 0.5), ...arc(0.47, 0.7, 0.27, 0.2, -0.5, 0.85)]],
  [
    [
      [0.63, 0.9],
      [0.63, 0.1],
      [0.2, 0.64],
      [0.82, 0.64],
    ],
  ],
  [[[0.75, 0.1], [0.34, 0.1], [0.31, 0.47], ...arc(0.48, 0.66, 0.27, 0.24, -0.65, 0.8)]],
  [[...arc(0.62, 0.66, 0.37, 0.56, -0.5, -1), ...arc(0.5, 0.68, 0.25, 0.22, -1, 1)]],
  [
    [
      [0.22, 0.12],
      [0.78, 0.12],
      [0.42, 0.9],
    ],
  ],
  [arc(0.5, 0.3, 0.2, 0.19, 0.5, 2.5), arc(0.5, 0.7, 0.25, 0.21, -0.5, 1.5)],
  [[...arc(0.5, 0.32, 0.24, 0.22, 0, 2), [0.7, 0.9]]],
];

const side = 28;

/** White on black, as in MNIST. */
function drawDigit(digit: number, random: ReturnType<typeof sampleRandom>, to: Uint8Array, at: number): void {
  const spread = (width: number) => (2 * random.uniform() - 1) * width;
  const turn = spread(0.28);
  const slant = spread(0.3);
  const [scaleX, scaleY] = [0.72 + spread(0.14), 0.78 + spread(0.12)];
  const [moveX, moveY] = [spread(0.07), spread(0.07)];
  const place = ([x, y]: Point): Point => {
    const [u, v] = [(x - 0.5 + spread(0.012)) * scaleX, (y - 0.5 + spread(0.012)) * scaleY];
    const slanted = u - slant * v;
    return [
      (0.5 + moveX + slanted * Math.cos(turn) - v * Math.sin(turn)) * side - 0.5,
      (0.5 + moveY + slanted * Math.sin(turn) + v * Math.cos(turn)) * side - 0.5,
    ];
  };
  const lines = (glyphs[digit] ?? []).map((line) => line.map(place));
  const pen = 0.9 + 0.7 * random.uniform();
  const ink = 200 + 55 * random.uniform();
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const near = Math.min(...lines.map((line) => distance([x, y], line)));
      const covered = Math.min(1, Math.max(0, pen + 0.5 - near));
      const value = ink * covered + 12 * random.normal();
      to[at + y * side + x] = Math.max(0, Math.min(255, Math.round(value)));
    }
}

function distance([x, y]: Point, line: readonly Point[]): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (let i = 1; i < line.length; i++) {
    const [[ax, ay], [bx, by]] = [line[i - 1] as Point, line[i] as Point];
    const [dx, dy] = [bx - ax, by - ay];
    const along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
    nearest = Math.min(nearest, Math.hypot(x - ax - along * dx, y - ay - along * dy));
  }
  return nearest;
}

/** Pixels image by image, and what each shows. The first are the same whatever the count. */
export function drawDigitImages(count: number): {
  pixels: Uint8Array<ArrayBuffer>;
  digits: Uint8Array<ArrayBuffer>;
} {
  const random = sampleRandom(28);
  const pixels = new Uint8Array(count * side * side);
  const digits = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    digits[i] = Math.floor(random.uniform() * 10);
    drawDigit(digits[i] as number, random, pixels, i * side * side);
  }
  return { pixels, digits };
}

/** The two files of MNIST, in an archive. */
export function drawDigits(count: number): Uint8Array<ArrayBuffer> {
  const { pixels, digits } = drawDigitImages(count);
  const images = new Uint8Array(16 + pixels.length);
  const labels = new Uint8Array(8 + count);
  images.set([0, 0, 8, 3]);
  labels.set([0, 0, 8, 1]);
  for (const [i, size] of [count, side, side].entries())
    new DataView(images.buffer).setUint32(4 + 4 * i, size);
  new DataView(labels.buffer).setUint32(4, count);
  images.set(pixels, 16);
  labels.set(digits, 8);
  return writeZip([
    { path: 'digits-images-idx3-ubyte', bytes: images },
    { path: 'digits-labels-idx1-ubyte', bytes: labels },
  ]);
}
