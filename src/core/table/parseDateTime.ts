/**
 * Dates and times as people write them, to epoch milliseconds. Without a zone they are UTC, so the same
 * file gives the same numbers everywhere. Slashes are month first (3/31/2024), dots are day first
 * (31.3.2024); what does not fit its convention is no date rather than a guess.
 */
const iso =
  /^(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?)?$/;
const numericDate =
  /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s?(AM|PM|am|pm)?)?$/;
const dayMonthName =
  /^(?:[A-Za-z]{3,9},?\s)?(\d{1,2})[\s-]([A-Za-z]{3,9})\.?,?[\s-](\d{4})(?:\s(\d{1,2}):(\d{2})(?::(\d{2}))?\s?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?$/;
const monthNameDay =
  /^([A-Za-z]{3,9})\.?\s(\d{1,2}),?\s(\d{4})(?:,?\s(\d{1,2}):(\d{2})(?::(\d{2}))?\s?(AM|PM|am|pm)?)?$/;

const monthNames =
  'january february march april may june july august september october november december'.split(' ');

const longestDateText = 48;

/** Texts that were read last: a column of days has few, and several look at each. */
const known = new Map<string, number>();
const mostKnown = 4096;

/** Epoch milliseconds, or NaN if the text is not a date. */
export function parseDateTime(text: string): number {
  if (text.length < 6 || text.length > longestDateText) return Number.NaN;
  let value = known.get(text);
  if (value !== undefined) return value;
  value = parse(text);
  if (known.size >= mostKnown) known.clear();
  known.set(text, value);
  return value;
}

function parse(text: string): number {
  const first = text.charCodeAt(0);
  if (first >= 48 && first <= 57) {
    let match = iso.exec(text);
    if (match) {
      const [, year, month, day, hour, minute, second, fraction, zone] = match;
      if (day === undefined && text[4] !== '-') return Number.NaN;
      return toEpochMs(year, month, day ?? '1', hour, minute, second, fraction) - zoneMs(zone);
    }
    match = numericDate.exec(text);
    if (match) {
      const [, a, separator, b, year, hour, minute, second, fraction, half] = match;
      const dayFirst = separator !== '/';
      const hours = half === undefined ? hour : to24Hours(hour, half);
      return toEpochMs(year, dayFirst ? b : a, dayFirst ? a : b, hours, minute, second, fraction);
    }
  }
  const named = dayMonthName.exec(text);
  if (named) {
    const [, day, month, year, hour, minute, second, zone] = named;
    return toEpochMs(year, monthNumber(month), day, hour, minute, second) - zoneMs(zone);
  }
  const american = monthNameDay.exec(text);
  if (american) {
    const [, month, day, year, hour, minute, second, half] = american;
    const hours = half === undefined ? hour : to24Hours(hour, half);
    return toEpochMs(year, monthNumber(month), day, hours, minute, second);
  }
  return Number.NaN;
}

/** A number used as a date: 20240131, epoch seconds, milliseconds, microseconds or nanoseconds, by magnitude; a year up to 9999. */
export function dateTimeFromNumber(value: number): number {
  if (Number.isInteger(value) && value >= 1000 && value <= 9999) return toEpochMs(String(value), '1', '1');
  if (Number.isInteger(value) && value >= 1000_01_01 && value <= 9999_12_31) {
    const text = String(value);
    const date = toEpochMs(text.slice(0, 4), text.slice(4, 6), text.slice(6, 8));
    if (!Number.isNaN(date)) return date;
  }
  const size = Math.abs(value);
  const ms = size < 1e11 ? value * 1000 : size < 1e14 ? value : size < 1e17 ? value / 1e3 : value / 1e6;
  return Math.abs(ms) <= 8.64e15 ? ms : Number.NaN;
}

type Part = string | undefined;

function toEpochMs(
  year: Part,
  month: Part,
  day: Part,
  hour: Part = '0',
  minute: Part = '0',
  second: Part = '0',
  fraction?: Part,
) {
  const [y, mo, d, h, mi, s] = [year, month, day, hour, minute, second].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (!(mo >= 1 && mo <= 12 && d >= 1 && h <= 24 && mi <= 59 && s <= 60) || h + (mi + s) / 200 > 24)
    return Number.NaN;
  const date = new Date(0);
  date.setUTCFullYear(y, mo - 1, d);
  if (date.getUTCMonth() !== mo - 1) return Number.NaN; // 31 April
  const ms = fraction === undefined ? 0 : Math.round(Number(`0.${fraction}`) * 1000);
  return date.getTime() + ((h * 60 + mi) * 60 + s) * 1000 + ms;
}

function to24Hours(hour: Part, half: string): string {
  const value = Number(hour);
  if (!(value >= 1 && value <= 12)) return 'NaN';
  return String((value % 12) + (half.toLowerCase() === 'pm' ? 12 : 0));
}

function monthNumber(name: Part): string {
  const wanted = (name ?? '').toLowerCase();
  const index = monthNames.findIndex((full) => full === wanted || full.slice(0, 3) === wanted);
  return index < 0 && wanted === 'sept' ? '9' : index < 0 ? 'NaN' : String(index + 1);
}

function zoneMs(zone: Part): number {
  if (zone === undefined || zone === 'Z' || zone === 'UTC' || zone === 'GMT') return 0;
  const sign = zone[0] === '-' ? -1 : 1;
  const digits = zone.slice(1).replace(':', '');
  const hours = Number(digits.slice(0, 2));
  const minutes = Number(digits.slice(2));
  return hours > 15 || minutes > 59 ? Number.NaN : sign * (hours * 60 + minutes) * 60_000;
}
