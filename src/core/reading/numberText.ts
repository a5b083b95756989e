/**
 * Numbers as people write them: signs and blanks of Unicode, parentheses, currencies, percent, a unit, marks
 * between groups of digits. A text is taken apart without deciding what `1.234` means; `valueOf` decides
 * with the format of the column.
 */
import { parseAngle } from './angleText';
import type { GroupMark } from './readOptions';

export interface WrittenNumber {
  negative: boolean;
  /** Digits with their marks, blanks as ' ', apostrophes as "'". */
  body: string;
  /** '', '%', a currency or the unit behind the number. */
  unit: string;
  /** Of money: 1e6 for $1.2M. */
  times: number;
  marks: Marks;
}

/** What the marks in a body say by themselves. `either`: one group of three digits behind one mark. */
export interface Marks {
  decimal: '' | '.' | ',';
  group: GroupMark;
  either: '' | '.' | ',';
}

export interface NumberFormat {
  decimal: '.' | ',';
  thousands: GroupMark;
}

const longestNumberText = 64;
const blanks = /[\u00a0\u2000-\u200b\u202f\u205f\u2060\u3000]/g;
const minuses = /[\u2212\u2010-\u2013\uff0d\ufe63]/g;
const currencyCode =
  'USD|EUR|GBP|CHF|JPY|CNY|RMB|INR|RUB|BRL|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|TRY|ZAR|MXN|KRW|SGD|HKD|THB|ILS|AED|US\\$|R\\$|C\\$|A\\$|kr\\.?|z\u0142|K\u010d|Ft|Fr\\.?|Rs\\.?|\\p{Sc}';
/** Only of money: 1.2M alone may be metres, and is decided by its column. */
const timesOf: Record<string, number> = {
  k: 1e3,
  K: 1e3,
  tsd: 1e3,
  m: 1e6,
  M: 1e6,
  mn: 1e6,
  MM: 1e6,
  mio: 1e6,
  million: 1e6,
  millions: 1e6,
  b: 1e9,
  B: 1e9,
  bn: 1e9,
  mrd: 1e9,
  billion: 1e9,
  billions: 1e9,
  T: 1e12,
  tn: 1e12,
  trillion: 1e12,
};
const magnitudes =
  '[kKmMbBT]|MM|[mbt]n|[Mm]io\\.?|[Mm]rd\\.?|[Tt]sd\\.?|[Mm]illions?|[Bb]illions?|[Tt]rillion';
const pattern = new RegExp(
  `^([+-]?)\\s?(?:(${currencyCode})\\s?)?([+-]?)(\\d[\\d.,' ]*?|[.,]\\d+)([eE][+-]?\\d{1,3})?(-?)(?:(\\s?)(${magnitudes})(?=$|\\s|\\p{Sc}))?(\\s?)(${currencyCode}|[%\u2030\uff05]|[\\p{L}\u00b0\u00b5\u2103\u2109][\\p{L}\\d\u00b0\u00b5/\u00b2\u00b3\u00b7^*.%-]{0,11})?(-?)$`,
  'u',
);
/** Units that may stand right behind the digits. */
const gluedUnits = new Set(
  'kg g mg µg μg t lb lbs oz km m cm mm µm μm nm mi ft in yd s ms µs μs ns h hr hrs min d yr yrs °C °F ℃ ℉ ° K C F Pa hPa kPa MPa bar mbar psi V mV kV A mA W kW MW GW kWh MWh GWh Wh J kJ MJ cal kcal Hz kHz MHz GHz dB B kB KB MB GB TB kb Mb Gb l L ml mL dl cl m² m³ m2 m3 km² km2 km/h kmh mph m/s px pt em rpm mol mmol k K M T mn bn Mio Mrd KiB MiB GiB TiB ppm ppb bp cc hp PS Nm N kN € $ x'.split(
    ' ',
  ),
);
const currency = new RegExp(`^(?:${currencyCode})$`, 'u');
/** day and days. */
export const sameUnit = (a: string, b: string): boolean =>
  a === b || (a.length > 2 && b.length > 2 && (`${a}s` === b || `${b}s` === a));
export const isCurrency = (unit: string): boolean => currency.test(unit);

/** Full-width, Arabic, Persian, Devanagari: those of others begin at another place each. */
const firstDigits = [0xff10, 0x0660, 0x06f0, 0x0966];
const otherDigits = /[\uff10-\uff19\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g;
const anyDigit = /[\d\uff10-\uff19\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/;
export const hasDigit = (text: string): boolean => anyDigit.test(text);
const valueOfDigit = (digit: string): number => {
  const code = digit.charCodeAt(0);
  return code - (firstDigits.find((first) => code >= first && code < first + 10) ?? code);
};

export function parseNumberText(text: string): WrittenNumber | undefined {
  if (text.length === 0 || text.length > longestNumberText || !hasDigit(text)) return undefined;
  let plain = withPlainExponent(
    text
      .replace(otherDigits, (digit) => String(valueOfDigit(digit)))
      .replaceAll('\u066b', '.')
      .replaceAll('\u066c', ',')
      .replace(blanks, ' ')
      .replace(minuses, '-')
      .replace(/[’`´]/g, "'")
      .trim(),
  );
  const angle = parseAngle(plain);
  if (angle !== undefined) return ofAngle(angle);
  let negative = false;
  const inner = /^\((.*)\)$/.exec(plain)?.[1] ?? /^([\p{Sc}-]?)\s?\((.*)\)$/u.exec(plain)?.slice(1).join('');
  if (inner !== undefined) {
    if (/^[+-]|-$/.test(inner)) return undefined;
    negative = true;
    plain = inner.trim();
  }
  const match = pattern.exec(plain);
  if (!match) return undefined;
  const [, sign, before = '', inside, digits = '', exponent = '', trailing, ...behind] = match;
  const [magnitudeGap, magnitude, unitGap, named = '', last] = behind;
  const isMoney = magnitude !== undefined && (before !== '' || isCurrency(named));
  if (magnitude !== undefined && !isMoney && named !== '') return undefined;
  const after = magnitude !== undefined && !isMoney ? magnitude : named;
  const gap = magnitude !== undefined && !isMoney ? magnitudeGap : unitGap;
  if ([sign, inside, trailing, last].filter((s) => s !== '').length > 1 || (before && after))
    return undefined;
  if (sign === '-' || inside === '-' || trailing === '-' || last === '-') negative = true;
  if (after && gap === '' && !gluedUnits.has(after) && !/^[%‰％]$/.test(after) && !isCurrency(after))
    return undefined;
  const body = digits.trimEnd();
  const marks = readMarks(body);
  if (!marks) return undefined;
  const unit = before || after.replace('％', '%');
  // +4512345678 is a telephone number.
  if ((sign === '+' || inside === '+') && unit === '' && body.replace(/\D/g, '').length > 7 && !marks.decimal)
    return undefined;
  const times = isMoney
    ? (timesOf[magnitude.replace('.', '')] ?? timesOf[magnitude.toLowerCase().replace('.', '')] ?? 1)
    : 1;
  return { negative, body: body + exponent, unit, times, marks };
}

/** Degrees to 10 places: a hundredth of a millimetre on the ground. */
function ofAngle(degrees: number): WrittenNumber {
  const body = String(Number(Math.abs(degrees).toFixed(10)));
  const marks: Marks = { decimal: body.includes('.') ? '.' : '', group: '', either: '' };
  return { negative: degrees < 0, body, unit: '°', times: 1, marks };
}

const raised = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** 1.5D-03 of Fortran, 1.5 × 10^-3 and 1.5·10⁻³ as 1.5e-3. */
function withPlainExponent(text: string): string {
  const fortran = /^([+-]?(?:\d+\.\d*|\.\d+))[dD]([+-]?\d{1,3})$/.exec(text);
  if (fortran) return `${fortran[1]}e${fortran[2]}`;
  if (!text.includes('10')) return text;
  return text
    .replace(/\s?[x×*·]\s?10\s?\^\s?\(?([+-]?\d{1,3})\)?/, 'e$1')
    .replace(/\s?[x×*·]\s?10([⁺⁻]?)([⁰¹²³⁴-⁹]{1,3})/u, (_, sign: string, power: string) => {
      const digits = power.replace(/./gu, (digit) => String(raised.indexOf(digit)));
      return `e${sign === '⁻' ? '-' : ''}${digits}`;
    });
}

/** undefined when the marks fit no number: 1.2.3, 12,34,5. */
export function readMarks(body: string): Marks | undefined {
  const used = [...new Set(body.replace(/\d/g, ''))];
  const [first, second] = used;
  if (first === undefined) return /^0\d/.test(body) ? undefined : { decimal: '', group: '', either: '' };
  if (used.length > 2) return undefined;
  if (second !== undefined) {
    const at = body.lastIndexOf(second);
    if ((second !== '.' && second !== ',') || body.indexOf(second) !== at) return undefined;
    const whole = body.slice(0, at);
    return whole.includes(first) && isGrouped(whole, first)
      ? { decimal: second, group: first as GroupMark, either: '' }
      : undefined;
  }
  if (first === ' ' || first === "'")
    return isGrouped(body, first) ? { decimal: '', group: first, either: '' } : undefined;
  if (first !== '.' && first !== ',') return undefined;
  const [whole = '', fraction = '', ...more] = body.split(first);
  if (more.length > 0) return isGrouped(body, first) ? { decimal: '', group: first, either: '' } : undefined;
  if (/^0\d/.test(whole)) return undefined;
  return fraction.length === 3 && /^[1-9]\d{0,2}$/.test(whole)
    ? { decimal: '', group: '', either: first }
    : { decimal: first, group: '', either: '' };
}

/** 1,234,567 and, with commas, the Indian 12,34,567. */
function isGrouped(body: string, mark: string): boolean {
  const [first = '', ...rest] = body.split(mark);
  const last = rest.at(-1);
  if (!/^[1-9]\d{0,2}$/.test(first) || last?.length !== 3) return false;
  if (rest.every((group) => group.length === 3)) return true;
  return mark === ',' && first.length <= 2 && rest.slice(0, -1).every((group) => group.length === 2);
}

/** NaN when the text cannot be that under this format. Percent is a share of one. `scale`: its unit in the column's. */
export function valueOf(
  { negative, body, unit, times, marks }: WrittenNumber,
  format: NumberFormat,
  scale = 1,
): number {
  const at = body.search(/[eE]/);
  const mantissa = at < 0 ? body : body.slice(0, at);
  const decimal = marks.either ? (marks.either === format.decimal ? marks.either : '') : marks.decimal;
  const at2 = decimal ? mantissa.lastIndexOf(decimal) : -1;
  const whole = (at2 < 0 ? mantissa : mantissa.slice(0, at2)).replace(/\D/g, '');
  const fraction = at2 < 0 ? '' : mantissa.slice(at2 + 1);
  const factor = scale * times;
  // A power of ten moves the point: 1.1M is 1100000, not 1100000.0000000001.
  const power = factor === 1 ? 0 : Math.log10(factor);
  const isPower = Math.abs(power - Math.round(power)) < 1e-12;
  const shift = (unit === '%' ? -2 : unit === '‰' ? -3 : 0) + (isPower ? Math.round(power) : 0);
  const exponent = (at < 0 ? 0 : Number(body.slice(at + 1))) + shift;
  const written = Number(`${whole || '0'}.${fraction || '0'}${exponent ? `e${exponent}` : ''}`);
  const value = isPower ? written : written * factor;
  const exact = fraction !== '' || exponent !== 0 || value <= Number.MAX_SAFE_INTEGER;
  if (!exact || !Number.isFinite(value)) return Number.NaN;
  return negative && value !== 0 ? -value : value;
}
