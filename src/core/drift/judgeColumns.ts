/**
 * Whether columns are as they were. A column has drifted when chance does not explain it (p below alpha, after the
 * correction for all columns) and it matters (a distance of 0.1 or more): of very many rows any trifle is beyond chance.
 */
import { adjusted, type Correction } from './adjust';
import { CategoryStream } from './categoryStream';
import {
  cellsOf,
  compareCategories,
  momentOfCategories,
  pictureOfCategories,
  unseenByChance,
} from './compareCategories';
import { type Compared, compareNumbers, grownBin, momentOfNumbers, pictureOfNumbers } from './compareNumbers';
import { proportions } from './counts';
import type { ColumnDrift, ColumnPart, DriftMethod, Verdict } from './driftReport';
import { NumberStream } from './numberStream';
import { type CategorySketch, type ColumnSketch, type NumberSketch, present } from './sketch';
import { type Found, wordsOf } from './verdictWords';

export interface DriftRules {
  method: DriftMethod;
  /** Of being called drifted by chance, over all columns. */
  alpha: number;
  correction: Correction;
}

/** From here on a distance matters; of PSI 0.2 is usual. */
const leastDistance = 0.1;
const thresholds = { wasserstein: 0.1, jensenShannon: 0.1, psi: 0.2 };
/** Points of the share of missing values, and the share of values beyond all that was seen. */
const leastMissing = 0.02;
const leastUnseen = 0.01;
/** Fewer say nothing. */
const fewestValues = 10;

export type ColumnStream = NumberStream | CategoryStream;

export interface ColumnPair {
  part: ColumnPart;
  before: ColumnSketch;
  now: ColumnStream;
  /** The same in each window of time. */
  windows: readonly ColumnStream[];
}

export const streamFor = (before: ColumnSketch, sample: number): ColumnStream =>
  before.form === 'number'
    ? new NumberStream(before, sample, before)
    : new CategoryStream(before.name, before.labels);

interface Looked {
  found: Found;
  compared?: Compared;
  missingP?: number;
}

/** Probabilities of other tests, which are corrected together with those of the columns: of all rows, and by window. */
export interface OtherTests {
  whole: readonly number[];
  windows: readonly (readonly number[])[];
}

export const judgeColumns = (pairs: readonly ColumnPair[], rules: DriftRules): ColumnDrift[] =>
  judgeAll(pairs, rules, { whole: [], windows: [] }).columns;

/** `others` are answered after the correction. */
export function judgeAll(
  pairs: readonly ColumnPair[],
  rules: DriftRules,
  others: OtherTests,
): { columns: ColumnDrift[]; others: OtherTests } {
  const whole = judgedAt(
    pairs.map(({ before, now }) => ({ before, now })),
    others.whole,
    rules,
  );
  const windows = (pairs[0]?.windows ?? []).map((_, window) =>
    judgedAt(
      pairs.map(({ before, windows: own }) => ({ before, now: own[window] as ColumnStream })),
      others.windows[window] ?? [],
      rules,
    ),
  );
  const columns = pairs.map((pair, i) =>
    columnOf(
      pair,
      whole.columns[i] as Judged,
      windows.map((own) => own.columns[i] as Judged),
      rules,
    ),
  );
  return { columns, others: { whole: whole.others, windows: windows.map((own) => own.others) } };
}

function columnOf(
  { part, before, now, windows }: ColumnPair,
  { looked, verdict, pValue }: Judged,
  judged: readonly Judged[],
  { alpha }: DriftRules,
): ColumnDrift {
  const { compared, found } = looked;
  const isNumber = before.form === 'number';
  return {
    name: before.name,
    part,
    form: isNumber ? (before.date ? 'date' : 'number') : 'category',
    verdict,
    words: wordsOf(found, verdict),
    ...(compared && {
      test: compared.test,
      statistic: compared.statistic,
      ...(pValue !== undefined && { pValue }),
      threshold: pValue === undefined ? thresholdOf(compared.test) : alpha,
      distance: compared.distance,
    }),
    missing: { before: shareMissing(before), now: shareMissing(found.now) },
    ...(found.unseen !== undefined && { unseen: found.unseen.share }),
    ...(compared && { picture: pictureOf(before, now) }),
    rows: verdict === 'same' ? [] : rowsOf(before, now, found),
    overTime: windows.map((stream, window) => ({
      verdict: judged[window]?.verdict ?? 'unknown',
      ...momentOf(before, stream, alpha),
      missing: shareMissing(stream.sketch()),
    })),
  };
}

interface Judged {
  looked: Looked;
  verdict: Verdict;
  /** After the correction. */
  pValue?: number;
}

function judgedAt(
  sides: readonly { before: ColumnSketch; now: ColumnStream }[],
  others: readonly number[],
  rules: DriftRules,
): { columns: Judged[]; others: number[] } {
  const all = sides.map(({ before, now }) => look(before, now, rules.method));
  const tested = all.flatMap(({ compared, missingP }, i) => [
    ...(compared?.pValue === undefined ? [] : [{ i, of: 'values' as const, p: compared.pValue }]),
    ...(missingP === undefined ? [] : [{ i, of: 'missing' as const, p: missingP }]),
  ]);
  const corrected = adjusted([...tested.map(({ p }) => p), ...others], rules.correction);
  const byColumn = new Map<string, number>(
    tested.map(({ i, of }, k) => [`${i} ${of}`, corrected[k] as number]),
  );
  const columns = all.map((looked, i) => {
    const pValue = byColumn.get(`${i} values`);
    const missing = byColumn.get(`${i} missing`);
    return { looked, pValue, verdict: verdictOf(looked, pValue, missing, rules.alpha) };
  });
  return { columns, others: corrected.slice(tested.length) };
}

const shareMissing = ({ count, missing }: Pick<ColumnSketch, 'count' | 'missing'>): number =>
  count > 0 ? missing / count : 0;

const thresholdOf = (test: Compared['test']): number =>
  test === 'psi' || test === 'wasserstein' || test === 'jensenShannon' ? thresholds[test] : leastDistance;

function look(before: ColumnSketch, stream: ColumnStream, method: DriftMethod): Looked {
  const now = stream.sketch();
  const found: Found = { before, now };
  const [n, m] = [present(before), present(now)];
  if (now.count === 0) return { found: { ...found, why: 'noRows' } };
  if (before.count === 0) return { found: { ...found, why: 'noReference' } };
  const hasMissing = before.missing + now.missing > 0 && now.count >= fewestValues;
  const missingP = hasMissing
    ? proportions(before.missing, before.count, now.missing, now.count).pValue
    : undefined;
  if (n === 0) return { found: { ...found, why: m === 0 ? 'emptyBoth' : 'emptyBefore' } };
  if (m === 0) return { found: { ...found, why: 'emptyNow' }, missingP };
  if (m < fewestValues || n < fewestValues) return { found: { ...found, why: 'few' } };
  if (isDate(before)) return { found: { ...found, why: 'date' }, missingP };
  if (before.form === 'number' && now.form === 'number' && stream instanceof NumberStream) {
    const { outside } = stream.unlike;
    if (outside > 0) found.unseen = { share: outside / m, names: [] };
    return { found, missingP, compared: compareNumbers(before, now, method) };
  }
  if (before.form === 'category' && stream instanceof CategoryStream) {
    const fresh = before.known && stream.fresh(before.known);
    if (fresh && fresh.count > 0) found.unseen = { share: fresh.count / m, names: fresh.labels };
    const cells = cellsOf(before, stream);
    const compared = compareCategories(before, stream, cells, method);
    found.cells = cells;
    return { found, missingP, compared };
  }
  return { found: { ...found, why: 'otherForm' } };
}

const isDate = (sketch: ColumnSketch): boolean => sketch.form === 'number' && sketch.date === true;

function verdictOf(
  { found, compared }: Looked,
  pValue: number | undefined,
  missingP: number | undefined,
  alpha: number,
): Verdict {
  const { before, now, unseen } = found;
  const moreMissing = Math.abs(shareMissing(now) - shareMissing(before));
  const missing = missingP !== undefined && missingP < alpha && moreMissing >= leastMissing;
  found.missingMoved = missing;
  if (found.why === 'emptyNow') return 'drifted';
  if (found.why) return missing ? 'drifted' : 'unknown';
  if (!compared) return 'unknown';
  const byChance = before.form === 'category' ? 3 * unseenByChance(before) : 0;
  const beyond = (unseen?.share ?? 0) >= Math.max(leastUnseen, byChance);
  const moved =
    compared.pValue === undefined
      ? compared.statistic >= thresholdOf(compared.test)
      : (pValue ?? 1) < alpha && (compared.distance >= leastDistance || beyond);
  found.valuesMoved = moved;
  if (moved || missing) return 'drifted';
  const little = (pValue ?? 1) < alpha || (missingP ?? 1) < alpha;
  return little ? 'slight' : 'same';
}

function momentOf(before: ColumnSketch, stream: ColumnStream, alpha: number) {
  const now = stream.sketch();
  if (present(before) < fewestValues || present(now) < fewestValues) return { distance: null, chance: null };
  if (before.form === 'number') return momentOfNumbers(before, now as NumberSketch, alpha);
  return momentOfCategories(cellsOf(before, stream as CategoryStream), alpha);
}

const pictureOf = (before: ColumnSketch, now: ColumnStream) =>
  before.form === 'number'
    ? pictureOfNumbers(before, now.sketch() as NumberSketch)
    : pictureOfCategories(before, now as CategoryStream);

/** Beyond what was seen, else of where there are more than before. */
function rowsOf(before: ColumnSketch, now: ColumnStream, { cells }: Found): number[] {
  if (before.form === 'number' && now instanceof NumberStream) {
    const { outsideRows, bins } = now.unlike;
    if (outsideRows.length > 0) return outsideRows;
    return bins[grownBin(before, now.sketch())] ?? [];
  }
  if (!(now instanceof CategoryStream) || !cells) return [];
  const fresh = (before as CategorySketch).known;
  const found = fresh ? now.fresh(fresh).rows : [];
  return found.length > 0 ? found : [...now.rowsOf(grownLabel(cells) ?? now.sketch().labels[0] ?? '')];
}

/** The label whose share rose most. */
function grownLabel(cells: { labels: string[]; before: number[]; now: number[] }): string | undefined {
  const sum = (counts: number[]) => counts.reduce((all, count) => all + count, 0) || 1;
  const [n, m] = [sum(cells.before), sum(cells.now)];
  let best: { label: string; rise: number } | undefined;
  for (const [i, label] of cells.labels.entries()) {
    const rise = (cells.now[i] as number) / m - (cells.before[i] as number) / n;
    if (!best || rise > best.rise) best = { label, rise };
  }
  return best?.label;
}
