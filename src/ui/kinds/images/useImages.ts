/** Images that are in view, as they come. */
import { useEffect, useMemo, useState } from 'react';
import { ImageCache, readBatch, type WantedImages } from './imageCache';

/** `read` stays the same function; `ahead`: rows that come into view next, the nearest first. */
export function useImages(
  { versionId, side, marks, name, label }: WantedImages,
  visible: readonly number[],
  read = readBatch,
  ahead: readonly number[] = [],
) {
  const cache = useMemo(
    () => new ImageCache((rows) => read({ versionId, side, marks, name, label }, rows)),
    [read, versionId, side, marks, name, label],
  );
  const [, setCount] = useState(0);
  const [error, setError] = useState<unknown>();
  useEffect(() => () => cache.close(), [cache]);
  const inView = visible.join();
  const next = ahead.join();
  useEffect(() => {
    if (inView === '') return;
    cache.view(numbers(inView), () => setCount((count) => count + 1), setError, numbers(next));
  }, [cache, inView, next]);
  return { imageAt: (row: number) => cache.at(row), error };
}

const numbers = (text: string): number[] => (text === '' ? [] : text.split(',').map(Number));
