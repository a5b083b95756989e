/** Dates that people and databases write for "no date" (1900-01-01, 9999-12-31), counted apart from the others. */
import { epochOf, type WrittenDate } from './dateText';
import type { Seen } from './columnEvidence';

const sentinels = new Set(
  [
    '0001-01-01',
    '1753-01-01',
    '1800-01-01',
    '1899-12-30',
    '1899-12-31',
    '1900-01-01',
    '1901-01-01',
    '1970-01-01',
    '2099-12-31',
    '2999-12-31',
    '3000-01-01',
    '9999-01-01',
    '9999-12-31',
  ].map((day) => Date.parse(day)),
);
const dayMs = 86_400_000;
const mostTexts = 16;
/** Years between a date that is none and the nearest other. */
const farYears = 10;
/** Nobody measures then. */
const beyondHistory = { first: 1600, last: 2400 };

export class DateSentinels {
  /** As they are written. */
  readonly texts = new Map<string, Seen & { year: number }>();
  /** Years of all others. */
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  others = 0;

  add(text: string, date: WrittenDate, count: number, line: number): void {
    if (date.twoDigitYear) return;
    const dmy = epochOf(date, 'dmy');
    const ms = (dmy === dmy ? dmy : epochOf(date, 'mdy')) + (date.zoneMs ?? 0) - date.timeMs;
    const year = new Date(ms).getUTCFullYear();
    if (sentinels.has(Math.floor(ms / dayMs) * dayMs)) {
      const known = this.texts.get(text);
      if (known) known.count += count;
      else if (this.texts.size < mostTexts) this.texts.set(text, { count, line, year });
      return;
    }
    this.others += count;
    if (year < this.min) this.min = year;
    if (year > this.max) this.max = year;
  }

  /** Those that lie far from all others. */
  found(): string[] {
    const { min, max, others } = this;
    if (others < 3) return [];
    const far = farYears + 2 * (max - min);
    return [...this.texts]
      .filter(([, { year, count }]) => {
        const distance = year < min ? min - year : year - max;
        const never = year < beyondHistory.first || year > beyondHistory.last;
        return distance > far && (never || count >= 2);
      })
      .map(([text]) => text);
  }
}
