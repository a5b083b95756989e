/**
 * Dates as people write them, taken apart without deciding which of 03/04 is the month; `epochOf` decides with
 * the order of the column. Also names of months, ISO weeks, quarters and years of two digits.
 */
import { monthOfName } from './monthNames';
import type { DateOrder } from './readOptions';

export interface WrittenDate {
  /** The numbers in the order written; for names of months in the order year, month, day. */
  parts: [number, number, number];
  /** The orders under which it is a date. */
  orders: Record<DateOrder, boolean>;
  /** The text says the order by itself: a year of four digits first, a month by name. */
  fixed: boolean;
  twoDigitYear: boolean;
  separator: string;
  hasTime: boolean;
  timeMs: number;
  zoneMs: number | undefined;
}

export const usualPivot = 69;
const longestDateText = 60;

const time =
  /(?:T|,?\s+(?:um|at|à|alle|om)?\s*|,)(\d{1,2})(?:[:h](\d{2})(?:[:m](\d{2})(?:[.,](\d{1,9}))?)?)?\s?([ap]\.?\s?m\.?)?\s?(?:Uhr)?\s?(Z|UTC|GMT|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?|[A-Z]{3,4})?\s?(?:\[[\w/]+\]|\([\w /]+\))?$/i;
/** Names of zones that mean one thing; CST, IST and BST are several. Minutes east of Greenwich. */
const zones: Record<string, number> = {
  WET: 0,
  WEST: 60,
  CET: 60,
  CEST: 120,
  MEZ: 60,
  MESZ: 120,
  EET: 120,
  EEST: 180,
  MSK: 180,
  JST: 540,
  KST: 540,
  AEST: 600,
  AEDT: 660,
  NZST: 720,
  NZDT: 780,
  EST: -300,
  EDT: -240,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  AKST: -540,
  AKDT: -480,
  HST: -600,
};
const compactTime = /^(\d{8})T?(\d{2})(\d{2})(\d{2})?(Z)?$/;
const numeric = /^(\d{1,4})([-/.]\s?|\s)(\d{1,2})\2(\d{1,4})\.?$/;
const compact = /^(\d{4})(\d{2})(\d{2})$/;
const dayNameYear =
  /^(?:[\p{L}]{2,}\.?,?\s)?(\d{1,2})(?:\.|st|nd|rd|th|º|er)?[\s/-]*(?:de |of )?(\p{L}{3,})\.?,?[\s/-]*(?:de |del )?('?\d{2}|\d{4})(?:\sг\.?|\sгода)?$/u;
const nameDayYear = /^(?:\p{L}{3,}\.?,\s)?(\p{L}{3,})\.?[\s-](\d{1,2})(?:st|nd|rd|th)?,?[\s-](\d{4})$/u;
const yearNameDay = /^(\d{4})[\s/-](\p{L}{3,})\.?[\s/-](\d{1,2})$/u;
const nameYear = /^(\p{L}{3,})\.?,?[\s/-](?:de )?(\d{4})$/u;
/** Jan-24 of spreadsheets, Jan '24. Jan 24 is a day without its year. */
const nameShortYear = /^(\p{L}{3,})\.?(?:[-/']|\s')(\d{2})$/u;
const yearMonth = /^(\d{4})-(\d{1,2})$/;
const monthYear = /^(\d{2})\/((?:19|20)\d{2})$/;
const week = /^(\d{4})-?W(\d{2})(?:-?([1-7]))?$/i;
const quarter = /^(?:(\d{4})[\s/-]?Q([1-4])|(?:Q([1-4])[\s/'-]?|([1-4])Q[\s/'-]?)(\d{4}))$/i;
/** Mon Feb  5 10:00:00 2024 and Wed Oct 10 20:19:24 +0000 2018. */
const yearLast =
  /^\p{L}{3}\s(\p{L}{3})\s+(\d{1,2})\s(\d{2}:\d{2}:\d{2})\s(?:([A-Z]{3,4}|[+-]\d{4})\s)?(\d{4})$/u;
/** 01.02.2024 9.30 and 01-JAN-24 10.30.00.000000 AM of Oracle. */
const dottedTime = /^(.{6,}?)\s(\d{1,2})\.(\d{2})(?:\.(\d{2})(\.\d{1,9})?)?(\s?[ap]\.?m\.?)?$/i;
/** 05/Feb/2024:10:00:00 +0100 */
const ofServer = /^\[?(\d{1,2}\/\p{L}{3}\/\d{4}):(\d{2}:\d{2}:\d{2})(?:\s([+-]\d{4}))?\]?$/u;
const eastern = /^(\d{4})[年년]\s?(\d{1,2})[月월]\s?(\d{1,2})[日일]?$/;

/** /Date(1700000000000+0100)/ of ASP.NET. */
const ofScript = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/;
/** Years of Japanese eras: 令和5年 is 2023, its first year is called 元年. */
const eras: Record<string, number> = { 令和: 2018, 平成: 1988, 昭和: 1925, 大正: 1911, 明治: 1867 };
const ofEra = /^(令和|平成|昭和|大正|明治)\s?(\d{1,2}|元)(?=年)/;
/** Before a date in numbers. */
const weekday = /^\p{L}{2,12}\.?,?\s(?=\d{1,4}[-/.]\d)/u;

export function parseDateText(written: string): WrittenDate | undefined {
  if (written.length < 5 || written.length > longestDateText || !/\d/.test(written)) return undefined;
  const epoch = ofScript.exec(written);
  if (epoch) return ofEpoch(Number(epoch[1]));
  const text = written
    .replace(weekday, '')
    .replace(ofEra, (_, era: string, year: string) =>
      String((eras[era] as number) + (year === '元' ? 1 : Number(year))),
    );
  const whole = dateOnly(text);
  if (whole) return whole;
  const last = yearLast.exec(text);
  if (last)
    return parseDateText(`${last[2]} ${last[1]} ${last[5]} ${last[3]}${last[4] ? ` ${last[4]}` : ''}`);
  const dotted = dottedTime.exec(text);
  if (dotted && dateOnly(dotted[1] ?? '', true)) {
    const [, date, hour, minute, second, fraction = '', half = ''] = dotted;
    return parseDateText(`${date} ${hour}:${minute}${second ? `:${second}` : ''}${fraction}${half}`);
  }
  const server = ofServer.exec(text);
  if (server) return parseDateText(`${server[1]} ${server[2]}${server[3] ? ` ${server[3]}` : ''}`);
  const packed = compactTime.exec(text);
  const clock = packed ?? time.exec(text);
  if (!clock) return undefined;
  if (packed) {
    const date = dateOnly(packed[1] ?? '', true);
    const timeMs = msOfDay(packed[2], packed[3], packed[4], undefined, undefined);
    return date && Number.isFinite(timeMs)
      ? { ...date, hasTime: true, timeMs, zoneMs: packed[5] ? 0 : undefined }
      : undefined;
  }
  const [, hour, minute, second, fraction, half, zone] = clock;
  // A bare hour needs a T or am and pm: "3 May 20" has none.
  if (minute === undefined && half === undefined && !/T\d{1,2}\s?(?:Z|[+-][\d:]+)?$/.test(text))
    return undefined;
  const date = dateOnly(text.slice(0, clock.index).trimEnd(), true);
  const timeMs = msOfDay(hour, minute, second, fraction, half);
  const zoneMs = zoneOf(zone);
  if (!date || !Number.isFinite(timeMs) || Number.isNaN(zoneMs)) return undefined;
  return { ...date, hasTime: true, timeMs, zoneMs };
}

function dateOnly(text: string, beforeTime = false): WrittenDate | undefined {
  let match = numeric.exec(text);
  if (match) return ofNumbers(match[1] ?? '', (match[2] ?? '').trim() || ' ', match[3] ?? '', match[4] ?? '');
  if (beforeTime && (match = compact.exec(text))) return named(match[1], Number(match[2]), match[3]);
  if ((match = dayNameYear.exec(text))) return named(match[3], monthOfName(match[2] ?? ''), match[1]);
  if ((match = nameDayYear.exec(text))) return named(match[3], monthOfName(match[1] ?? ''), match[2]);
  if ((match = yearNameDay.exec(text))) return named(match[1], monthOfName(match[2] ?? ''), match[3]);
  if ((match = nameYear.exec(text))) return named(match[2], monthOfName(match[1] ?? ''), '1');
  if ((match = nameShortYear.exec(text))) return named(match[2], monthOfName(match[1] ?? ''), '1');
  if ((match = yearMonth.exec(text))) return named(match[1], Number(match[2]), '1');
  if ((match = monthYear.exec(text))) return named(match[2], Number(match[1]), '1');
  if ((match = eastern.exec(text))) return named(match[1], Number(match[2]), match[3]);
  if ((match = quarter.exec(text)))
    return named(match[1] ?? match[5], Number(match[2] ?? match[3] ?? match[4]) * 3 - 2, '1');
  if ((match = week.exec(text))) return ofWeek(Number(match[1]), Number(match[2]), Number(match[3] ?? 1));
  return undefined;
}

function ofEpoch(ms: number): WrittenDate | undefined {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return undefined;
  const day = named(
    String(date.getUTCFullYear()).padStart(4, '0'),
    date.getUTCMonth() + 1,
    String(date.getUTCDate()),
  );
  return day && { ...day, hasTime: true, timeMs: ((ms % 86_400_000) + 86_400_000) % 86_400_000, zoneMs: 0 };
}

const noTime = { hasTime: false, timeMs: 0, zoneMs: undefined };

function named(year: string | undefined, month: number | undefined, day: string | undefined) {
  if (year === undefined || month === undefined) return undefined;
  const twoDigitYear = year.replace("'", '').length === 2;
  const parts: WrittenDate['parts'] = [Number(year.replace("'", '')), month, Number(day)];
  if (!isDay(twoDigitYear ? 2000 : parts[0], parts[1], parts[2])) return undefined;
  const orders = { ymd: true, dmy: false, mdy: false };
  return { parts, orders, fixed: true, twoDigitYear, separator: 'name', ...noTime };
}

function ofNumbers(a: string, separator: string, b: string, c: string): WrittenDate | undefined {
  const parts: WrittenDate['parts'] = [Number(a), Number(b), Number(c)];
  const [x, y, z] = parts;
  if (a.length === 3 || c.length === 3) return undefined;
  if (a.length === 4) {
    if (c.length > 2 || !isDay(x, y, z)) return undefined;
    return {
      parts,
      orders: { ymd: true, dmy: false, mdy: false },
      fixed: true,
      twoDigitYear: false,
      separator,
      ...noTime,
    };
  }
  const twoDigitYear = c.length === 2;
  // 1 2 24 and 1.2.3 are hardly dates.
  if (c.length === 1 || (twoDigitYear && separator === ' ')) return undefined;
  const year = twoDigitYear ? 2000 : z;
  const orders = {
    ymd: twoDigitYear && a.length === 2 && isDay(2000, y, z),
    dmy: isDay(year, y, x),
    mdy: separator !== '.' && isDay(year, x, y),
  };
  if (!orders.ymd && !orders.dmy && !orders.mdy) return undefined;
  return { parts, orders, fixed: false, twoDigitYear, separator, ...noTime };
}

function ofWeek(year: number, number: number, day: number): WrittenDate | undefined {
  if (number < 1 || number > 53) return undefined;
  const fourth = new Date(Date.UTC(year, 0, 4));
  const monday = fourth.getTime() - ((fourth.getUTCDay() + 6) % 7) * 86_400_000;
  const date = new Date(monday + ((number - 1) * 7 + day - 1) * 86_400_000);
  return named(String(date.getUTCFullYear()), date.getUTCMonth() + 1, String(date.getUTCDate()));
}

/** Epoch milliseconds, or NaN where the order does not fit. */
export function epochOf(date: WrittenDate, order: DateOrder, pivot = usualPivot): number {
  const used = date.fixed ? 'ymd' : order;
  if (!date.orders[used]) return Number.NaN;
  const [a, b, c] = date.parts;
  const [year, month, day] = used === 'ymd' ? [a, b, c] : used === 'dmy' ? [c, b, a] : [c, a, b];
  const full = date.twoDigitYear ? year + (year < pivot ? 2000 : 1900) : year;
  if (!isDay(full, month, day)) return Number.NaN;
  return utc(full, month, day) + date.timeMs - (date.zoneMs ?? 0);
}

/** The order that is meant where only one fits; undefined where several do. */
export function provenOrder({ fixed, orders }: WrittenDate): DateOrder | undefined {
  if (fixed) return undefined;
  if (orders.dmy === orders.mdy) return orders.dmy ? undefined : 'ymd';
  return orders.dmy ? 'dmy' : 'mdy';
}

/** ISO 8601: the time as it was on the clock, with its zone where the text had one. */
export function toIsoText(ms: number, { hasTime, zoneMs }: WrittenDate): string {
  const clock = new Date(ms + (zoneMs ?? 0)).toISOString();
  if (!hasTime) return clock.slice(0, clock.indexOf('T'));
  const text = clock.slice(0, -1).replace(/\.000$/, '');
  if (zoneMs === undefined) return text;
  if (zoneMs === 0) return `${text}Z`;
  const minutes = Math.abs(zoneMs) / 60_000;
  const two = (n: number) => String(n).padStart(2, '0');
  return `${text}${zoneMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function isDay(year: number, month: number, day: number): boolean {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 31)) return false;
  return new Date(utc(year, month, day)).getUTCMonth() === month - 1;
}

function utc(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime();
}

type Part = string | undefined;

function msOfDay(hour: Part, minute: Part = '0', second: Part = '0', fraction: Part, half: Part): number {
  let h = Number(hour);
  if (half !== undefined) {
    if (h < 1 || h > 12) return Number.NaN;
    h = (h % 12) + (/^p/i.test(half) ? 12 : 0);
  }
  const [mi, s] = [Number(minute), Number(second)];
  if (h > 24 || mi > 59 || s > 60 || (h === 24 && mi + s > 0)) return Number.NaN;
  const ms = fraction === undefined ? 0 : Math.round(Number(`0.${fraction}`) * 1000);
  return ((h * 60 + mi) * 60 + s) * 1000 + ms;
}

/** undefined without a zone, NaN for none that exists. */
function zoneOf(zone: Part): number | undefined {
  if (zone === undefined) return undefined;
  const match = /([+-])(\d{1,2}):?(\d{2})?$/.exec(zone);
  if (!match) {
    const name = zone.toUpperCase();
    return /^(?:Z|UTC|GMT)$/.test(name) ? 0 : (zones[name] ?? Number.NaN) * 60_000;
  }
  const hours = Number(match[2]);
  const minutes = Number(match[3] ?? 0);
  return hours > 15 || minutes > 59
    ? Number.NaN
    : (match[1] === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
