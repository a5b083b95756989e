/** Boxes and outlines that people drew on an image, and the mask beside it: kept with the sample, drawn over it. */
import { z } from 'zod';

export const imageBox = z.object({
  label: z.string(),
  /** In pixels of the image. */
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
  /** x, y, x, y, … around it. */
  outline: z.array(z.array(z.number())).optional(),
});
export type ImageBox = z.infer<typeof imageBox>;

export interface ImageMarks {
  boxes: ImageBox[];
  /** An image file whose values are classes. */
  mask?: Uint8Array<ArrayBuffer>;
}

/** A length of 4 bytes, the boxes as JSON, the mask. */
export function packMarks({ boxes, mask = new Uint8Array() }: ImageMarks): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(boxes));
  const bytes = new Uint8Array(4 + text.length + mask.length);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  bytes.set(mask, 4 + text.length);
  return bytes;
}

export function unpackMarks(bytes: Uint8Array<ArrayBuffer>): ImageMarks {
  if (bytes.length < 4) return { boxes: [] };
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const boxes = z.array(imageBox).parse(JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))));
  const mask = bytes.slice(4 + length);
  return { boxes, ...(mask.length > 0 && { mask }) };
}
