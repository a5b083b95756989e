/**
 * What the cells of one column say about how they are meant, gathered over the whole file in bounded memory.
 * Numbers written plainly come as float64 and cost a glance; only texts are looked at, once per chunk and
 * different text.
 */
import { isMissingText, parseCanonicalNumber, trimCell } from '../table/cellValue';
import type { ColumnValues, Written } from '../table/column';
import { countCodes } from '../table/countCodes';
import {
  decimalsOf,
  flagExponent,
  flagMarked,
  flagProven,
  flagUnusual,
  howWritten,
  zerosOf,
} from '../table/howWritten';
import { parseDateTime } from '../table/parseDateTime';
import { DateSentinels } from './dateSentinels';
import { parseDateText, provenOrder, type WrittenDate } from './dateText';
import { parseDuration } from './durationText';
import { isInfinite, mayMeanMissing } from './missingWords';
import { type NoteKind, withoutNote } from './numberNotes';
import { hasDigit, type NumberFormat, parseNumberText, valueOf, type WrittenNumber } from './numberText';
import type { DateOrder, GroupMark } from './readOptions';
import { SentinelCounts } from './sentinelCounts';
import { truthOf } from './truthWords';

export interface Seen {
  count: number;
  line: number;
}

const mostKept = 40;
/** After so many different texts of which hardly one is more than a text, the rest are not looked at. */
const enoughTexts = 4096;

export class ColumnEvidence {
  rows = 0;
  /** Cells that hold anything but a word for missing outside quotes. */
  present = 0;
  /** Plainly written numbers. */
  plainNumbers = 0;
  unusual = 0;
  unusualExample = '';
  exponents = 0;
  decimals = 0;
  otherDecimals = 0;
  /** Numbers that were read as float64, so that their text is not known any more; and those of them with a mark. */
  readNumbers = 0;
  readMarked = 0;
  readUnusual = 0;
  /** 007 and numbers beyond 2^53. */
  codes = 0;
  /** Those among them that may be nanoseconds since 1970. */
  nanoseconds = 0;
  /** Numbers in any other writing, by unit; '' for none. */
  readonly units = new Map<string, number>();
  /** The first text of each. */
  readonly unitExamples = new Map<string, string>();
  looseNumbers = 0;
  /** Whole numbers with a minus behind them, which may begin a range: 1935- */
  openRanges = 0;
  /** Cells that prove a decimal mark, and those with a mark that may stand between thousands as well: 1.234. */
  readonly provenDecimal = { '.': 0, ',': 0 };
  readonly either = { '.': 0, ',': 0 };
  readonly groups = new Map<GroupMark, number>();
  /** Lengths in digits of numbers grouped with blanks: all equal for telephone numbers. */
  readonly spacedLengths = new Set<number>();
  examples = { either: '', loose: '', date: '', twoDigit: '', openDate: '' };
  dates = 0;
  plainDates = 0;
  openDates = 0;
  twoDigitYears = 0;
  readonly provenOrders = { ymd: 0, dmy: 0, mdy: 0 };
  /** Line of the first text that proves a decimal mark or an order of dates. */
  readonly proofLines: { [proof in '.' | ',' | DateOrder]?: number } = {};
  readonly fits = { ymd: 0, dmy: 0, mdy: 0 };
  /** Dates that do not say their order, proven or not. */
  ordered = 0;
  dotted = 0;
  slashed = 0;
  durations = 0;
  durationsPlain = true;
  readonly truths = new Map<string, number>();
  truthCells = 0;
  otherTruths = false;
  formulas = 0;
  /** Numbers with something beside them, by what; they are among `otherCells` too. */
  readonly noted = new Map<NoteKind, Seen & { example: string }>();
  readonly notedUnits = new Set<string>();
  /** Different texts of those. */
  notedTexts = 0;
  /** Neither number nor date nor duration. */
  otherCells = 0;
  otherTexts = 0;
  /** 2023-02-30: written as a date, and none; they are among `otherCells` too. */
  impossibleDates = 0;
  readonly others = new Map<string, Seen>();
  /** Those among them that people write for missing, and infinite values. */
  readonly softWords = new Map<string, Seen>();
  softCells = 0;
  /** Of texts that are no markers: those of two capital letters, signs alone, with a letter and a digit. */
  twoLetters = 0;
  symbols = 0;
  mixedTexts = 0;
  wordCells = 0;
  /** Words for missing outside quotes, and inside. */
  readonly markers = new Map<string, Seen>();
  readonly quotedMarkers = new Map<string, Seen>();
  /** Texts outside quotes. */
  bareTexts = 0;
  /** Of f64 chunks: markers whose place is lost should they turn out to be values. */
  lostMarkers = 0;
  readonly sentinels = new SentinelCounts();
  readonly dateSentinels = new DateSentinels();
  #textsSeen = 0;
  #onlyTexts = false;
  readonly #readDecimal: '.' | ',';

  /** The decimal mark of what the reader gives as float64. */
  constructor(readDecimal: '.' | ',' = '.') {
    this.#readDecimal = readDecimal;
  }

  add(column: ColumnValues): void {
    const { written } = column;
    if (column.physical === 'f64') this.#addNumbers(column.values, written);
    else this.#addTexts(column.codes, column.dictionary, written);
  }

  #addNumbers(values: Float64Array, written: Written | undefined) {
    this.rows += values.length;
    const present = this.sentinels.add(values, written?.range);
    this.present += present;
    this.plainNumbers += present;
    this.readNumbers += present;
    if (!written) return;
    this.provenDecimal[this.#readDecimal] += written.proven;
    this.either[this.#readDecimal] += written.marked - written.proven;
    if (written.open) this.examples.either ||= written.open.replace('.', this.#readDecimal);
    this.readMarked += written.marked;
    this.unusual += written.unusual;
    this.readUnusual += written.unusual;
    this.unusualExample ||= written.example;
    this.exponents += written.exponents;
    this.decimals |= written.decimals;
    this.otherDecimals |= written.otherDecimals;
    for (const [word, { count, line }] of written.markers) {
      see(this.markers, word, count, line);
      this.lostMarkers += count;
    }
  }

  #addTexts(codes: Int32Array, dictionary: string[], written: Written | undefined) {
    this.rows += codes.length;
    const counts = countCodes({ codes, dictionary });
    const markerCodes = new Map<number, string>();
    for (const [word, marker] of written?.markers ?? []) {
      if (marker.code === undefined) {
        // It was read before the first text of this chunk: its cells are empty by now.
        see(this.markers, word, marker.count, marker.line);
        this.lostMarkers += marker.count;
        continue;
      }
      const count = counts[marker.code] as number;
      see(this.markers, word, count, marker.line);
      this.lostMarkers += Math.max(0, marker.count - count);
      if (marker.count > count) see(this.markers, word, marker.count - count, marker.line);
      markerCodes.set(marker.code, word);
    }
    if (written) {
      this.bareTexts += written.bareTexts;
      // Of numbers before the first text: their marks are not in the texts they became.
      this.provenDecimal[this.#readDecimal] += written.proven;
      this.either[this.#readDecimal] += written.marked - written.proven;
      if (written.open) this.examples.either ||= written.open.replace('.', this.#readDecimal);
      this.unusual += written.unusual;
      this.readUnusual += written.unusual;
      this.readMarked += written.marked;
    }
    dictionary.forEach((text, code) => {
      const count = counts[code] as number;
      if (count === 0 || markerCodes.has(code)) return;
      this.present += count;
      if (written && code < written.fromNumbers) {
        this.readNumbers += count;
        return this.#addValue(text, Number(text.replace(',', '.')), count);
      }
      this.#addText(text, count, written?.lines[code] ?? 0);
    });
  }

  #addText(cell: string, count: number, line: number) {
    const text = trimCell(cell);
    if (this.#onlyTexts) {
      this.otherCells += count;
      this.#addShape(text, count);
      if (isMissingText(text)) see(this.quotedMarkers, text, count, line);
      return;
    }
    this.#textsSeen++;
    if (this.#textsSeen > enoughTexts && this.otherTexts > this.#textsSeen * 0.8) this.#onlyTexts = true;
    const canonical = parseCanonicalNumber(text);
    if (canonical === canonical) return this.#addPlain(text, canonical, count, line);
    const truth = truthOf(text);
    if (truth === truth) {
      this.truthCells += count;
      if (this.truths.size < 24 || this.truths.has(text))
        this.truths.set(text, (this.truths.get(text) ?? 0) + count);
    }
    if (hasDigit(text)) {
      if (/^="[^"]*"$/.test(text)) {
        this.formulas += count;
        return this.#addOther(text, count, line);
      }
      if (/^[+-]?\d+$/.test(text)) {
        this.codes += count;
        if (/^1\d{18}$/.test(text)) this.nanoseconds += count;
        return;
      }
      const date = parseDateText(text);
      if (date) return this.#addDate(text, date, count, line);
      const seconds = parseDuration(text);
      if (seconds === seconds) {
        this.durations += count;
        return;
      }
      const number = parseNumberText(text);
      if (number) return this.#addNumber(text, number, count, line);
      const beside = withoutNote(text);
      if (beside && this.#addNoted(text, beside, count, line)) return;
    }
    if (isMissingText(text)) return see(this.quotedMarkers, text, count, line);
    this.#addOther(text, count, line);
  }

  #addValue(text: string, value: number, count: number) {
    this.plainNumbers += count;
    this.sentinels.addOne(value, count);
    if (value === 0 || value === 1) {
      if (this.truths.size < 24 || this.truths.has(text))
        this.truths.set(text, (this.truths.get(text) ?? 0) + count);
    } else this.otherTruths = true;
  }

  /** A number in plain writing that came as a text. */
  #addPlain(text: string, value: number, count: number, line: number) {
    const how = howWritten(text, value);
    this.#addValue(text, value, count);
    this.decimals |= how === 0 ? 1 : 1 << decimalsOf(how);
    if (how & flagProven) this.#prove('.', count, line);
    else if (how & flagMarked) {
      this.either['.'] += count;
      this.examples.either ||= text;
    }
    if ((how & flagUnusual) === 0) return;
    this.unusual += count;
    this.unusualExample ||= text;
    if (how & flagExponent && !(how & flagMarked)) {
      this.exponents += count;
      this.otherDecimals |= 1;
    }
    for (let less = 1; less <= zerosOf(how); less++) this.otherDecimals |= 1 << (decimalsOf(how) - less);
  }

  #addNumber(text: string, number: WrittenNumber, count: number, line: number) {
    const { marks, unit, body } = number;
    this.looseNumbers += count;
    if (/^\d+-$/.test(text)) this.openRanges += count;
    const known = this.units.get(unit);
    this.units.set(unit, (known ?? 0) + count);
    if (known === undefined) this.unitExamples.set(unit, text);
    this.examples.loose ||= text;
    if (marks.decimal) this.#prove(marks.decimal, count, line);
    else if (marks.group === ',') this.#prove('.', count, line);
    else if (marks.group === '.') this.#prove(',', count, line);
    if (marks.either) {
      this.either[marks.either] += count;
      this.examples.either ||= text;
    }
    if (marks.group) this.groups.set(marks.group, (this.groups.get(marks.group) ?? 0) + count);
    if (marks.group === ' ') this.spacedLengths.add(body.replace(/\D/g, '').length);
    if (!marks.either) this.sentinels.addOne(valueOf(number, plainFormat), count);
  }

  #addNoted(
    text: string,
    { kind, number: inner }: { kind: NoteKind; number: string },
    count: number,
    line: number,
  ): boolean {
    const plain = parseCanonicalNumber(inner);
    const number = plain === plain ? undefined : parseNumberText(inner);
    if (plain !== plain && !number) return false;
    const known = this.noted.get(kind);
    if (known) known.count += count;
    else this.noted.set(kind, { count, line, example: text });
    this.notedTexts++;
    if (number) this.notedUnits.add(number.unit);
    if (number?.marks.decimal) this.#prove(number.marks.decimal, count, line);
    this.otherCells += count;
    if (this.others.size < mostKept || this.others.has(text)) see(this.others, text, count, line);
    return true;
  }

  #prove(mark: '.' | ',', count: number, line: number) {
    this.provenDecimal[mark] += count;
    this.proofLines[mark] ??= line;
  }

  #addDate(text: string, date: WrittenDate, count: number, line: number) {
    this.dates += count;
    this.examples.date ||= text;
    this.dateSentinels.add(text, date, count, line);
    if (parseDateTime(text) === parseDateTime(text)) this.plainDates += count;
    if (date.twoDigitYear) {
      this.twoDigitYears += count;
      this.examples.twoDigit ||= text;
    }
    if (date.separator === '.') this.dotted += count;
    if (date.separator === '/') this.slashed += count;
    if (date.fixed) return;
    this.ordered += count;
    for (const order of ['ymd', 'dmy', 'mdy'] as const) if (date.orders[order]) this.fits[order] += count;
    const proven = provenOrder(date);
    if (proven) {
      this.provenOrders[proven] += count;
      this.proofLines[proven] ??= line;
    } else {
      this.openDates += count;
      const [a, b] = date.parts;
      if (a !== b) this.examples.openDate ||= text;
    }
  }

  #addOther(text: string, count: number, line: number) {
    this.otherCells += count;
    if (mayMeanMissing(text) || isInfinite(text)) {
      this.softCells += count;
      return see(this.softWords, text, count, line);
    }
    this.otherTexts++;
    if (/^\d{4}-\d{2}-\d{2}\b/.test(text)) this.impossibleDates += count;
    this.#addShape(text, count);
    if (this.others.size < mostKept || this.others.has(text)) see(this.others, text, count, line);
  }

  #addShape(text: string, count: number) {
    if (/^[A-Z]{2}$/.test(text)) this.twoLetters += count;
    else if (!/[\p{L}\d]/u.test(text)) this.symbols += count;
    else if (text.length < 24 && /\d/.test(text) && /\p{L}/u.test(text)) this.mixedTexts += count;
    else this.wordCells += count;
  }

  /** The order all proofs point to. */
  get provenOrder(): DateOrder | undefined {
    const { dmy, mdy, ymd } = this.provenOrders;
    if (dmy + mdy + ymd === 0) return undefined;
    return dmy >= mdy && dmy >= ymd ? 'dmy' : mdy >= ymd ? 'mdy' : 'ymd';
  }
}

const plainFormat: NumberFormat = { decimal: '.', thousands: '' };

function see(map: Map<string, Seen>, text: string, count: number, line: number) {
  if (count === 0) return;
  const known = map.get(text);
  if (known) known.count += count;
  else map.set(text, { count, line });
}
