/** What of a reading must be said: what was turned into something else, and what could be meant otherwise. */
import type { DataIssue } from '../protocol/dataset';
import { numberOf, type Strays } from './applyReading';
import type { ColumnEvidence } from './columnEvidence';
import { epochOf, parseDateText } from './dateText';
import { type FileLocale, isCodeName, otherMark, writtenTwice } from './decideColumn';
import { parseNumberText, valueOf } from './numberText';
import type { NoteKind } from './numberNotes';
import { list, type Say } from './say';
import { tellTexts } from './tellTexts';
import type { Ambiguity, ColumnReading } from './reading';
import { type DateOrder, dateOrders } from './readOptions';

export interface Told {
  issues: DataIssue[];
  ambiguities: Ambiguity[];
}

/** `given` says what somebody chose for the column, which is then no guess. */
export function tellReading(
  name: string,
  evidence: ColumnEvidence,
  reading: ColumnReading,
  strays: Strays,
  locale: FileLocale,
  given: ReadonlySet<string>,
): Told {
  const told: Told = { issues: [], ambiguities: [] };
  const say = (
    severity: DataIssue['severity'],
    message: string,
    hint?: string,
    count?: number,
    line?: number,
  ) =>
    told.issues.push({
      severity,
      message,
      column: name,
      ...(hint && { hint }),
      ...(count && { count }),
      ...(line && { line }),
    });
  if (reading.as === 'number') tellNumbers(name, evidence, reading, locale, given, told, say);
  if (reading.as === 'date') tellDates(name, evidence, reading, given, told, say);
  if (reading.as === 'duration') say('info', `Times of “${name}” are read as seconds (10:00:00 is 36000).`);
  if (reading.as === 'boolean' && reading.truth)
    say(
      'info',
      `“${name}” writes true and false in ${evidence.truths.size} ways (${list([...evidence.truths.keys()])}); they are read as “${reading.truth[0]}” and “${reading.truth[1]}”.`,
    );
  if (reading.as === 'text' && evidence.formulas > 0)
    say(
      'info',
      `Cells of “${name}” written as formulas (="01000") are read as the text inside.`,
      undefined,
      evidence.formulas,
    );
  tellMarkers(name, evidence, reading, given, told, say);
  if (reading.as === 'text' && !given.has('as')) tellTexts(name, evidence, say);
  tellStrays(name, reading, strays, say);
  return told;
}

function tellNumbers(
  name: string,
  evidence: ColumnEvidence,
  reading: ColumnReading,
  locale: FileLocale,
  given: ReadonlySet<string>,
  told: Told,
  say: Say,
) {
  const decimal = reading.decimal ?? '.';
  const { provenDecimal, either, examples, proofLines } = evidence;
  const other = otherMark(decimal);
  if (provenDecimal[other] > 0)
    say(
      'warning',
      `“${name}” has numbers with a decimal ${decimal === '.' ? 'point and others with a decimal comma' : 'comma and others with a decimal point'}; each is read as it proves itself.`,
      `Where a number proves nothing (1.234), “${decimal}” is the decimal mark. Write all numbers alike in the file if it is not.`,
      provenDecimal[other],
      proofLines[other],
    );
  const example = examples.either || evidence.unusualExample || examples.loose;
  const shown = (mark: '.' | ','): string => {
    const number = parseNumberText(example);
    return number ? String(valueOf(number, { decimal: mark, thousands: '' })) : example;
  };
  const own = provenDecimal['.'] + provenDecimal[','] > 0;
  const open = either['.'] + either[','] > 0 && !own && !given.has('decimal') && !given.has('thousands');
  if (open && !locale.decimalProven && /^\D*\d{1,3}[.,]\d{3}\D*$/.test(example)) {
    const cells = either['.'] + either[','];
    say(
      'warning',
      `Numbers of “${name}” may be meant in two ways: “${example}” is read as ${shown(decimal)}, but could be ${shown(other)}.`,
      `Nothing in the file says whether “${either[other] > 0 ? other : decimal}” stands before a fraction or between thousands. Give the decimal mark in the options of the import if it is the other way.`,
      cells,
    );
    told.ambiguities.push({
      column: name,
      option: 'decimal',
      readings: [decimal, other].map((mark) => ({ value: mark, example: `${example} is ${shown(mark)}` })),
      evidence: `${cells} numbers with one mark before three digits, none that proves what it means.`,
    });
  } else if (reading.thousands && (evidence.groups.size > 0 || either[other] > 0)) {
    const group = examples.either || examples.loose;
    const number = parseNumberText(group);
    const value = number && valueOf(number, { decimal, thousands: reading.thousands });
    say('info', `Numbers of “${name}” have marks between thousands: “${group}” is read as ${value}.`);
  } else if (decimal === ',' && !given.has('decimal') && locale.decimal !== ',')
    say('info', `Numbers of “${name}” have a decimal comma.`);
  if (reading.scaled !== undefined) {
    const unit = reading.unit ?? '';
    const [example = ''] = [...evidence.unitExamples]
      .filter(([other]) => other !== unit && other !== '')
      .map(([, text]) => text);
    const value = numberOf(example, reading);
    say(
      'info',
      unit
        ? `“${name}” has several units; all are read in ${unit}: “${example}” is ${value}.`
        : `Numbers of “${name}” are shortened: “${example}” is read as ${value}.`,
      'Read the column as text in the options of the import if they are names.',
    );
  } else if (reading.unit) {
    const share = reading.unit === '%' ? ': 5 % is 0.05' : '';
    say('info', `“${reading.unit}” was taken from the cells of “${name}” as its unit${share}.`);
  }
  if (reading.noted)
    for (const [kind, { count, line, example }] of evidence.noted)
      say(
        kind === 'limit' ? 'warning' : 'info',
        `Some numbers of “${name}” have ${noteWords[kind]} beside them, which is left out: “${example}” is read as ${numberOf(example, reading)}.`,
        kind === 'limit'
          ? 'A limit is not a measured value. Give such cells as missing, or read the column as text, in the options of the import if it should not stand for one.'
          : 'Read the column as text in the options of the import to keep it.',
        count,
        line,
      );
  if (writtenTwice(evidence))
    say(
      'info',
      `“${name}” writes numbers in more than one way (${list([evidence.unusualExample])}); equal numbers are one value.`,
      'If they are names, such as versions, read the column as text in the options of the import.',
      evidence.unusual,
    );
  else if (evidence.exponents > 0 && evidence.exponents < evidence.plainNumbers)
    say(
      'info',
      `Some numbers of “${name}” are written with an exponent (${list([evidence.unusualExample])}).`,
      isCodeName(name)
        ? undefined
        : 'If they are names, read the column as text in the options of the import.',
      evidence.exponents,
    );
  for (const word of reading.missing ?? []) {
    const found = evidence.sentinels.found().find(({ value }) => String(value) === word);
    if (!found) continue;
    say(
      'warning',
      `${word} in “${name}” is taken for a missing value: it lies far from all others.`,
      'Give the missing values of the column in the options of the import if it is a number.',
      found.count,
    );
    if (!given.has('missing'))
      told.ambiguities.push({
        column: name,
        option: 'missing',
        readings: [
          { value: [word], example: `${word} is missing` },
          { value: [], example: `${word} is a number` },
        ],
        evidence: `${found.count} cells; the others lie between ${evidence.sentinels.min} and ${evidence.sentinels.max}.`,
      });
  }
  for (const { value, count } of evidence.sentinels.found()) {
    const { min, max, others } = evidence.sentinels;
    if (reading.missing?.includes(String(value)) || others < 3 || (value >= min && value <= max)) continue;
    if (Math.abs(value) >= 99 && count >= 2)
      say(
        'info',
        `${value} in “${name}” is often written for a missing value; here it is kept as a number.`,
        undefined,
        count,
      );
  }
}

const noteWords: Record<NoteKind, string> = {
  limit: 'a limit',
  about: 'a word for “about”',
  spread: 'their spread',
  footnote: 'a mark',
};

const orderWords: Record<DateOrder, string> = {
  dmy: 'the day first',
  mdy: 'the month first',
  ymd: 'the year first',
};

function tellDates(
  name: string,
  evidence: ColumnEvidence,
  reading: ColumnReading,
  given: ReadonlySet<string>,
  told: Told,
  say: Say,
) {
  if (evidence.nanoseconds > 0)
    say('info', `“${name}” counts nanoseconds since 1970; they are read as times, to the millisecond.`);
  for (const word of evidence.dateSentinels.found()) {
    const seen = evidence.dateSentinels.texts.get(word);
    if (!seen || !reading.missing?.includes(word) || given.has('missing')) continue;
    say(
      'warning',
      `${word} in “${name}” is taken for a missing date: it lies far from all others.`,
      'Give the missing values of the column in the options of the import if it is a date.',
      seen.count,
      seen.line,
    );
    told.ambiguities.push({
      column: name,
      option: 'missing',
      readings: [
        { value: [word], example: `${word} is missing` },
        { value: [], example: `${word} is a date` },
      ],
      evidence: `${seen.count} cells; the others lie between ${evidence.dateSentinels.min} and ${evidence.dateSentinels.max}.`,
    });
  }
  const { provenOrders, openDates, ordered, dotted, examples, twoDigitYears } = evidence;
  const proofs = provenOrders.dmy + provenOrders.mdy + provenOrders.ymd;
  const order = reading.dateOrder ?? (evidence.slashed === ordered && ordered > 0 ? 'mdy' : 'dmy');
  const against = proofs - provenOrders[order];
  const open = openDates > 0 && proofs === 0 && dotted < ordered && !given.has('dateOrder');
  const example = examples.openDate || examples.date;
  const dayOf = (as: DateOrder): string => {
    const date = parseDateText(example);
    const ms = date ? epochOf(date, as, reading.pivot) : Number.NaN;
    return Number.isNaN(ms) ? 'no date' : longDay.format(ms);
  };
  if (open) {
    const fitting = dateOrders.filter((one) => evidence.fits[one] === ordered);
    const readings = [order, ...fitting.filter((one) => one !== order)];
    say(
      'warning',
      `Dates of “${name}” may be meant in two ways: they are read with ${orderWords[order]}, so ${example} is ${dayOf(order)}; it could be ${readings.slice(1).map(dayOf).join(' or ')}.`,
      `None of ${ordered.toLocaleString('en')} dates proves the order. Give the date order in the options of the import if it is the other.`,
      openDates,
    );
    told.ambiguities.push({
      column: name,
      option: 'dateOrder',
      readings: readings.map((one) => ({ value: one, example: `${example} is ${dayOf(one)}` })),
      evidence: `None of ${ordered} dates proves the order.`,
    });
  } else if (ordered > 0 && dotted < ordered)
    say(
      'info',
      proofs > 0
        ? `Dates of “${name}” are read with ${orderWords[order]}: ${(proofs - against).toLocaleString('en')} of ${ordered.toLocaleString('en')} prove it.`
        : `Dates of “${name}” are read with ${orderWords[order]}.`,
    );
  if (against > 0)
    say(
      'warning',
      `${against === 1 ? 'One date' : `${against.toLocaleString('en')} dates`} of “${name}” can only be meant in another order than the others; each is read as it proves itself.`,
      'Write all dates alike in the file, best as 2024-12-31.',
      against,
      firstLineOf(dateOrders.filter((one) => one !== order).map((one) => evidence.proofLines[one])),
    );
  if (twoDigitYears > 0)
    say(
      'info',
      `Years of two digits in “${name}” below ${reading.pivot} are read as 20xx, the others as 19xx: ${examples.twoDigit} is ${twoDigitDay(examples.twoDigit, order, reading.pivot)}.`,
      'Give the pivot in the options of the import for another division.',
      twoDigitYears,
    );
}

const firstLineOf = (lines: readonly (number | undefined)[]): number | undefined => {
  const known = lines.filter((line) => line !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
};

const longDay = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

function twoDigitDay(text: string, order: DateOrder, pivot: number | undefined): string {
  const date = parseDateText(text);
  const ms = date ? epochOf(date, order, pivot) : Number.NaN;
  return Number.isNaN(ms) ? text : longDay.format(ms);
}

function tellMarkers(
  name: string,
  evidence: ColumnEvidence,
  reading: ColumnReading,
  given: ReadonlySet<string>,
  told: Told,
  say: Say,
) {
  const asText = reading.as === 'text' || reading.as === 'boolean';
  const words = new Map(evidence.markers);
  for (const [word, seen] of evidence.quotedMarkers)
    if (!asText || reading.missing?.includes(word))
      words.set(word, { count: seen.count + (words.get(word)?.count ?? 0), line: seen.line });
  for (const [word, { count, line }] of words) {
    const kept = reading.keep?.includes(word) ?? false;
    if (kept)
      say(
        'info',
        `“${word}” in “${name}” is kept as a value, not taken for missing.`,
        'Give the missing values of the column in the options of the import to change it.',
        count,
        line,
      );
    else
      say(
        asText ? 'warning' : 'info',
        `“${word}” in “${name}” is taken for a missing value.`,
        'Give the missing values of the column in the options of the import to keep it as a value.',
        count,
        line,
      );
    if (!asText || given.has('missing')) continue;
    const readings = [
      { value: [word], example: `“${word}” is missing` },
      { value: [], example: `“${word}” is a value` },
    ];
    told.ambiguities.push({
      column: name,
      option: 'missing',
      readings: kept ? readings.reverse() : readings,
      evidence: `${count} of ${evidence.rows} cells.`,
    });
  }
}

const nouns = {
  number: 'numbers',
  date: 'dates',
  duration: 'times',
  boolean: 'true or false',
  text: 'texts',
};

function tellStrays(name: string, reading: ColumnReading, strays: Strays, say: Say) {
  for (const [text, { count, line }] of [...strays].slice(0, 5))
    say(
      'warning',
      `“${text.slice(0, 40)}” in “${name}” is none of its ${nouns[reading.as]} and counts as missing.`,
      'Read the column as text in the options of the import to keep it as it is.',
      count,
      line,
    );
  const rest = [...strays.values()].slice(5).reduce((sum, { count }) => sum + count, 0);
  if (rest > 0)
    say(
      'warning',
      `Other cells of “${name}” are none of its ${nouns[reading.as]} and count as missing.`,
      undefined,
      rest,
    );
}
