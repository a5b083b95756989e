/** What a model makes of some numbers; as many images of before stay until the next are there. */
import { useEffect, useRef, useState } from 'react';
import { run as command } from '#/app/run';

export function useDecoded(
  modelId: string,
  version: number,
  latents: number[][],
): { images: readonly Float32Array[]; error: unknown } {
  const [images, setImages] = useState<readonly Float32Array[]>([]);
  const [error, setError] = useState<unknown>();
  const wanted = useRef<number[][]>(undefined);
  const busy = useRef(false);
  useEffect(() => {
    wanted.current = latents;
    // A slider moves faster than images are made: one at a time, and then the latest.
    const next = async (): Promise<void> => {
      busy.current = true;
      const asked = wanted.current as number[][];
      try {
        const { predictions } = await command('inference.decode', { modelId, version, latents: asked });
        setImages(predictions.map(({ field }) => field ?? new Float32Array(0)));
        setError(undefined);
      } catch (thrown) {
        setError(thrown);
      }
      busy.current = false;
      if (wanted.current !== asked) await next();
    };
    if (!busy.current) void next();
  }, [modelId, version, latents]);
  // Other numbers may be another count of images.
  return { images: images.length === latents.length ? images : [], error };
}
