/** An image of a dataset as a network sees it, at its size, with something laid over it. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { run } from '#/app/run';
import type { ImageSize } from '#/core/images/imageSchema';
import { framesOf } from '#/core/images/resizePixels';
import { ErrorNote } from '#/ui/components/ErrorNote';
import type { SampleOf } from '#/ui/viewers/grid/sampleBox';
import classes from './seenImage.module.css';

/** Pixels that are read of a large image. */
const shownSide = 840;

export function SeenImage({
  of: { datasetVersionId: versionId, sample },
  size,
  children,
}: {
  of: SampleOf;
  size: ImageSize;
  /** Over it, of its size. */
  children: ReactNode;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    let isCurrent = true;
    let url: string | undefined;
    run('datasets.images', { versionId, rows: [sample], side: shownSide }).then(
      ({ images: [found] }) => {
        if (!isCurrent || !found?.file) return;
        url = URL.createObjectURL(found.file);
        const image = new Image();
        image.onload = () => {
          const context = canvas.current?.getContext('2d');
          if (!isCurrent || !context) return;
          const [from, onto] = framesOf({ width: image.naturalWidth, height: image.naturalHeight }, size);
          context.clearRect(0, 0, size.width, size.height);
          context.filter = size.channels === 1 ? 'grayscale(1)' : 'none';
          const { x, y } = from;
          context.drawImage(image, x, y, from.width, from.height, onto.x, onto.y, onto.width, onto.height);
        };
        image.src = url;
      },
      (thrown: unknown) => isCurrent && setError(thrown),
    );
    return () => {
      isCurrent = false;
      if (url) URL.revokeObjectURL(url);
    };
  }, [versionId, sample, size]);
  return (
    <>
      {error !== undefined && <ErrorNote error={error} />}
      <div className={classes.picture} style={{ aspectRatio: `${size.width} / ${size.height}` }}>
        <canvas
          ref={canvas}
          width={size.width}
          height={size.height}
          role="img"
          aria-label="The image that was explained"
        />
        {children}
      </div>
    </>
  );
}
