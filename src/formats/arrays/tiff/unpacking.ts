/** A pool of decoders, as the library calls it, whose one decoder gives whole bytes. */
import type * as geotiff from 'geotiff';
import { claimWholeBytes, needsUnpacking, type PixelBits, turnBits, unpackPixels } from './bits';

type Pool = geotiff.Pool;

/** undefined where the library's own way is right. */
export function unpackingPool(
  { getDecoder }: typeof geotiff,
  image: geotiff.GeoTIFFImage,
  pixel: PixelBits,
): Pool | undefined {
  if (!needsUnpacking(pixel)) return undefined;
  claimWholeBytes(image, pixel);
  const samples = image.planarConfiguration === 2 ? 1 : image.getSamplesPerPixel();
  const perRow = image.getTileWidth() * samples;
  const packed = pixel.bits !== pixel.type.bytes * 8;
  const pool = {
    bindParameters: (
      compression: number,
      parameters: Parameters<typeof getDecoder>[1],
    ): { decode(buffer: ArrayBuffer): Promise<ArrayBufferLike> } => ({
      async decode(buffer) {
        const bytes = new Uint8Array(buffer);
        const decoder = await getDecoder(compression, parameters);
        const decoded = await decoder.decode((pixel.reversed ? turnBits(bytes) : bytes.slice()).buffer);
        return packed ? unpackPixels(new Uint8Array(decoded), pixel, perRow).buffer : decoded;
      },
    }),
  };
  return pool as unknown as Pool;
}
