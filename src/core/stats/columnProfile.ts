/**
 * Everything learnt about a column while its chunks stream by, before (or without) knowing its type:
 * numbers, dates, distinct values with counts, kinds of text, and signatures to find equal columns.
 */
import type { ColumnType } from '../protocol/dataset';
import { signLife } from '../protocol/heartbeat';
import { numberToText, parseBoolean, parseCanonicalNumber, parseNumber } from '../table/cellValue';
import type { ColumnValues } from '../table/column';
import { countCodes } from '../table/countCodes';
import { numbersOf } from '../table/columnView';
import { parseDateTime } from '../table/parseDateTime';
import { DistinctCounts } from './distinctCounts';
import { NumberProfile } from './numberProfile';
import { SequenceHash } from './sequenceHash';

/** Bounds on memory per column; wider tables get smaller ones. */
export interface ProfileLimits {
  distinct: number;
  sample: number;
}
export const profileLimits = (columns: number): ProfileLimits => ({
  distinct: Math.max(200, Math.min(10_000, Math.floor(4e6 / columns))),
  sample: Math.max(1024, Math.min(65_536, Math.floor(8e6 / columns))),
});

const infinity = /^[+-]?inf(?:inity)?$/i;
const slashedDate = /^\d{1,2}\/\d{1,2}\/\d{4}/;
const longestInfinity = 9;

/** How many cells read as what; `other` is text. */
export interface CellKinds {
  number: number;
  /** Reads as a number but is written like a code: 007, +4512345678, 20 digits. */
  code: number;
  infinite: number;
  date: number;
  other: number;
}

export class ColumnProfile {
  rows = 0;
  present = 0;
  readonly kinds: CellKinds = { number: 0, code: 0, infinite: 0, date: 0, other: 0 };
  readonly distinct: DistinctCounts;
  readonly numbers: NumberProfile;
  readonly dates: NumberProfile;
  trueCells = 0;
  falseCells = 0;
  /** Cells like 3/31/2024, and like 31/3/2024, which is not read as a date. */
  monthFirstCells = 0;
  dayFirstCells = 0;
  /** Of text cells, weighted by how often they occur. */
  textLength = 0;
  spacedCells = 0;
  words = 0;
  /** No value occurred twice in any one chunk, nor among the distinct values kept. */
  allDistinct = true;
  /** Counting was given up: too many different numbers for a category. */
  countsComplete = true;
  readonly #type: ColumnType | undefined;
  #tryDates = true;
  #values = new SequenceHash();
  #order: SequenceHash | undefined = new SequenceHash();
  #onlyNumbers = true;
  readonly #facts = new Map<string, TextFacts>();
  readonly #mostFacts: number;

  /** With a `type` (a column somebody retyped) numbers and dates are read under it. */
  constructor(limits: ProfileLimits, type?: ColumnType) {
    this.distinct = new DistinctCounts(limits.distinct);
    this.numbers = new NumberProfile(limits.sample);
    this.dates = new NumberProfile(limits.sample);
    this.#type = type;
    this.#mostFacts = limits.distinct;
  }

  add(column: ColumnValues): void {
    // A table of thousands of columns takes its time between two turns of the event loop.
    signLife();
    if (column.physical === 'f64') this.#addNumbers(column.values);
    else this.#addTexts(column.codes, column.dictionary);
    if (this.#type === 'datetime') this.dates.add(numbersOf(column, 'datetime'));
  }

  /** Equal for columns with equal values row by row, or whose values correspond one to one; undefined if unknown. */
  signature(): { equal?: string; oneToOne?: string } {
    return {
      equal: this.#onlyNumbers ? this.#values.text() : undefined,
      oneToOne: this.#order?.text(),
    };
  }

  #addNumbers(values: Float64Array) {
    this.rows += values.length;
    const { count: before, zeros, ones } = this.numbers;
    this.numbers.add(values);
    const present = this.numbers.count - before;
    this.present += present;
    this.kinds.number += present;
    if (this.#onlyNumbers) this.#values.addNumbers(values);
    const { distinct } = this;
    if (distinct.capped && this.#type === undefined) {
      this.countsComplete = false;
      return this.#forgetOrder();
    }
    const places = scratchOf(values.length).places;
    for (let row = 0; row < values.length; row++) {
      const value = values[row] as number;
      places[row] = value !== value ? -1 : distinct.addOne(value);
    }
    if (distinct.capped) this.#forgetOrder();
    else this.#order?.addAll(places);
    if (this.#type === undefined || this.#type === 'boolean') {
      this.trueCells += this.numbers.ones - ones;
      this.falseCells += this.numbers.zeros - zeros;
    }
  }

  #addTexts(codes: Int32Array, dictionary: string[]) {
    this.rows += codes.length;
    const counts = countCodes({ codes, dictionary });
    let present = 0;
    for (let code = 0; code < counts.length; code++) present += counts[code] as number;
    this.present += present;
    if (present > 0) this.#onlyNumbers = false;
    const numberByCode = new Float64Array(dictionary.length);
    const dateByCode = new Float64Array(dictionary.length);
    const placeByCode = new Int32Array(dictionary.length);
    let numbers = 0;
    let dates = 0;
    dictionary.forEach((text, code) => {
      const count = counts[code] as number;
      if (count === 0) return;
      if (count > 1) this.allDistinct = false;
      const facts = this.#factsOf(text);
      const place = this.distinct.addKey(facts.key, facts.place, count);
      facts.place = place;
      if (place >= 0 && this.distinct.countAt(place) > count) this.allDistinct = false;
      placeByCode[code] = place;
      const { number } = facts;
      numberByCode[code] = number;
      if (number === number) numbers += count;
      const date = this.#tryDates ? facts.date : Number.NaN;
      dateByCode[code] = date;
      if (date === date) dates += count;
      this.#count(facts, text, count, date);
    });
    if (this.#type === undefined && dates < present / 2) this.#tryDates = false;
    if (this.distinct.capped) this.#forgetOrder();
    if (this.#order) this.#order.addAll(placesOf(codes, placeByCode));
    if (numbers > 0) this.numbers.add(spread(codes, numberByCode));
    if (dates > 0 && this.#type !== 'datetime') this.dates.add(spread(codes, dateByCode));
  }

  /** Texts of one chunk mostly come again in the next. */
  #factsOf(text: string): TextFacts {
    const known = this.#facts.get(text);
    if (known) return known;
    const facts = factsOfText(text, this.#tryDates);
    if (this.#facts.size < this.#mostFacts) this.#facts.set(text, facts);
    return facts;
  }

  #count(facts: TextFacts, text: string, count: number, date: number) {
    const { kinds } = this;
    const { isNumber, number, truth, spaces } = facts;
    if (isNumber) kinds.number += count;
    else if (number === number) kinds.code += count;
    else if (date === date) kinds.date += count;
    else if (facts.isInfinite) kinds.infinite += count;
    else kinds.other += count;
    if (facts.isSlashed) {
      if (date === date) this.monthFirstCells += count;
      else this.dayFirstCells += count;
    }
    if (truth === 1) this.trueCells += count;
    else if (truth === 0) this.falseCells += count;
    this.textLength += text.length * count;
    this.words += (spaces + 1) * count;
    if (spaces > 0) this.spacedCells += count;
  }

  #forgetOrder() {
    this.#order = undefined;
  }
}

/** What a text is, whoever holds it. */
interface TextFacts {
  /** What it is counted as: a number that is written the usual way, or the text. */
  key: number | string;
  /** Among the distinct values; -1 where it was not looked for. */
  place: number;
  isNumber: boolean;
  /** NaN for none; also of codes like 007. */
  number: number;
  date: number;
  isInfinite: boolean;
  isSlashed: boolean;
  truth: number;
  spaces: number;
}

function factsOfText(text: string, tryDates: boolean): TextFacts {
  const canonical = parseCanonicalNumber(text);
  const isNumber = canonical === canonical;
  const number = isNumber ? canonical : parseNumber(text);
  return {
    // 10.20 and 10.2 are two texts; a text that is as numbers are written is the number of another chunk.
    key: isNumber && numberToText(canonical) === text ? canonical : text,
    place: -1,
    isNumber,
    number,
    date: number !== number && tryDates ? parseDateTime(text) : Number.NaN,
    isInfinite: text.length <= longestInfinity && infinity.test(text),
    isSlashed: text.indexOf('/') <= 2 && slashedDate.test(text),
    truth: parseBoolean(text),
    spaces: countSpaces(text),
  };
}

function countSpaces(text: string): number {
  let spaces = 0;
  for (let at = text.indexOf(' '); at >= 0; at = text.indexOf(' ', at + 1)) spaces++;
  return spaces;
}

let scratch = { places: new Int32Array(0), numbers: new Float64Array(0) };

/** Memory of so many rows, until the next is asked for. */
function scratchOf(rows: number): typeof scratch {
  if (scratch.places.length < rows)
    scratch = { places: new Int32Array(rows), numbers: new Float64Array(rows) };
  const { places, numbers } = scratch;
  return { places: places.subarray(0, rows), numbers: numbers.subarray(0, rows) };
}

function spread(codes: Int32Array, byCode: Float64Array): Float64Array {
  const out = scratchOf(codes.length).numbers;
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    out[row] = code < 0 ? Number.NaN : (byCode[code] as number);
  }
  return out;
}

function placesOf(codes: Int32Array, placeByCode: Int32Array): Int32Array {
  const { places } = scratchOf(codes.length);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    places[row] = code < 0 ? -1 : (placeByCode[code] as number);
  }
  return places;
}
