/** Small drawings as data: SVG paths in the colours of classes; no axes, no values. */

export interface SketchShape {
  /** Of an SVG path. */
  path: string;
  /** Class colour, 0 to 7. */
  color: number;
  /** Width of the line; filled when absent. */
  line?: number;
  opacity?: number;
  dashed?: boolean;
}

/** Filled discs, or rings drawn as lines. */
export const circles = (centres: readonly (readonly [x: number, y: number])[], radius: number): string =>
  centres
    .map(
      ([x, y]) =>
        `M${round(x - radius)} ${round(y)}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0`,
    )
    .join('');

export const box = (x: number, y: number, width: number, height: number): string =>
  `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}z`;

const round = (value: number): number => Math.round(value * 10) / 10;
