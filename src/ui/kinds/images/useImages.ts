/** Images that are in view, as they come. */
import { useEffect, useMemo, useState } from 'react';
import { ImageCache, readBatch, type WantedImages } from './imageCache';

/**
 * `read` stays the same function; `rowsFor` gives those in view and those that come next, the first needed first, by the
 * pace they are read at.
 */
export function useImages(
  { versionId, side, marks, name, label }: WantedImages,
  rowsFor: (pace: ImageCache['pace']) => readonly number[],
  read = readBatch,
) {
  const cache = useMemo(
    () => new ImageCache((some) => read({ versionId, side, marks, name, label }, some)),
    [read, versionId, side, marks, name, label],
  );
  const [, setCount] = useState(0);
  const [error, setError] = useState<unknown>();
  useEffect(() => () => cache.close(), [cache]);
  const wanted = rowsFor(cache.pace).join();
  useEffect(() => {
    if (wanted === '') return;
    cache.view(wanted.split(',').map(Number), () => setCount((count) => count + 1), setError);
  }, [cache, wanted]);
  return { imageAt: (row: number) => cache.at(row), error };
}
