/** Rows of a batch that cannot be answered are found by halving, so that one of them costs no other its answer. */
import { type ErrorCode, type ErrorInfo, TetradError, toErrorInfo } from '#/core/protocol/errors';
import type { RawRow } from '#/core/protocol/model';

export interface FailedRow {
  /** From 0. */
  row: number;
  why: string;
  /** As it was given, where it is a row of a file. */
  cells?: RawRow;
}

/** How rows are refused; anything else is no fault of a row, and ends the job. */
const ofRows: ReadonlySet<ErrorCode> = new Set(['badInput', 'unsupported', 'corrupt', 'notFinite']);

/** Beyond these the rows are hardly what the model takes. */
const mostFailed = 100_000;
const mostFailedAtFirst = 256;

/** `answer` is asked for [from, to) again and again, for fewer where it throws; `fail` gets each that stays alone. */
export async function answerApart(
  from: number,
  to: number,
  answer: (from: number, to: number) => Promise<void>,
  fail: (at: number, error: ErrorInfo) => void,
): Promise<void> {
  try {
    await answer(from, to);
  } catch (thrown) {
    const error = toErrorInfo(thrown);
    if (!ofRows.has(error.code)) throw thrown;
    if (to - from === 1) return fail(from, error);
    const middle = (from + to) >> 1;
    await answerApart(from, middle, answer, fail);
    await answerApart(middle, to, answer, fail);
  }
}

/** What is told of cells that count as missing, where their rows are left out instead. */
export const saysMissing = (warning: string): boolean => warning.endsWith('; treated as missing.');

/** Those of a batch. Where nothing is answered, or very many are not, the job fails as the first of them did. */
export class FailedRows {
  readonly rows: FailedRow[];
  /** Rows that have their answer. */
  answered: number;
  private first: ErrorInfo | undefined;

  constructor(before: readonly FailedRow[] = [], answered = 0) {
    this.rows = [...before];
    this.answered = answered;
  }

  add(row: number, error: ErrorInfo, cells?: RawRow): void {
    this.first ??= error;
    const { message, place } = error;
    const why = place && !message.includes(place) ? `${message} (${place})` : message;
    this.rows.push({ row, why, ...(cells && { cells }) });
    if (this.rows.length >= mostFailedAtFirst) this.requireSome();
    if (this.rows.length > mostFailed)
      throw new TetradError({
        code: 'badInput',
        message: `More than ${mostFailed.toLocaleString('en')} rows could not be answered. The first of them: ${this.rows[0]?.why}`,
        place: `row ${(this.rows[0]?.row ?? 0) + 1}`,
        hint: 'Correct the rows and start again.',
      });
  }

  requireSome(): void {
    if (this.answered === 0 && this.first) throw new TetradError(this.first);
  }
}

/** Rows that fail for one reason. */
export interface FailedBecause {
  why: string;
  count: number;
  /** As a person counts them. */
  first: number[];
}

export type CountedAs = 'row' | 'sample';

export interface FailedSummary {
  count: number;
  /** How a person counts them: rows from 1, samples of a dataset from 0. */
  countedAs: CountedAs;
  /** Of the file of them, which the job keeps. */
  fileName: string;
  reasons: FailedBecause[];
}

const mostReasons = 20;
const mostNamed = 5;

/** The reasons of most rows first; undefined where none failed. */
export function summaryOf(
  failed: readonly FailedRow[],
  fileName: string,
  countedAs: CountedAs,
): FailedSummary | undefined {
  if (failed.length === 0) return undefined;
  const reasons = new Map<string, FailedBecause>();
  for (const { row, why } of failed) {
    const reason = reasons.get(why) ?? { why, count: 0, first: [] };
    reasons.set(why, reason);
    reason.count++;
    if (reason.first.length < mostNamed) reason.first.push(row + (countedAs === 'row' ? 1 : 0));
  }
  const sorted = [...reasons.values()].sort((a, b) => b.count - a.count);
  return { count: failed.length, countedAs, fileName, reasons: sorted.slice(0, mostReasons) };
}
