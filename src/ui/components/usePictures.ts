import { useEffect, useState } from 'react';
import { run } from '#/app/run';

/** Small pictures of images of a dataset version, as URLs; empty until they are read. `rows`: a new array reads anew. */
export function usePictures(versionId: string, rows: readonly number[]): string[] {
  const [urls, setUrls] = useState<string[]>([]);
  useEffect(() => {
    if (rows.length === 0) return undefined;
    let isCurrent = true;
    let made: string[] = [];
    void run('datasets.images', { versionId, rows: [...rows], side: 96 }).then(({ images }) => {
      if (!isCurrent) return;
      made = images.map((image) => (image?.file ? URL.createObjectURL(image.file) : ''));
      setUrls(made);
    });
    return () => {
      isCurrent = false;
      for (const url of made) URL.revokeObjectURL(url);
    };
  }, [versionId, rows]);
  return urls;
}
