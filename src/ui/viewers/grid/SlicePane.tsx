/** One orthogonal slice: pixels of the field, the crosshair on top; press or drag to move it. */
import { type PointerEvent, useEffect, useRef } from 'react';
import { type FrameSize, type Plane, planeLayouts, pointOf, slicePixels } from '#/core/slices/slicePixels';
import type { GridAxis } from '#/core/grid/gridSchema';
import styles from './grid.module.css';
import { Sides } from './Sides';

const axisNames = ['x', 'y', 'z'] as const;

export interface SlicePaneProps {
  plane: Plane;
  frame?: Float32Array;
  size: FrameSize;
  point: readonly [number, number, number];
  flip: boolean;
  colors: Uint8Array;
  level(value: number): number;
  labels: readonly [string, string, string];
  /** Width over height of the picture. */
  aspect: number;
  axes: readonly [GridAxis, GridAxis, GridAxis];
  /** Where the slice lies, in the axis' own unit. */
  place: string;
  onPoint(point: [number, number, number]): void;
}

export function SlicePane(props: SlicePaneProps) {
  const { plane, frame, size, point, flip, colors, level, labels, aspect, axes, place, onPoint } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const { across, up, through } = planeLayouts[plane];
  const at = point[through] as number;
  const width = size[across] as number;
  const height = size[up] as number;

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !frame) return;
    const { pixels } = slicePixels({ frame, size, plane, at, level, colors, flip });
    context.putImageData(new ImageData(pixels, width, height), 0, 0);
  }, [frame, size, plane, at, level, colors, flip, width, height]);

  const move = (event: PointerEvent<HTMLDivElement>) => {
    if (event.type === 'pointermove' && event.buttons === 0) return;
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    const { left, top, width: wide, height: tall } = event.currentTarget.getBoundingClientRect();
    const shares = [(event.clientX - left) / wide, (event.clientY - top) / tall] as const;
    onPoint(pointOf(plane, size, point, shares, flip));
  };
  const across100 = (100 * ((point[across] as number) + 0.5)) / width;
  const row = flip ? height - 1 - (point[up] as number) : (point[up] as number);
  const down100 = (100 * (row + 0.5)) / height;

  return (
    <figure className={styles.pane}>
      <figcaption className={styles.caption}>
        <span>
          {labels[across]} → · {labels[up]} {flip ? '↑' : '↓'}
        </span>
        <span className="num">
          {labels[through]} {place}
        </span>
      </figcaption>
      <div className={styles.stage}>
        <div
          className={styles.picture}
          style={{ aspectRatio: aspect, width: `min(100cqw, ${100 * aspect}cqh)` }}
          onPointerDown={move}
          onPointerMove={move}
        >
          <canvas
            ref={canvas}
            width={width}
            height={height}
            role="img"
            aria-label={`Slice across ${axisNames[across]} and ${axisNames[up]} at ${axisNames[through]} ${at}`}
          />
          <div className={styles.vertical} style={{ left: `${across100}%` }} />
          <div className={styles.horizontal} style={{ top: `${down100}%` }} />
          <Sides across={axes[across]?.ends} up={axes[up]?.ends} flip={flip} />
        </div>
      </div>
    </figure>
  );
}
