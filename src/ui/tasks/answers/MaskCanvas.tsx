/** An image as a network saw it, with labels of its pixels laid over it, or those that are wrong. */
import { useEffect, useRef } from 'react';
import type { ImageSize } from '#/core/images/imageSchema';
import { notCounted } from '#/core/images/maskCodes';
import { seriesColor, useChartTheme } from '#/ui/charts/palette';
import classes from './answers.module.css';
import { drawFitted } from './drawFitted';

/** Of a label; the first is the ground. */
export const labelColor = (theme: Parameters<typeof seriesColor>[0], label: number): string =>
  seriesColor(theme, label - 1);

export function MaskCanvas({
  size,
  url,
  codes,
  against,
  alt,
}: {
  size: ImageSize;
  /** Of the image; the labels alone without. */
  url?: string;
  /** Row-major [height, width] of the size. */
  codes: Uint8Array;
  /** The truth: what differs from it is shown, in red, in place of the labels. */
  against?: Uint8Array;
  alt: string;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useChartTheme();
  const { width, height } = size;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    let isCurrent = true;
    const overlay = overlayOf(width, height, codes, (i, code) =>
      against
        ? against[i] !== code && against[i] !== notCounted
          ? [214, 40, 40, 230]
          : undefined
        : code === 0 || code === notCounted
          ? undefined
          : [...rgbOf(labelColor(theme, code)), 140],
    );
    const paint = (image?: HTMLImageElement) => {
      context.clearRect(0, 0, width, height);
      if (image) {
        if (against) context.filter = 'grayscale(1)';
        drawFitted(context, image, size);
        context.filter = 'none';
      }
      context.drawImage(overlay, 0, 0);
    };
    if (!url) {
      paint();
      return;
    }
    const image = new Image();
    image.onload = () => isCurrent && paint(image);
    image.src = url;
    return () => {
      isCurrent = false;
    };
  }, [size, width, height, url, codes, against, theme]);
  return (
    <canvas ref={canvas} className={classes.mask} width={width} height={height} role="img" aria-label={alt} />
  );
}

function overlayOf(
  width: number,
  height: number,
  codes: Uint8Array,
  colorOf: (pixel: number, code: number) => readonly number[] | undefined,
): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  const pixels = context?.createImageData(width, height);
  if (!context || !pixels) return canvas;
  for (const [i, code] of codes.entries()) {
    const color = colorOf(i, code);
    if (color) pixels.data.set(color, 4 * i);
  }
  context.putImageData(pixels, 0, 0);
  return canvas;
}

const rgbOf = (hex: string): number[] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
