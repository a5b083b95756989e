/** Boxes, outlines and the mask of an image, drawn over it. */
import { useEffect, useRef } from 'react';
import { seriesColor, useChartTheme } from '#/ui/charts/palette';
import type { SeenImage } from './imageCache';
import classes from './images.module.css';

export function Marks({ image, names }: { image: SeenImage; names: boolean }) {
  const theme = useChartTheme();
  const { width, height, boxes = [], mask } = image;
  const kinds = [...new Set(boxes.map(({ label }) => label))];
  return (
    <>
      {mask && <Mask mask={mask} />}
      {boxes.length > 0 && (
        <svg className={classes.marks} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          {boxes.map((box, i) => {
            const color = seriesColor(theme, kinds.indexOf(box.label));
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: boxes never move
              <g key={i} stroke={color} fill="none" vectorEffect="non-scaling-stroke">
                {box.outline?.map((outline, at) => (
                  <polygon
                    // biome-ignore lint/suspicious/noArrayIndexKey: outlines never move
                    key={at}
                    points={pairs(outline)}
                    strokeWidth={1.5}
                    vectorEffect="non-scaling-stroke"
                  />
                ))}
                <rect
                  x={box.x}
                  y={box.y}
                  width={Math.max(0, box.width)}
                  height={Math.max(0, box.height)}
                  strokeWidth={2}
                  vectorEffect="non-scaling-stroke"
                />
                {names && (
                  <text
                    x={box.x + width / 200}
                    y={box.y + height / 22}
                    fontSize={height / 22}
                    fill={color}
                    stroke="none"
                  >
                    {box.label}
                  </text>
                )}
              </g>
            );
          })}
        </svg>
      )}
    </>
  );
}

const pairs = (outline: readonly number[]): string =>
  outline.map((value, i) => (i % 2 ? `${value} ` : `${value},`)).join('');

/** Each class in a colour of its own; 0 is the ground. */
function Mask({ mask: { width, height, classes: values } }: { mask: NonNullable<SeenImage['mask']> }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useChartTheme();
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const pixels = context.createImageData(width, height);
    const colors = new Map<number, readonly number[]>();
    for (const [i, value] of values.entries()) {
      if (value === 0) continue;
      const color = colors.get(value) ?? rgbOf(seriesColor(theme, colors.size));
      colors.set(value, color);
      pixels.data.set([...color, 110], 4 * i);
    }
    context.putImageData(pixels, 0, 0);
  }, [width, height, values, theme]);
  return <canvas ref={canvas} className={classes.marks} width={width} height={height} aria-hidden="true" />;
}

const rgbOf = (hex: string): number[] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
