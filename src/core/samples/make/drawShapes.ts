/** Coloured shapes on a rough ground: one kind in each image, with a box around each and a mask of their kinds. */
import type { Pixels } from '../../images/pixels';
import { sampleRandom } from './sampleRandom';
import { writePng } from './writePng';
import { type NamedFile, writeZip } from './writeZip';

const kinds = ['circle', 'square', 'triangle', 'star'] as const;
const side = 48;
const most = 3;

interface Shape {
  kind: number;
  x: number;
  y: number;
  radius: number;
  turn: number;
  colour: readonly number[];
}

/** Whether a place lies in the shape: a polygon of half planes, or a star of five of them. */
function covers({ kind, x, y, radius, turn }: Shape, px: number, py: number): boolean {
  const [dx, dy] = [px - x, py - y];
  const far = Math.hypot(dx, dy);
  if (kind === 0) return far <= radius;
  const corners = kind === 1 ? 4 : kind === 2 ? 3 : 5;
  const angle = Math.atan2(dy, dx) - turn;
  const slice = (2 * Math.PI) / corners;
  const within = angle - slice * Math.round(angle / slice);
  if (kind < 3) return far * Math.cos(within) <= radius * Math.cos(Math.PI / corners);
  // Between a tip and the notch beside it the edge is straight.
  const [inner, half] = [0.42 * radius, slice / 2];
  const [nx, ny] = [inner * Math.cos(half), inner * Math.sin(half)];
  const [qx, qy] = [far * Math.cos(Math.abs(within)), far * Math.sin(Math.abs(within))];
  return (nx - radius) * qy - ny * (qx - radius) >= 0;
}

export function drawShapes(count: number): Uint8Array<ArrayBuffer> {
  const random = sampleRandom(48);
  const files: NamedFile[] = [];
  const coco = {
    images: [] as object[],
    annotations: [] as object[],
    categories: kinds.map((name, i) => ({ id: i + 1, name })),
  };
  for (let number = 0; number < count; number++) {
    const kind = number % kinds.length;
    const name = `${kinds[kind]}/${String(number).padStart(4, '0')}.png`;
    const image = ground(random);
    const mask: Pixels = { width: side, height: side, channels: 1, data: new Uint8Array(side * side) };
    coco.images.push({ id: number, file_name: `images/${name}`, width: side, height: side });
    const shapes = 1 + Math.floor(random.uniform() * most);
    for (let i = 0; i < shapes; i++) {
      const radius = 6 + 5 * random.uniform();
      const shape: Shape = {
        kind,
        radius,
        x: radius + random.uniform() * (side - 1 - 2 * radius),
        y: radius + random.uniform() * (side - 1 - 2 * radius),
        turn: 2 * Math.PI * random.uniform(),
        colour: [0, 1, 2].map(() => 80 + 175 * random.uniform()),
      };
      const box = paint(shape, image, mask);
      coco.annotations.push({
        id: coco.annotations.length,
        image_id: number,
        category_id: kind + 1,
        bbox: box,
      });
    }
    for (const [i, value] of image.data.entries())
      image.data[i] = Math.max(0, Math.min(255, Math.round(value + 8 * random.normal())));
    files.push(
      { path: `images/${name}`, bytes: writePng(image) },
      { path: `masks/${name}`, bytes: writePng(mask) },
    );
  }
  files.push({ path: 'annotations.json', bytes: new TextEncoder().encode(JSON.stringify(coco)) });
  return writeZip(files);
}

function ground(random: ReturnType<typeof sampleRandom>): Pixels {
  const data = new Uint8Array(side * side * 3);
  const from = [0, 1, 2].map(() => 20 + 70 * random.uniform());
  const slope = [0, 1, 2].map(() => random.normal() * 0.8);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      for (let c = 0; c < 3; c++)
        data[3 * (y * side + x) + c] = Math.max(
          0,
          Math.min(255, (from[c] as number) + (slope[c] as number) * (x + y - side)),
        );
  return { width: side, height: side, channels: 3, data };
}

/** The box around what was painted: x, y, width, height. */
function paint(shape: Shape, image: Pixels, mask: Pixels): number[] {
  let [left, top, right, bottom] = [side, side, 0, 0];
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      if (!covers(shape, x, y)) continue;
      for (let c = 0; c < 3; c++) image.data[3 * (y * side + x) + c] = shape.colour[c] as number;
      mask.data[y * side + x] = shape.kind + 1;
      [left, top] = [Math.min(left, x), Math.min(top, y)];
      [right, bottom] = [Math.max(right, x + 1), Math.max(bottom, y + 1)];
    }
  return [left, top, right - left, bottom - top];
}
