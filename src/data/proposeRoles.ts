/**
 * Roles that a fresh table most likely means: a column of parts, the time of rows that follow each other, and whose rows
 * they are. All decide how training divides the rows, so each is said.
 */
import { type PartName, partWords } from '#/core/split/byParts';
import type { Column, DataIssue } from '#/core/protocol/dataset';
import type { ColumnProfile } from '#/core/stats/columnProfile';
import { isMoment, isOldDivision, isSomeone } from './wholeNumberRoles';

/** Fewer rows in order may be so by chance, or are too few to be a series. */
const fewestRowsInOrder = 20;

export function proposeRoles(
  columns: readonly Column[],
  profiles: readonly ColumnProfile[],
): { columns: Column[]; issues: DataIssue[] } {
  const issues: DataIssue[] = [];
  const propose = (
    at: number,
    role: 'time' | 'split' | 'group' | 'ignored',
    message: string,
    hint: string,
  ): void => {
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
  const time =
    only(columns, (column, i) => column.type === 'datetime' && inOrder(profiles[i])) ??
    (columns.length > 2
      ? only(
          columns,
          (column, i) => isMoment(column, profiles[i]) && (profiles[i]?.rows ?? 0) >= fewestRowsInOrder,
        )
      : undefined);
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
  const whose = only(columns, (column, i) => isSomeone(column, profiles[i]));
  if (parts === undefined && whose !== undefined)
    propose(
      whose,
      'group',
      `“${name(whose)}” has ${profiles[whose]?.distinct.size.toLocaleString('en')} values in ${profiles[whose]?.rows.toLocaleString('en')} rows: the rows of one are kept together, so that training is judged by others than it has seen.`,
      'Give it the role of a feature if it will be asked about the same ones.',
    );
  columns.forEach((column, i) => {
    if (column.role !== 'feature' || i === parts || !isOldDivision(column, profiles[i])) return;
    propose(
      i,
      'ignored',
      `“${column.name}” says how the rows were divided before; it is no feature.`,
      'To divide them so again, write train, val and test in a column, and give it the role of a split.',
    );
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
  (profile.dates.increasing || profile.dates.decreasing || isPanel(profile));

/** Several rows of each of many times, the times in order: shops by day. */
const isPanel = ({ dates, distinct }: ColumnProfile): boolean =>
  dates.falls === 0 && (distinct.capped || distinct.size >= fewestRowsInOrder / 2);

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
