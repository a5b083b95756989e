/** What a column is, from its evidence and what the rest of the file proved. */
import { trimCell } from '../table/cellValue';
import type { ColumnEvidence } from './columnEvidence';
import { usualPivot } from './dateText';
import { decideMarkers } from './decideMarkers';
import type { NoteKind } from './numberNotes';
import { isCurrency, sameUnit } from './numberText';
import type { ColumnReading } from './reading';
import type { ColumnOptions, ColumnSense, DateOrder, GroupMark } from './readOptions';
import { truthOf } from './truthWords';
import { commonMeasure } from './unitScale';

/** What all columns together say, for those that say nothing themselves. */
export interface FileLocale {
  decimal: '.' | ',';
  /** Some column proved it. */
  decimalProven: boolean;
  dateOrder?: DateOrder;
}

const fewestForStray = 10;
const fewestForShares = 100;
const strayShare = 0.01;
const wordShare = 0.3;
const mostStrayTexts = 5;
/** So much of a column must be values for its words for missing to be that. */
const leastValueShare = 0.05;

const codeName =
  /(?:^|[_\s.-])(?:id|ids|code|codes|sku|version|ver|release|zip|zipcode|postcode|postal|plz|phone|tel|telephone|telefon|mobile|fax|iban|isbn|ean|upc|gtin|serial|icd\d*|naics|sic|nace|part|article|model|key|account|hash|sha\d*|md5)(?:$|[_\s.-]|\d)|(?:Id|ID|Code|Version)$/i;
const timeName =
  /date|time|day|stamp|month|period|(?:^|_)(?:ts|at|epoch)$|datum|zeit|monat|fecha|data$|jour|mois/i;
export const isTimeName = (name: string): boolean => timeName.test(name);
export const isCodeName = (name: string): boolean => codeName.test(name);

export function decideColumn(
  evidence: ColumnEvidence,
  name: string,
  locale: FileLocale,
  options: ColumnOptions = {},
  fileMissing?: readonly string[],
): ColumnReading {
  const missing = options.missing ?? fileMissing;
  const reading = { as: options.as ?? senseOf(evidence, name, missing) } as ColumnReading;
  Object.assign(reading, decideMarkers(evidence, reading.as, missing, name));
  if (reading.as === 'number') Object.assign(reading, numberReading(evidence, locale, options));
  if (reading.as === 'date') Object.assign(reading, dateReading(evidence, locale, options));
  if (reading.as === 'duration') reading.unit = 's';
  if (reading.as === 'boolean') {
    const truth = spellings(evidence);
    if (truth) reading.truth = truth;
  }
  return reading;
}

function senseOf(
  evidence: ColumnEvidence,
  name: string,
  missing: readonly string[] | undefined,
): ColumnSense {
  const { present, durations, dates } = evidence;
  if (present === 0) return 'text';
  if (isTruth(evidence)) return 'boolean';
  const noted = notedNumbers(evidence, name);
  const numbers = evidence.plainNumbers + unitNumbers(evidence) + noted;
  if (
    numbers > 0 &&
    evidence.openRanges < numbers &&
    evidence.codes === 0 &&
    strayFree(evidence, numbers + toldMissing(evidence, missing), name) &&
    !looksLikeCode(evidence, name)
  )
    return 'number';
  if (evidence.nanoseconds === present && isTimeName(name)) return 'date';
  const version = isCodeName(name) && evidence.twoDigitYears === dates;
  if (
    dates > 0 &&
    !version &&
    mostly(evidence, dates + compactNumbers(evidence) + toldMissing(evidence, missing))
  )
    return 'date';
  if (durations > 0 && mostly(evidence, durations + toldMissing(evidence, missing))) return 'duration';
  return 'text';
}

/** Numbers in other writings: all of one unit, or with some where a zero or a plain number stands alone. */
function unitNumbers(evidence: ColumnEvidence): number {
  const { units, looseNumbers } = evidence;
  if (measureOf(evidence) !== undefined) return looseNumbers;
  const bare = units.get('') ?? 0;
  const [unit, ...more] = [...units.keys()].filter((key) => key !== '');
  if (unit === undefined) return looseNumbers;
  if (more.some((other) => !sameUnit(other, unit))) return bare;
  const without = bare + evidence.plainNumbers;
  const with_ = looseNumbers - bare;
  // A price without its sign is a price; 5 beside 5 % may be anything.
  return isCurrency(unit) || without <= with_ * 0.05 ? looseNumbers : bare;
}

const notesOfAll = new Set<NoteKind>(['about', 'spread']);

/**
 * Numbers with something beside them, where it is a remark on a number: not <=50K and >50K, which are all there is,
 * and not where the others are names.
 */
export function notedNumbers(evidence: ColumnEvidence, name: string): number {
  const { noted, notedUnits, units, plainNumbers, looseNumbers } = evidence;
  if (noted.size === 0 || isCodeName(name)) return 0;
  const strange = [...notedUnits].some(
    (unit) => unit !== '' && units.size > 0 && ![...units.keys()].some((other) => sameUnit(unit, other)),
  );
  if (strange) return 0;
  const countOf = (isOfAll: boolean): number =>
    [...noted].reduce((sum, [kind, { count }]) => (notesOfAll.has(kind) === isOfAll ? sum + count : sum), 0);
  const [some, all] = [countOf(false), countOf(true)];
  return some <= plainNumbers + looseNumbers + all ? some + all : all;
}

/** The measure of a column with several units, bare numbers among them where it counts (500 beside 1.2K). */
function measureOf({ units, plainNumbers }: ColumnEvidence): string | undefined {
  const named = [...units.keys()].filter((unit) => unit !== '');
  const distinct = named.filter((unit, i) => !named.slice(0, i).some((other) => sameUnit(other, unit)));
  const bare = (units.get('') ?? 0) + plainNumbers;
  return commonMeasure(bare > 0 ? [...distinct, ''] : distinct);
}

/** The unit that holds for the column: of several of one measure the most frequent. */
function unitOf(evidence: ColumnEvidence): string | undefined {
  const measure = measureOf(evidence);
  if (measure === 'count') return undefined;
  if (measure !== undefined) return [...evidence.units].sort((a, b) => b[1] - a[1])[0]?.[0];
  const units = [...evidence.units.keys()].filter((key) => key !== '').sort((a, b) => b.length - a.length);
  return unitNumbers(evidence) === evidence.looseNumbers ? units[0] : undefined;
}

function strayFree(evidence: ColumnEvidence, numbers: number, name: string): boolean {
  const { present } = evidence;
  const stray = present - numbers - quoted(evidence) - softCells(evidence, numbers);
  if (stray <= 0) return true;
  // A17 among 1E2 and 100 is a name like the others; "error" is a remark.
  const fractions = evidence.provenDecimal['.'] + evidence.provenDecimal[','] > 0;
  if (evidence.mixedTexts > 0 && (!fractions || evidence.exponents > 0 || isCodeName(name))) return false;
  if (evidence.symbols + evidence.formulas > stray / 2 && present < fewestForShares) return false;
  return isStray(evidence, stray);
}

function isStray(evidence: ColumnEvidence, stray: number): boolean {
  const { present } = evidence;
  const texts = Math.max(evidence.others.size - evidence.notedTexts, stray > evidence.otherCells ? 1 : 0);
  if (present < fewestForStray) return false;
  if (stray === 1 || (texts === 1 && stray <= present * 0.1)) return true;
  if (present < fewestForShares) return false;
  return (
    (stray <= present * strayShare && texts <= mostStrayTexts) ||
    (texts === 1 && stray <= present * wordShare)
  );
}

const quoted = ({ quotedMarkers }: ColumnEvidence): number =>
  [...quotedMarkers.values()].reduce((sum, { count }) => sum + count, 0);

/** Cells that somebody says are missing. */
const toldMissing = ({ others }: ColumnEvidence, missing: readonly string[] = []): number =>
  missing.reduce((sum, word) => sum + (others.get(word)?.count ?? 0), 0);

/** Words for missing among so many values. */
const softCells = (evidence: ColumnEvidence, values: number): number =>
  values >= 2 && values >= evidence.present * leastValueShare ? evidence.softCells : 0;

/** Dates or durations up to a rare exception, of any kind, or one word of somebody's own. */
function mostly(evidence: ColumnEvidence, cells: number): boolean {
  const { present, others, otherCells, impossibleDates } = evidence;
  const impossible = impossibleDates <= cells * wordShare ? impossibleDates : 0;
  const stray = present - cells - quoted(evidence) - softCells(evidence, cells) - impossible;
  if (stray <= 0) return true;
  if (present < fewestForStray) return false;
  const oneWord = others.size === 1 && stray <= otherCells;
  return (
    stray === 1 ||
    stray <= present * strayShare ||
    (oneWord && stray <= present * (present < fewestForShares ? 0.1 : wordShare))
  );
}

/** 20240131 beside other dates. */
const compactNumbers = ({ plainNumbers, sentinels }: ColumnEvidence): number =>
  plainNumbers > 0 && sentinels.min >= 1000_01_01 && sentinels.max <= 9999_12_31 ? plainNumbers : 0;

/** Numbers that are names: telephone numbers in groups, codes by the name of the column in more than one writing. */
function looksLikeCode(evidence: ColumnEvidence, name: string): boolean {
  const { spacedLengths, groups, exponents, plainNumbers } = evidence;
  const spaced = groups.get(' ') ?? 0;
  const [length = 0] = spacedLengths;
  if (spaced > 0 && spacedLengths.size === 1 && length >= 9 && spaced >= evidence.present * 0.9) return true;
  if (!isCodeName(name)) return false;
  return writtenTwice(evidence) || (exponents > 0 && exponents < plainNumbers) || spaced > 0;
}

/** Two ways of writing may stand for one number: 10.20 beside 10.2. */
export const writtenTwice = ({ unusual, decimals, otherDecimals }: ColumnEvidence): boolean =>
  unusual > 0 && (decimals & otherDecimals) !== 0;

/** Words of truth in any spelling, both senses, and nothing else; ones and zeros alone are numbers. */
function isTruth(evidence: ColumnEvidence): boolean {
  const { truths, truthCells, otherTruths } = evidence;
  if (otherTruths || truthCells === 0) return false;
  const cells = [...truths.values()].reduce((sum, count) => sum + count, 0);
  if (cells !== evidence.present) return false;
  const senses = new Set([...truths.keys()].map(truthOf));
  return senses.size === 2;
}

/** The most frequent spelling of true and of false, where there are more than two. */
function spellings({ truths }: ColumnEvidence): [string, string] | undefined {
  if (truths.size <= 2) return undefined;
  const best = (sense: number) =>
    [...truths].filter(([text]) => truthOf(text) === sense).sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
  return [trimCell(best(1)), trimCell(best(0))];
}

function numberReading(
  evidence: ColumnEvidence,
  locale: FileLocale,
  options: ColumnOptions,
): Partial<ColumnReading> {
  const decimal =
    options.decimal ?? decimalBeside(options.thousands, evidence) ?? decimalOf(evidence, locale);
  const unit = unitOf(evidence);
  const scaled = measureOf(evidence);
  const [group] = [...evidence.groups].sort((a, b) => b[1] - a[1]);
  const thousands: GroupMark | undefined =
    options.thousands ??
    group?.[0] ??
    (evidence.either[otherMark(decimal)] > 0 ? otherMark(decimal) : undefined);
  return {
    ...(decimal !== '.' && { decimal }),
    ...(thousands && { thousands }),
    ...(unit && { unit }),
    ...(scaled && { scaled }),
    ...(evidence.noted.size > 0 && { noted: true as const }),
  };
}

/** A mark between thousands that is given leaves one for the decimals; without any, 2,231 is a fraction. */
function decimalBeside(thousands: GroupMark | undefined, { either }: ColumnEvidence): '.' | ',' | undefined {
  if (thousands === '.' || thousands === ',') return otherMark(thousands);
  if (thousands !== '') return undefined;
  return either[','] > 0 ? ',' : undefined;
}

export const otherMark = (mark: '.' | ','): '.' | ',' => (mark === '.' ? ',' : '.');

/** What the column proves; else what the file proves; else the reading in which nothing is a fraction by chance. */
export function decimalOf({ provenDecimal, either }: ColumnEvidence, locale: FileLocale): '.' | ',' {
  const points = provenDecimal['.'];
  const commas = provenDecimal[','];
  if (points !== commas) return points > commas ? '.' : ',';
  if (locale.decimalProven || points > 0) return locale.decimal;
  if (either[','] > 0 && either['.'] === 0) return '.';
  return either['.'] > 0 ? '.' : locale.decimal;
}

function dateReading(
  evidence: ColumnEvidence,
  locale: FileLocale,
  options: ColumnOptions,
): Partial<ColumnReading> {
  const { ordered, dates, plainDates, twoDigitYears } = evidence;
  const pivot = options.pivot ?? (twoDigitYears > 0 ? usualPivot : undefined);
  const order = options.dateOrder ?? dateOrderOf(evidence, locale);
  // Kept as written where the plain reading of dates gives the same.
  const plain =
    plainDates === dates &&
    pivot === undefined &&
    (ordered === 0 ||
      (order === 'mdy' ? evidence.slashed === ordered : order === 'dmy' && evidence.slashed === 0));
  return plain ? {} : { dateOrder: order, ...(pivot !== undefined && { pivot }) };
}

/** Proof in the column, the order that all its dates fit, proof in the file, custom. */
export function dateOrderOf(evidence: ColumnEvidence, locale: FileLocale): DateOrder {
  const { fits, ordered, dotted, slashed } = evidence;
  const proven = evidence.provenOrder;
  if (proven) return proven;
  if (ordered === 0 || dotted === ordered) return 'dmy';
  if (fits.dmy < ordered && fits.mdy < ordered && fits.ymd === ordered) return 'ymd';
  if (locale.dateOrder) return locale.dateOrder;
  if (locale.decimal === ',' && locale.decimalProven) return 'dmy';
  return slashed > 0 ? 'mdy' : 'dmy';
}
