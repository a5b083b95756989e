/** Boxes of COCO: one JSON file with images, categories and annotations. */
import type { ImageBox } from '#/core/images/imageMarks';

interface Coco {
  images: { id: number | string; file_name: string }[];
  annotations: {
    image_id: number | string;
    category_id?: number | string;
    bbox?: number[];
    segmentation?: unknown;
  }[];
  categories?: { id: number | string; name: string }[];
}

/** By the name of the file; undefined where the text is something else. */
export function readCoco(text: string): Map<string, ImageBox[]> | undefined {
  let coco: Partial<Coco>;
  try {
    coco = JSON.parse(text) as Partial<Coco>;
  } catch {
    return undefined;
  }
  if (!Array.isArray(coco?.images) || !Array.isArray(coco.annotations)) return undefined;
  const nameOf = new Map((coco.categories ?? []).map(({ id, name }) => [id, String(name)]));
  const fileOf = new Map(coco.images.map(({ id, file_name: file }) => [id, String(file)]));
  const boxes = new Map<string, ImageBox[]>([...fileOf.values()].map((file) => [file, []]));
  for (const { image_id: image, category_id: category, bbox, segmentation } of coco.annotations) {
    const [x, y, width, height] = (bbox ?? []).map(Number);
    const own = boxes.get(fileOf.get(image) ?? '');
    if (!own || ![x, y, width, height].every(Number.isFinite)) continue;
    const outline = outlinesOf(segmentation);
    own.push({
      label: nameOf.get(category ?? '') ?? String(category ?? ''),
      ...({ x, y, width, height } as { x: number; y: number; width: number; height: number }),
      ...(outline && { outline }),
    });
  }
  return boxes;
}

function outlinesOf(segmentation: unknown): number[][] | undefined {
  if (!Array.isArray(segmentation)) return undefined;
  const outlines = segmentation.filter(
    (one): one is number[] => Array.isArray(one) && one.length >= 6 && one.every((n) => Number.isFinite(n)),
  );
  return outlines.length > 0 ? outlines : undefined;
}
