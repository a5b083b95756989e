/** Images that are in view, as they come. */
import { useEffect, useMemo, useState } from 'react';
import { ImageCache, type WantedImages } from './imageCache';

export function useImages({ versionId, side, marks, name, label }: WantedImages, visible: readonly number[]) {
  const cache = useMemo(
    () => new ImageCache({ versionId, side, marks, name, label }),
    [versionId, side, marks, name, label],
  );
  const [, setCount] = useState(0);
  const [error, setError] = useState<unknown>();
  useEffect(() => () => cache.close(), [cache]);
  const asked = visible.filter((row) => cache.isMissing(row)).join();
  useEffect(() => {
    if (asked === '') return;
    cache.fetch(asked.split(',').map(Number), () => setCount((count) => count + 1)).catch(setError);
  }, [cache, asked]);
  return { imageAt: (row: number) => cache.at(row), error };
}
