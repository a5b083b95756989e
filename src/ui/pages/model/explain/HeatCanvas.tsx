/** A map laid over a picture: orange for what is above 0, blue below, the more the less is seen through it. */
import { useEffect, useRef } from 'react';
import classes from './explain.module.css';
import { heatColors } from './heatColors';

/** Of the largest, so that the picture is seen below. */
const mostOpaque = 200;

export function HeatCanvas({
  width,
  height,
  most,
  at,
  label,
}: {
  width: number;
  height: number;
  /** The largest of all that is shown so, whatever its sign. */
  most: number;
  at: (column: number, row: number) => number;
  label: string;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const pixels = context.createImageData(width, height);
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++) {
        const value = at(column, row);
        const [red, green, blue] = value < 0 ? heatColors.below : heatColors.above;
        const opaque = most > 0 ? (mostOpaque * Math.abs(value)) / most : 0;
        pixels.data.set([red, green, blue, opaque], 4 * (row * width + column));
      }
    context.putImageData(pixels, 0, 0);
  }, [width, height, most, at]);
  return (
    <canvas
      ref={canvas}
      className={classes.heat}
      width={width}
      height={height}
      role="img"
      aria-label={label}
    />
  );
}
