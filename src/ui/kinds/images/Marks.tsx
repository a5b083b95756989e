/** Boxes, outlines and the mask of an image, drawn over it. */
import { useEffect, useRef } from 'react';
import { colourOfKey } from '#/core/images/maskCodes';
import { seriesColor, useChartTheme } from '#/ui/charts/palette';
import type { SeenImage } from './imageCache';
import classes from './images.module.css';

/** Number of the colour of each class, over all images of a dataset: those that are known first, others as they are met. */
export class ClassColours {
  readonly #numbers: Map<string, number>;

  constructor(known: readonly string[]) {
    this.#numbers = new Map([...known].sort().map((label, i) => [label, i]));
  }

  of(label: string): number {
    const number = this.#numbers.get(label) ?? this.#numbers.size;
    this.#numbers.set(label, number);
    return number;
  }
}

export function Marks({
  image,
  names,
  colours,
}: {
  image: SeenImage;
  names: boolean;
  colours: ClassColours;
}) {
  const theme = useChartTheme();
  const { width, height, boxes = [], mask } = image;
  const kinds = [...new Set(boxes.map(({ label }) => label))];
  return (
    <>
      {mask && <Mask mask={mask} {...(kinds.length === 1 && { only: colours.of(kinds[0] as string) })} />}
      {boxes.length > 0 && (
        <svg className={classes.marks} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          {boxes.map((box, i) => {
            const color = seriesColor(theme, colours.of(box.label));
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

/** Each class in a colour of its own, `only` where the boxes are of one class; 0 is the ground. */
function Mask({
  mask: { width, height, classes: values },
  only,
}: {
  mask: NonNullable<SeenImage['mask']>;
  only?: number;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useChartTheme();
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const pixels = context.createImageData(width, height);
    const colors = new Map<number, readonly number[]>();
    for (const [i, value] of values.entries()) {
      if (value === 0) continue;
      const color = colors.get(value) ?? rgbOf(colourOfKey(value) ?? seriesColor(theme, only ?? value - 1));
      colors.set(value, color);
      pixels.data.set([...color, 110], 4 * i);
    }
    context.putImageData(pixels, 0, 0);
  }, [width, height, values, theme, only]);
  return <canvas ref={canvas} className={classes.marks} width={width} height={height} aria-hidden="true" />;
}

const rgbOf = (hex: string): number[] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
