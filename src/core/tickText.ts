/** Numbers along an axis: as short as they can be told apart. */

const leastDigits = 3;
/** Beyond, the axis itself is no longer exact. */
const mostDigits = 12;

const compacts = new Map<number, Intl.NumberFormat>();
function compact(value: number, digits: number): string {
  let format = compacts.get(digits);
  if (!format) {
    format = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: digits });
    compacts.set(digits, format);
  }
  return format.format(value);
}

/** "0.25", "12K", "2e6"; `digits` are significant ones, fewer where the rest are zeros. */
export function tickText(value: number, digits = leastDigits): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6))
    return Number(value.toPrecision(digits)).toExponential().replace('e+', 'e').replaceAll('-', '−');
  if (size >= 1e4) return compact(value, digits).replace('-', '−');
  return String(Number(value.toPrecision(Math.max(4, digits)))).replace('-', '−');
}

/** The text of every tick of one axis: with so many digits that none is off by more than a hundredth of a step. */
export function tickFormat(ticks: readonly number[]): (value: number) => string {
  const sorted = ticks.toSorted((a, b) => a - b);
  const step = Math.min(...sorted.slice(1).map((tick, i) => tick - (sorted[i] as number)));
  let digits = leastDigits;
  const isOff = (tick: number) => Math.abs(Number(tick.toPrecision(digits)) - tick) > step / 100;
  while (digits < mostDigits && ticks.some(isOff)) digits++;
  return (value) => tickText(value, digits);
}
