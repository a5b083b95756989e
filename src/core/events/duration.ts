/** Lengths of time: "90 s", "1 h 30 min", 15m; and the round ones people choose. */
export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;
export const week = 7 * day;

const units: [name: string, ms: number, spelled: RegExp][] = [
  ['d', day, /^d(ays?)?$/i],
  ['h', hour, /^h(rs?|ours?)?$/i],
  ['min', minute, /^m(in(s|utes?)?)?$/i],
  ['s', second, /^s(ec(s|onds?)?)?$/i],
  ['ms', 1, /^(ms|milliseconds?)$/i],
];
const weeks = /^w(eeks?)?$/i;

export const roundDurations = [
  1, 10, 100, 1, 5, 10, 30, 60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 604_800, 2_419_200,
].map((amount, i) => (i < 3 ? amount : amount * second));

/** Milliseconds; NaN where it is no duration. */
export function parseDuration(text: string): number {
  const trimmed = text.trim();
  if (trimmed.length > 40) return Number.NaN;
  const parts = [...trimmed.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)\s*/giy)];
  if (parts.length === 0 || parts.reduce((sum, [part]) => sum + part.length, 0) !== trimmed.length)
    return Number.NaN;
  let sum = 0;
  for (const [, amount, unit = ''] of parts) {
    const ms = weeks.test(unit) ? week : units.find(([, , spelled]) => spelled.test(unit))?.[1];
    if (ms === undefined) return Number.NaN;
    sum += Number(amount) * ms;
  }
  return Math.round(sum);
}

/** "1 h 30 min" */
export function durationText(ms: number): string {
  if (!Number.isFinite(ms)) return '';
  if (ms === 0) return '0 s';
  let rest = ms;
  const parts: string[] = [];
  for (const [name, size] of units) {
    const count = Math.floor(rest / size);
    if (count === 0) continue;
    parts.push(`${count.toLocaleString('en')} ${name}`);
    rest -= count * size;
  }
  return parts.join(' ') || `${ms} ms`;
}
