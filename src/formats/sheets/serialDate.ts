/** Days counted as spreadsheets count them, and the formats that say that a number is such a count. */

const dayMs = 86_400_000;
const builtInDates = new Set([
  14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58,
]);
const builtInTimes = new Set([18, 19, 20, 21, 32, 33, 45, 46, 47]);

export type DateFormat = 'date' | 'time' | undefined;

export const builtInFormat = (id: number): DateFormat =>
  builtInDates.has(id) ? 'date' : builtInTimes.has(id) ? 'time' : undefined;

/** "d/m/yyyy;@", [h]:mm: letters of dates outside of quotes, colours and conditions. */
export function dateFormatOf(code: string): DateFormat {
  const [first = ''] = code
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .split(';');
  if (/general/i.test(first)) return undefined;
  if (/[yd]|mmm|(?:^|[^hs:\]])m+[^ms:0]*$/i.test(first.replace(/am\/pm|a\/p/gi, '')))
    return /[yd]|mmm/i.test(first) ? 'date' : 'time';
  return /[hs]/i.test(first) ? 'time' : undefined;
}

/** ISO text of a day, of a moment, or of a time of day; undefined where the count is none. */
export function serialText(serial: number, format: 'date' | 'time', since1904: boolean): string | undefined {
  if (!Number.isFinite(serial) || serial < -700_000 || serial > 2_958_466) return undefined;
  if (format === 'time') return timeText(Math.round(serial * dayMs));
  // Excel counts a 29 February 1900 that never was.
  const days = since1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
  const ms = Math.round((days - 25_569) * dayMs);
  const text = new Date(ms).toISOString();
  const whole = ms % dayMs === 0;
  return whole ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 23).replace(/\.000$/, '')}`;
}

/** Hours may go beyond a day. */
function timeText(ms: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const sign = ms < 0 ? '-' : '';
  const rest = Math.abs(ms);
  const fraction = rest % 1000;
  const second = Math.floor(rest / 1000);
  return `${sign}${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}${fraction ? `.${String(fraction).padStart(3, '0')}` : ''}`;
}
