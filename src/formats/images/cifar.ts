/** CIFAR-10 and CIFAR-100 as binary files: a label or two, then 32 × 32 red, green and blue values, over and over. */
export interface CifarForm {
  labels: number;
  recordBytes: number;
}

const pixelBytes = 3072;
export const cifarSide = 32;

/** By the name, which the data sets fix, and by a size of whole records. */
export function cifarForm(path: string, bytes: number): CifarForm | undefined {
  const labels = /(^|\/)(data_batch_\d+|test_batch)\.bin$/i.test(path)
    ? 1
    : /(^|\/)(train|test)\.bin$/i.test(path)
      ? 2
      : 0;
  const recordBytes = labels + pixelBytes;
  return labels > 0 && bytes > 0 && bytes % recordBytes === 0 ? { labels, recordBytes } : undefined;
}

/** Colours behind each other to colours beside each other. */
export function cifarPixels(record: Uint8Array, labels: number): Uint8Array {
  const plane = cifarSide * cifarSide;
  const pixels = new Uint8Array(pixelBytes);
  for (let i = 0; i < plane; i++)
    for (let c = 0; c < 3; c++) pixels[3 * i + c] = record[labels + c * plane + i] as number;
  return pixels;
}
