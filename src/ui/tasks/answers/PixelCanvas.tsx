/** Images as a network takes them: of a file, or of shades that a model made. */
import { useEffect, useRef } from 'react';
import type { ImageSize } from '#/core/images/imageSchema';
import classes from './answers.module.css';
import { drawFitted } from './drawFitted';

export function PictureCanvas({ size, url, alt }: { size: ImageSize; url: string; alt: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = size;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    let isCurrent = true;
    const image = new Image();
    image.onload = () => {
      if (!isCurrent) return;
      context.clearRect(0, 0, size.width, size.height);
      if (size.channels === 1) context.filter = 'grayscale(1)';
      drawFitted(context, image, size);
      context.filter = 'none';
    };
    image.src = url;
    return () => {
      isCurrent = false;
    };
  }, [size, url]);
  return (
    <canvas ref={canvas} className={classes.mask} width={width} height={height} role="img" aria-label={alt} />
  );
}

export function ShadesCanvas({
  size,
  images,
  across = 1,
  alt,
  className = classes.mask,
}: {
  size: ImageSize;
  /** Of 0 to 255, row-major [height, width, channel]. */
  images: readonly Float32Array[];
  /** So many side by side. */
  across?: number;
  alt: string;
  className?: string;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height, channels } = size;
  const rows = Math.max(1, Math.ceil(images.length / across));
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    context.clearRect(0, 0, width * across, height * rows);
    for (const [i, shades] of images.entries()) {
      const pixels = context.createImageData(width, height);
      for (let at = 0; at < width * height; at++) {
        for (let k = 0; k < 3; k++)
          pixels.data[4 * at + k] = shades[at * channels + (channels === 1 ? 0 : k)] as number;
        pixels.data[4 * at + 3] = 255;
      }
      context.putImageData(pixels, (i % across) * width, Math.floor(i / across) * height);
    }
  }, [width, height, channels, images, across, rows]);
  return (
    <canvas
      ref={canvas}
      className={className}
      width={width * across}
      height={height * rows}
      role="img"
      aria-label={alt}
    />
  );
}
