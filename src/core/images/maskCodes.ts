/**
 * Masks to numbers of labels. A mask says what a pixel is of by its value, or by its colour; where there are only boxes
 * and outlines, they are filled.
 */
import type { ImageBox } from './imageMarks';
import type { Pixels } from './pixels';

/** A pixel of no label: around what is hard to tell, or outside the image. It is neither learnt nor judged. */
export const notCounted = 255;

/** Labels of a task, in the order of its answers. */
export interface MaskLabels {
  labels: readonly string[];
  /** What a mask writes for each (maskKeys). Absent: the labels are those of boxes, after the ground. */
  keys?: readonly number[];
}

const colourBit = 0x1000000;

/** Of each pixel its grey value, or its colour as a number above these. */
export function maskKeys({ channels, data }: Pixels): Uint32Array<ArrayBuffer> {
  if (channels === 1) return Uint32Array.from(data);
  return Uint32Array.from({ length: data.length / 3 }, (_, i) => {
    const [red, green, blue] = data.subarray(3 * i, 3 * i + 3) as unknown as [number, number, number];
    return red === green && green === blue ? red : colourBit | (red << 16) | (green << 8) | blue;
  });
}

/** "#80a000", or undefined of a grey value. */
export const colourOfKey = (key: number): string | undefined =>
  key < colourBit ? undefined : `#${(key - colourBit).toString(16).padStart(6, '0')}`;

/** Row-major [height, width] of the image itself: numbers of labels, or notCounted. */
export function maskCodes(
  { boxes, keys }: { boxes: readonly ImageBox[]; keys?: Uint32Array },
  { width, height }: Pick<Pixels, 'width' | 'height'>,
  { labels, keys: known }: MaskLabels,
): Uint8Array<ArrayBuffer> {
  if (known && keys) {
    const codes = new Map(known.map((key, code) => [key, code]));
    return Uint8Array.from(keys, (key) => codes.get(key) ?? notCounted);
  }
  const codes = new Uint8Array(width * height);
  const area = (box: ImageBox) => box.width * box.height;
  // What is small lies before what is large.
  for (const box of boxes.toSorted((a, b) => area(b) - area(a))) {
    const code = labels.indexOf(box.label);
    if (code > 0) fill(box, code, codes, width, height);
  }
  return codes;
}

function fill(box: ImageBox, code: number, codes: Uint8Array, width: number, height: number): void {
  const outlines = box.outline?.filter((outline) => outline.length >= 6) ?? [];
  const { x, y } = box;
  const shapes = outlines.length
    ? outlines
    : [[x, y, x + box.width, y, x + box.width, y + box.height, x, y + box.height]];
  for (const shape of shapes)
    for (let row = 0; row < height; row++) {
      const crossings = crossingsOf(shape, row + 0.5);
      for (let i = 0; i + 1 < crossings.length; i += 2) {
        const from = Math.max(0, Math.ceil((crossings[i] as number) - 0.5));
        const to = Math.min(width, Math.ceil((crossings[i + 1] as number) - 0.5));
        if (to > from) codes.fill(code, row * width + from, row * width + to);
      }
    }
}

/** Where the outline x, y, x, y, … crosses a line across the image, ascending. */
function crossingsOf(outline: readonly number[], y: number): number[] {
  const found: number[] = [];
  for (let i = 0; i < outline.length; i += 2) {
    const [x1 = 0, y1 = 0] = [outline[i], outline[i + 1]];
    const [x2 = 0, y2 = 0] = [outline[(i + 2) % outline.length], outline[(i + 3) % outline.length]];
    if (y1 <= y !== y2 <= y) found.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1));
  }
  return found.sort((a, b) => a - b);
}
