/** The pages of a TIFF file: a chain of directories, each of which says where the next begins. */
import type { GeoTIFF, GeoTIFFImage } from 'geotiff';
import { TetradError } from '#/core/protocol/errors';

const mostPages = 100_000;

export async function readPages(stack: GeoTIFF, fileName: string): Promise<GeoTIFFImage[]> {
  const images: GeoTIFFImage[] = [];
  const seen = new Map<number, number>();
  for (let at = stack.firstIFDOffset; at !== 0; ) {
    const before = seen.get(at);
    if (before !== undefined)
      throw new TetradError({
        code: 'badInput',
        message: `The pages lead in a circle: behind page ${images.length} comes page ${before} again.`,
        place: `${fileName}, page ${images.length}`,
        hint: 'The file is damaged: save it again in the program that made it.',
      });
    if (images.length >= mostPages)
      throw new TetradError({
        code: 'unsupported',
        message: `The file has more than ${mostPages.toLocaleString('en')} pages.`,
        place: fileName,
        hint: 'Cut it into shorter stacks.',
      });
    seen.set(at, images.length + 1);
    const image = await stack.getImage(images.length);
    images.push(image);
    at = Number(image.fileDirectory.nextIFDByteOffset);
  }
  return images;
}
