/**
 * Columns that would make a model look better than it is: identifiers, and columns that repeat the
 * target. Judged from statistics alone, so it costs nothing and says "seems".
 */
import type { KindSource } from '../kinds/kindDef';
import type { ColumnStats, DataIssue } from '../protocol/dataset';
import { suggestTarget } from '../train/targets';

export function leakageHints(
  version: KindSource & { rows: number },
  target = suggestTarget(version),
): DataIssue[] {
  const targetStats = version.stats.find(({ name }) => name === target);
  const hints: DataIssue[] = [];
  for (const [i, field] of version.schema.columns.entries()) {
    const stats = version.stats[i];
    if (!stats || field.role === 'ignored' || field.name === target) continue;
    if (field.type === 'id')
      hints.push({
        severity: 'warning',
        message: `"${field.name}" looks like an identifier: nearly every row has a value of its own.`,
        hint: 'It is left out of the features; a model would learn it by heart.',
        column: field.name,
      });
    else if (targetStats && saysTheSame(stats, targetStats))
      hints.push({
        severity: 'warning',
        message: `"${field.name}" seems to say the same as "${target}".`,
        hint: `Ignore it if it is only known once "${target}" is known.`,
        column: field.name,
      });
  }
  return hints;
}

/** The same numbers, or the same number of values each as often as the other's. */
function saysTheSame(a: ColumnStats, b: ColumnStats): boolean {
  if (a.distinct !== b.distinct || a.missing !== b.missing || a.distinct < 2) return false;
  if (a.numeric && b.numeric) {
    // Two columns of zeros and ones, half and half, have equal statistics whatever they say.
    if (a.distinct === 2 && a.numeric.mean === (a.numeric.min + a.numeric.max) / 2) return false;
    const same = (x: number, y: number) => x === y || Math.abs(x - y) <= 1e-9 * Math.abs(x);
    return (
      same(a.numeric.mean, b.numeric.mean) &&
      same(a.numeric.std, b.numeric.std) &&
      a.numeric.quantiles.every((value, q) => same(value, b.numeric?.quantiles[q] ?? Number.NaN))
    );
  }
  if (!a.top || !b.top || a.distinctCapped || b.distinctCapped) return false;
  const counts = (stats: ColumnStats) => (stats.top ?? []).map(({ count }) => count).sort((x, y) => x - y);
  const [ours, theirs] = [counts(a), counts(b)];
  // Equal counts alone prove little for balanced classes: the values must be the same, or the counts uneven.
  const sameValues = a.top.every(({ value }, i) => value === b.top?.[i]?.value);
  const uneven = new Set(ours).size === ours.length;
  return ours.length === theirs.length && ours.every((c, i) => c === theirs[i]) && (sameValues || uneven);
}
