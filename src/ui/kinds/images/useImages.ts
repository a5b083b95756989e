/** Images that are in view, as they come. */
import { useEffect, useMemo, useState } from 'react';
import { ImageCache, readBatch, type WantedImages } from './imageCache';

/** `read` stays the same function. */
export function useImages(
  { versionId, side, marks, name, label }: WantedImages,
  visible: readonly number[],
  read = readBatch,
) {
  const cache = useMemo(
    () => new ImageCache((rows) => read({ versionId, side, marks, name, label }, rows)),
    [read, versionId, side, marks, name, label],
  );
  const [, setCount] = useState(0);
  const [error, setError] = useState<unknown>();
  useEffect(() => () => cache.close(), [cache]);
  const inView = visible.join();
  useEffect(() => {
    if (inView === '') return;
    cache.view(inView.split(',').map(Number), () => setCount((count) => count + 1), setError);
  }, [cache, inView]);
  return { imageAt: (row: number) => cache.at(row), error };
}
