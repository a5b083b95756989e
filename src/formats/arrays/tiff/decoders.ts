/**
 * Decoders in place of those of geotiff: LZW also as it was before TIFF 6; and what does not run under the policy of
 * the page, where its own fetch their WebAssembly from a data: address: Zstandard by the codec Zarr has, LERC refused.
 */
import type * as geotiff from 'geotiff';
import { runEmbindWithoutEval } from '../embindCalls';
import { decodeLzw } from './lzw';

const lzw = 5;
const lerc = 34887;
const zstandard = 50000;

export function registerDecoders({ addDecoder, BaseDecoder }: typeof geotiff): void {
  addDecoder(lzw, () =>
    Promise.resolve(
      class extends BaseDecoder {
        override decodeBlock = (buffer: ArrayBufferLike): ArrayBufferLike =>
          decodeLzw(new Uint8Array(buffer)).buffer;
      },
    ),
  );
  addDecoder(lerc, () => Promise.reject(new Error('LERC compression is not supported')));
  addDecoder(zstandard, async () => {
    runEmbindWithoutEval();
    const { registry } = await import('zarrita');
    const entry = await registry.get('zstd')?.();
    const codec = entry?.fromConfig({}, { dataType: 'uint8', shape: [], codecs: [], fillValue: null });
    return class extends BaseDecoder {
      override async decodeBlock(buffer: ArrayBufferLike): Promise<ArrayBufferLike> {
        const bytes: unknown = await codec?.decode(new Uint8Array(buffer));
        if (!(bytes instanceof Uint8Array)) throw new Error('Zstandard gave no bytes');
        return bytes.slice().buffer;
      }
    };
  });
}
