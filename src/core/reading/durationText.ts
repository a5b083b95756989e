/** Times of day and durations, to seconds: 10:30, 1:02:03.5, 9:15 pm, 1h 30m, PT1H30M, 2 days 03:04:05. */
const clock = /^(-?)(\d{1,4}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?([ap]\.?m\.?)?$/i;
const days = /^(-?\d+) days?,? (?:([+-]?)(\d{1,2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?)?$/;
const iso = /^(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const words =
  /^(?:(\d+)\s?h(?:rs?|ours?)?)?\s?(?:(\d+)\s?m(?:in(?:s|utes?)?)?)?\s?(?:(\d+(?:\.\d+)?)\s?s(?:ec(?:s|onds?)?)?)?$/i;

/** Seconds, or NaN. */
export function parseDuration(text: string): number {
  if (text.length < 2 || text.length > 40) return Number.NaN;
  let match = clock.exec(text);
  if (match) {
    const [, sign, h, m, s = '0', fraction = '0', half] = match;
    let hours = Number(h);
    if (half !== undefined) {
      if (hours < 1 || hours > 12) return Number.NaN;
      hours = (hours % 12) + (/^p/i.test(half) ? 12 : 0);
    }
    return toSeconds(sign === '-', hours, m, s, fraction);
  }
  match = days.exec(text);
  if (match) {
    const [, count, sign, h = '0', m = '0', s = '0', fraction = '0'] = match;
    return Number(count) * 86_400 + toSeconds(sign === '-', Number(h), m, s, fraction);
  }
  match = text.length > 2 ? iso.exec(text) : null;
  if (match && match.slice(2).some((part) => part !== undefined)) {
    const [, sign, d = 0, h = 0, m = 0, s = 0] = match;
    const seconds = Number(d) * 86_400 + Number(h) * 3600 + Number(m) * 60 + Number(s);
    return sign === '-' ? -seconds : seconds;
  }
  // One unit alone (5 h) is a number with a unit.
  match = words.exec(text);
  if (match && match.slice(1).filter((part) => part !== undefined).length > 1) {
    const [, h = 0, m = 0, s = 0] = match;
    return Number(h) * 3600 + Number(m) * 60 + Number(s);
  }
  return Number.NaN;
}

function toSeconds(
  negative: boolean,
  hours: number,
  m: string | undefined,
  s: string,
  fraction: string,
): number {
  const [minutes, seconds] = [Number(m), Number(s)];
  if (minutes > 59 || seconds > 60) return Number.NaN;
  const total = hours * 3600 + minutes * 60 + Number(`${seconds}.${fraction}`);
  return negative ? -total : total;
}
