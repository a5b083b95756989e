/**
 * Roles that a fresh table most likely means: a column of parts, and the time of rows that follow each other. Both
 * decide how training divides the rows, so each is said.
 */
import { type PartName, partWords } from '#/core/split/byParts';
import type { Column, DataIssue } from '#/core/protocol/dataset';
import type { ColumnProfile } from '#/core/stats/columnProfile';

/** Fewer rows in order may be so by chance, or are too few to be a series. */
const fewestRowsInOrder = 20;

export function proposeRoles(
  columns: readonly Column[],
  profiles: readonly ColumnProfile[],
): { columns: Column[]; issues: DataIssue[] } {
  const issues: DataIssue[] = [];
  const propose = (at: number, role: 'time' | 'split', message: string, hint: string): void => {
    const column = proposed[at];
    if (!column) return;
    proposed[at] = { ...column, role };
    issues.push({ severity: 'info', message, hint, column: column.name });
  };
  const proposed = [...columns];
  const parts = only(columns, (column, i) => column.type === 'categorical' && areParts(profiles[i]));
  const name = (at: number) => columns[at]?.name ?? '';
  if (parts !== undefined)
    propose(
      parts,
      'split',
      `“${name(parts)}” names parts for training and judging, so it decides which rows are which.`,
      'Give it the role of a feature if it is not meant so.',
    );
  const time = only(columns, (column, i) => column.type === 'datetime' && inOrder(profiles[i]));
  if (time !== undefined)
    propose(
      time,
      'time',
      `The rows follow each other along “${name(time)}”: training learns from the earlier rows and judges by the later.`,
      'Neighbouring rows are alike, so a random division would judge too well. It can be chosen on the Train page.',
    );
  const mixed = only(columns, (column, i) => column.type === 'datetime' && nearlyInOrder(profiles[i]));
  if (time === undefined && mixed !== undefined)
    issues.push({
      severity: 'warning',
      message: `The rows nearly follow each other along “${name(mixed)}”, but some are earlier than the row before.`,
      hint: 'Give it the role of time: training then follows its order, whatever the order of the rows.',
      column: name(mixed),
      count: profiles[mixed]?.dates.falls,
    });
  return { columns: proposed, issues };
}

/** Exactly one: of several none stands out. */
function only(columns: readonly Column[], fits: (column: Column, at: number) => boolean): number | undefined {
  const found = columns.flatMap((column, i) => (column.role === 'feature' && fits(column, i) ? [i] : []));
  return found.length === 1 ? found[0] : undefined;
}

const inOrder = (profile?: ColumnProfile): boolean =>
  profile !== undefined &&
  profile.dates.count === profile.rows &&
  profile.rows >= fewestRowsInOrder &&
  (profile.dates.increasing || profile.dates.decreasing);

/** Far fewer steps back than chance would have. */
const nearlyInOrder = (profile?: ColumnProfile): boolean =>
  profile !== undefined &&
  profile.dates.count >= fewestRowsInOrder &&
  profile.dates.falls > 0 &&
  profile.dates.falls <= profile.dates.count / 20;

function areParts(profile?: ColumnProfile): boolean {
  if (!profile || profile.distinct.capped || profile.distinct.size < 2) return false;
  const found = new Set<PartName | undefined>();
  for (const value of profile.distinct.values()) found.add(partWords.get(String(value).trim().toLowerCase()));
  return !found.has(undefined) && found.has('train');
}
