/** Boxes of YOLO: a text beside each image, "class x y width height" in shares of the image, centre first. */
import type { ImageBox } from '#/core/images/imageMarks';

const line = /^\s*(\d+)((?:\s+-?\d*\.?\d+(?:e-?\d+)?){4,})\s*$/i;

/** undefined where the text is something else. */
export function readYolo(
  text: string,
  names: readonly string[],
  width: number,
  height: number,
): ImageBox[] | undefined {
  const boxes: ImageBox[] = [];
  for (const row of text.split(/\r?\n/)) {
    if (row.trim() === '') continue;
    const [, kind = '', numbers = ''] = line.exec(row) ?? [];
    const values = numbers.trim().split(/\s+/).map(Number);
    if (kind === '' || values.some((value) => !Number.isFinite(value))) return undefined;
    const label = names[Number(kind)] ?? kind;
    boxes.push(
      values.length >= 6 && values.length % 2 === 0
        ? outlined(label, values, width, height)
        : boxed(label, values, width, height),
    );
  }
  return boxes;
}

function boxed(label: string, values: number[], width: number, height: number): ImageBox {
  const [x = 0, y = 0, w = 0, h = 0] = values;
  return { label, x: (x - w / 2) * width, y: (y - h / 2) * height, width: w * width, height: h * height };
}

function outlined(label: string, shares: number[], width: number, height: number): ImageBox {
  const outline = shares.map((share, i) => share * (i % 2 ? height : width));
  const xs = outline.filter((_, i) => i % 2 === 0);
  const ys = outline.filter((_, i) => i % 2 === 1);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { label, x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y, outline: [outline] };
}

/** Of classes.txt and obj.names a line each; of data.yaml its names. */
export function yoloNames(path: string, text: string): string[] | undefined {
  if (/(^|\/)(classes\.txt|[^/]*\.names)$/i.test(path))
    return text
      .trim()
      .split(/\r?\n/)
      .map((name) => name.trim());
  if (!/\.ya?ml$/i.test(path)) return undefined;
  const inline = /^names:\s*\[([^\]]*)\]/m.exec(text)?.[1];
  if (inline !== undefined) return inline.split(',').map(bare);
  const block = /^names:\s*\n((?:[ \t-]+.*\n?)+)/m.exec(text)?.[1];
  return block
    ?.split(/\r?\n/)
    .filter((one) => one.trim() !== '')
    .map((one) => bare(one.replace(/^\s*(-|\d+:)\s*/, '')));
}

const bare = (name: string): string => name.trim().replace(/^(['"])(.*)\1$/, '$2');
