/** What counts in an image, laid over it: orange where the answer drops without it, blue where it rises. */
import { NativeSelect } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Picture } from '#/core/explain/attribution';
import type { FittedImages } from '#/core/images/fittedImages';
import { formatNumber } from '#/ui/charts/formatNumber';
import type { AttributionViewProps } from './attributionViews';
import classes from './explain.module.css';
import { SeenImage } from './SeenImage';

const [drops, rises] = [
  [232, 113, 10],
  [38, 118, 224],
] as const;
/** Of the largest, so that the image is seen below. */
const mostOpaque = 200;

export function PictureView({ found, version, of, largest }: AttributionViewProps<Picture>) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [part, setPart] = useState(0);
  const {
    shape: [height, width, count],
    parts,
    values,
    signs,
  } = found;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const most = Math.max(...values.map(Math.abs), Number.MIN_VALUE);
    const pixels = context.createImageData(width, height);
    for (let i = 0; i < width * height; i++) {
      const value = values[i * count + part] as number;
      pixels.data.set([...(value < 0 ? rises : drops), (mostOpaque * Math.abs(value)) / most], 4 * i);
    }
    context.putImageData(pixels, 0, 0);
  }, [values, width, height, count, part]);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  return (
    <>
      {parts.length > 1 && (
        <NativeSelect
          label="Channel"
          w={160}
          value={String(part)}
          data={parts.map((name, i) => ({ value: String(i), label: name }))}
          onChange={(event) => setPart(Number(event.currentTarget.value))}
        />
      )}
      <SeenImage of={of} size={version.input.fitted as FittedImages}>
        <canvas
          ref={canvas}
          className={classes.heat}
          width={width}
          height={height}
          role="img"
          aria-label={`${found.measure}, by place`}
        />
      </SeenImage>
      <ul className={classes.heatKey}>
        <li>
          <i style={{ background: `rgb(${drops.join()})` }} /> {signs?.more ?? 'drops'}, by up to{' '}
          {formatNumber(high)}
        </li>
        <li>
          <i style={{ background: `rgb(${rises.join()})` }} /> {signs?.less ?? 'rises'}, by up to{' '}
          {formatNumber(-low)}
        </li>
      </ul>
      {largest && (
        <p className="quiet">
          {signs?.how ?? `${found.measure} when a patch is hidden.`} Largest around column {largest.x + 1},
          row {largest.y + 1} of {width} × {height}: {formatNumber(largest.value)}
          {parts.length > 1 && ` (${largest.part})`}.
        </p>
      )}
    </>
  );
}
