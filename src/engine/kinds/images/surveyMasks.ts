/** All masks of a version looked through once: which images have one, which labels there are and what they are called. */
import { type ImageMarks, unpackMarks } from '#/core/images/imageMarks';
import { colourOfKey, maskKeys } from '#/core/images/maskCodes';
import { TetradError } from '#/core/protocol/errors';
import { breathe } from '#/core/protocol/heartbeat';
import { decodeImage } from '#/formats/images/decodeImage';

/** More values are no labels: a photograph, a distance, a mask that was smoothed or saved as JPEG. */
const mostLabels = 64;
/** What edges are marked with that nobody could tell (PASCAL VOC): as a number, and as its colour. */
const voidKeys = [255, 0x1e0e0c0];
const wholeWhite = 255;

export interface MaskSurvey {
  labels: string[];
  /** Of masks; absent where labels are those of boxes. */
  keys?: number[];
  /** Images that have one. */
  rows: Uint32Array<ArrayBuffer>;
}

/** `marksOf`: what is stored of an image, packed. */
export async function surveyMasks(
  rows: number,
  marksOf: (row: number) => Promise<Uint8Array<ArrayBuffer>>,
): Promise<MaskSurvey> {
  const pixels = new Map<number, number>();
  const names = new Map<number, Map<string, number>>();
  const boxed = new Set<string>();
  const [masked, marked]: [number[], number[]] = [[], []];
  for (let row = 0; row < rows; row++) {
    if (row % 64 === 0) breathe();
    const marks = unpackMarks(await marksOf(row));
    if (marks.boxes.length > 0) marked.push(row);
    for (const { label } of marks.boxes) boxed.add(label);
    if (!marks.mask) continue;
    masked.push(row);
    await countKeys(marks, row, pixels, names);
  }
  if (masked.length > 0)
    return {
      ...labelsOfKeys(
        [...pixels.keys()].sort((a, b) => a - b),
        names,
      ),
      rows: Uint32Array.from(masked),
    };
  if (marked.length === 0)
    throw new TetradError({
      code: 'badInput',
      message: 'None of these images has a mask.',
      place: 'target',
      hint: 'Import the images with a folder of masks beside them, named alike: images/a.png and masks/a.png.',
    });
  return { labels: ['background', ...[...boxed].sort()], rows: Uint32Array.from(marked) };
}

async function countKeys(
  { boxes, mask }: ImageMarks,
  row: number,
  pixels: Map<number, number>,
  names: Map<number, Map<string, number>>,
): Promise<void> {
  const image = await decodeImage(mask as Uint8Array<ArrayBuffer>, `mask of image ${row}`);
  const keys = maskKeys(image);
  for (const key of keys) pixels.set(key, (pixels.get(key) ?? 0) + 1);
  if (pixels.size > mostLabels)
    throw new TetradError({
      code: 'badInput',
      message: `The masks have more than ${mostLabels} different values; a mask has one for each label.`,
      place: `mask of image ${row}`,
      hint: 'Save masks as PNG, one value or colour for each label, without smoothed edges; JPEG invents values.',
    });
  for (const { label, x, y, width, height } of boxes) {
    const [right, bottom] = [Math.min(image.width, x + width), Math.min(image.height, y + height)];
    for (let v = Math.max(0, Math.floor(y)); v < bottom; v++)
      for (let u = Math.max(0, Math.floor(x)); u < right; u++) {
        const key = keys[v * image.width + u] as number;
        const own = names.get(key) ?? new Map<string, number>();
        own.set(label, (own.get(label) ?? 0) + 1);
        names.set(key, own);
      }
  }
}

/** Boxes that lie over a value name it; the ground lies in boxes of every label. */
function labelsOfKeys(
  all: readonly number[],
  names: ReadonlyMap<number, ReadonlyMap<string, number>>,
): Pick<MaskSurvey, 'labels' | 'keys'> {
  const keys = all.length > 2 ? all.filter((key) => !voidKeys.includes(key)) : [...all];
  if (keys.length < 2)
    throw new TetradError({
      code: 'badInput',
      message: 'All pixels of all masks have the same value, so there is nothing to tell apart.',
      place: 'target',
      hint: 'Give masks with at least two values: 0 for the ground, others for what is to be found.',
    });
  const taken = new Set<string>();
  const labels = keys.map((key) => {
    const called = key === 0 || key === 0x1000000 ? 'background' : nameOf(key, keys, names.get(key));
    const label = taken.has(called) ? `${called} (${colourOfKey(key) ?? key})` : called;
    taken.add(label);
    return label;
  });
  return { labels, keys };
}

function nameOf(key: number, keys: readonly number[], votes?: ReadonlyMap<string, number>): string {
  const [most] = [...(votes ?? [])].sort(([, a], [, b]) => b - a);
  if (most) return most[0];
  if (key === wholeWhite && keys.length === 2) return 'foreground';
  return colourOfKey(key) ?? `label ${key}`;
}
