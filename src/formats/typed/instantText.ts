/** Instants counted from 1970 as ISO texts, with every digit they have. */

const dayMs = 86_400_000;
/** What a Date reaches, in days. */
const farthestDay = 100_000_000;

let lastDay = Number.NaN;
let lastText = '';

/** null beyond what calendars here reach. */
export function dayText(day: number): string | null {
  if (!(Math.abs(day) <= farthestDay)) return null;
  if (day !== lastDay) {
    lastDay = day;
    lastText = new Date(day * dayMs).toISOString().replace(/T.*$/, '');
  }
  return lastText;
}

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** `second` of the day; `fraction` counts units of which `digits` digits make a second. */
function timeText(second: number, fraction: number, digits: number): string {
  const whole = `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
  if (fraction === 0) return whole;
  const text = String(fraction).padStart(digits, '0');
  return `${whole}.${text.endsWith('000') && digits > 3 ? text.replace(/(?:000)+$/, '') : text}`;
}

/** `digits`: 0 for seconds, 3 for milliseconds, 6, 9. `zone`: "Z" for an instant, "" for a time on the wall. */
export function instantText(value: bigint | number, digits: number, zone: string): string | null {
  const scale = 10 ** digits;
  let second: number;
  let fraction: number;
  if (typeof value === 'number' || isSafe(value)) {
    const number = Number(value);
    second = Math.floor(number / scale);
    fraction = number - second * scale;
  } else {
    const big = BigInt(scale);
    let rest = value % big;
    let whole = value / big;
    if (rest < 0n) {
      rest += big;
      whole -= 1n;
    }
    second = Number(whole);
    fraction = Number(rest);
  }
  const day = Math.floor(second / 86_400);
  const date = dayText(day);
  return date === null ? null : `${date}T${timeText(second - day * 86_400, fraction, digits)}${zone}`;
}

const isSafe = (value: bigint): boolean =>
  value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER);
