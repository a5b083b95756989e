/** From values to levels of a colour map. A logarithmic scale shows orders of magnitude above its lower end. */
import { colorLevels } from './colorMaps';

export interface ColorRange {
  low: number;
  high: number;
  log: boolean;
}

/** Level of a value that is not a number. */
export const missingLevel = -1;

/** Of a value the level 0 to 255, clamped; `missingLevel` for NaN. */
export function colorScale({ low, high, log }: ColorRange): (value: number) => number {
  const last = colorLevels - 1;
  if (log) {
    const start = Math.log(Math.max(low, Number.MIN_VALUE));
    const scale = last / Math.max(Math.log(high) - start, Number.EPSILON);
    return (value) => {
      if (Number.isNaN(value)) return missingLevel;
      if (value <= low) return 0;
      return Math.min(last, Math.round((Math.log(value) - start) * scale));
    };
  }
  const scale = high > low ? last / (high - low) : 0;
  return (value) => {
    if (Number.isNaN(value)) return missingLevel;
    const level = Math.round((value - low) * scale);
    return level < 0 ? 0 : level > last ? last : level;
  };
}

/** A range that can be drawn: in order, above zero when logarithmic. Undefined when the field offers none. */
export function logRange(low: number, high: number): ColorRange | undefined {
  if (!(high > 0)) return undefined;
  return { low: low > 0 ? low : high / 1e4, high, log: true };
}
