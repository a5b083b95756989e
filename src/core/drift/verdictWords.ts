/** What a comparison of a column says, in one sentence. */
import { quantileAt } from './distribution';
import type { Verdict } from './driftReport';
import type { ColumnSketch, NumberSketch } from './sketch';

export interface Found {
  before: ColumnSketch;
  now: ColumnSketch;
  /** Why values were not compared. */
  why?: 'noRows' | 'noReference' | 'emptyBoth' | 'emptyBefore' | 'emptyNow' | 'few' | 'date' | 'otherForm';
  /** Share of values beyond everything that was seen; of labels the most frequent such. */
  unseen?: { share: number; names: string[] };
  cells?: { labels: string[]; before: number[]; now: number[] };
  missingMoved?: boolean;
  valuesMoved?: boolean;
}

/** Of thousands of labels one may have grown that was too rare before to be counted for itself. */
const leastMove = 0.01;
/** Fewer values beyond what was seen are usual. */
const leastTold = 0.001;

const percent = (share: number): string => {
  const points = share * 100;
  if (points === 0 || points === 100) return `${points} %`;
  return `${points < 0.1 ? '<0.1' : points >= 10 ? points.toFixed(0) : points.toFixed(1)} %`;
};

const text = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e9 ? String(value) : String(Number(value.toPrecision(3)));

const shareMissing = ({ count, missing }: ColumnSketch): number => (count > 0 ? missing / count : 0);
const quoted = (label: string): string => `“${label.length > 40 ? `${label.slice(0, 39)}…` : label}”`;

const reasons: Record<NonNullable<Found['why']>, string> = {
  noRows: 'No rows: nothing to compare.',
  noReference: 'Nothing was kept of the training rows to compare with.',
  emptyBoth: 'Without a value on both sides: nothing to compare.',
  emptyBefore:
    'Without a value in the training rows: nothing to compare with. Train with rows that have it, or leave the column out.',
  emptyNow: 'Every value is missing.',
  few: 'Fewer than 10 values: too few to tell.',
  date: 'Dates are not judged: newer rows are later.',
  otherForm: 'Numbers on one side, labels on the other: change the type of the column.',
};

export function wordsOf(found: Found, verdict: Verdict): string {
  const { before, now, why, unseen } = found;
  const [was, is] = [shareMissing(before), shareMissing(now)];
  const missing = found.missingMoved ? `Missing: ${percent(was)} before, ${percent(is)} now.` : '';
  if (why)
    return [reasons[why], why === 'emptyNow' ? `Before: ${percent(was)}.` : missing]
      .filter(Boolean)
      .join(' ');
  const wasOne = before.form === 'number' && before.min === before.max;
  const beyond = unseen && !wasOne && unseen.share >= leastTold ? unseenWords(unseen, before) : '';
  const moved = verdict === 'same' || (missing && !found.valuesMoved) ? '' : movedWords(found);
  const parts = [moved, beyond, missing].filter(Boolean);
  if (verdict === 'same') return beyond ? `As before; ${lowerFirst(beyond)}` : 'As before.';
  return parts.length > 0 ? parts.join(' ') : 'Differs a little.';
}

const lowerFirst = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);

function unseenWords({ share, names }: NonNullable<Found['unseen']>, before: ColumnSketch): string {
  if (before.form === 'number')
    return `${percent(share)} of values lie outside ${text(before.min)} to ${text(before.max)}, the range of training.`;
  return `${percent(share)} of values are labels that training never saw: ${names.map(quoted).join(', ')}${names.length === 3 ? ', …' : ''}.`;
}

function movedWords({ before, now, cells }: Found): string {
  if (before.form === 'number' && now.form === 'number') return movedNumbers(before, now);
  if (!cells) return '';
  const sum = (counts: number[]) => counts.reduce((all, count) => all + count, 0) || 1;
  const [n, m] = [sum(cells.before), sum(cells.now)];
  const moves = cells.labels.map((label, i) => ({
    label,
    was: (cells.before[i] as number) / n,
    is: (cells.now[i] as number) / m,
  }));
  const most = moves.sort((a, b) => Math.abs(b.is - b.was) - Math.abs(a.is - a.was))[0];
  const rise = most ? Math.abs(most.is - most.was) : 0;
  if (now.form === 'category' && rise < leastMove) {
    const first = now.labels[0];
    const share = (now.counts[0] ?? 0) / Math.max(1, now.count - now.missing);
    if (first !== undefined && share > rise) return `Most frequent now: ${quoted(first)}, ${percent(share)}.`;
  }
  return most ? `${quoted(most.label)}: ${percent(most.was)} before, ${percent(most.is)} now.` : '';
}

function movedNumbers(before: NumberSketch, now: NumberSketch): string {
  if (before.spread.exact && before.spread.values.length === 1) {
    const only = text(before.min);
    return now.min === now.max && now.min === before.min
      ? `Always ${only}.`
      : `Always ${only} before, ${now.min === now.max ? `always ${text(now.min)}` : `${text(now.min)} to ${text(now.max)}`} now.`;
  }
  const [was, is] = [quantileAt(before.spread, 0.5), quantileAt(now.spread, 0.5)];
  const spread = before.std > 0 ? now.std / before.std : 1;
  const middle = `the median was ${text(was)} and is ${text(is)}`;
  if (before.std > 0 && Math.abs(now.mean - before.mean) >= 0.05 * before.std)
    return `${now.mean > before.mean ? 'Moved up' : 'Moved down'}: ${middle}.`;
  if (spread > 1.1) return `Spreads wider: ${text(spread)} times the standard deviation.`;
  if (spread < 0.9) return `Spreads less: ${text(spread)} times the standard deviation.`;
  return `Another shape: ${middle}.`;
}
