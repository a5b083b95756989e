/** From column profiles to schema, statistics and what should be said about the columns. */
import type { ColumnStats, DataIssue, Column, ColumnType } from '#/core/protocol/dataset';
import type { ColumnReading } from '#/core/reading/reading';
import type { ColumnProfile } from '#/core/stats/columnProfile';
import { columnStats } from '#/core/stats/columnStats';
import { aboutNumbers } from './aboutNumbers';
import { inferType } from '#/core/stats/inferType';

/**
 * Fields of a fresh import. Ids and columns that say nothing are left out of the features. `readings` are those of
 * the reader, where it has looked at the cells as they are written; `types` what the file itself says.
 */
export function inferColumns(
  names: readonly string[],
  profiles: readonly ColumnProfile[],
  readings?: readonly ColumnReading[],
  types?: readonly (ColumnType | undefined)[],
): Column[] {
  return profiles.map((profile, i) => {
    const name = names[i] as string;
    const reading = readings?.[i];
    const type = inferType(profile, name, reading?.as, types?.[i]);
    const empty = profile.present === 0 || isConstant(profile);
    return {
      name,
      type,
      role: type === 'id' || empty ? 'ignored' : 'feature',
      ...(reading?.unit && { unit: reading.unit }),
      ...(reading && Object.keys(reading).length > 1 && { reading }),
    };
  });
}

const isConstant = ({ distinct }: ColumnProfile): boolean => distinct.size === 1 && !distinct.capped;

export function describeColumns(
  fields: readonly Column[],
  profiles: readonly ColumnProfile[],
): { stats: ColumnStats[]; issues: DataIssue[] } {
  const stats = fields.map((field, i) => columnStats(profiles[i] as ColumnProfile, field.name, field.type));
  const issues = fields.flatMap((field, i) => [
    ...aboutColumn(field, profiles[i] as ColumnProfile, stats[i] as ColumnStats),
    ...aboutNumbers(field, stats[i] as ColumnStats),
  ]);
  return { stats, issues: [...issues, ...aboutPairs(fields, profiles)] };
}

const nouns: Record<ColumnType, string> = {
  numeric: 'numbers',
  integer: 'whole numbers',
  boolean: 'true or false',
  datetime: 'dates',
  categorical: 'categories',
  text: 'texts',
  id: 'ids',
};

function aboutColumn(field: Column, profile: ColumnProfile, stats: ColumnStats): DataIssue[] {
  const { name, type } = field;
  const issue = (severity: DataIssue['severity'], message: string, hint?: string): DataIssue[] => [
    { severity, message, ...(hint && { hint }), column: name },
  ];
  if (profile.present === 0)
    return issue('warning', `“${name}” has no values.`, 'It is ignored. Remove it, or fill it in the file.');
  const dayFirst =
    profile.dayFirstCells > 0 && profile.dayFirstCells + profile.monthFirstCells === profile.present;
  if (dayFirst && type !== 'datetime')
    return issue(
      'warning',
      `“${name}” looks like dates with the day first (31/12/2024); they are kept as text.`,
      'Write them as 2024-12-31 or 31.12.2024: with slashes the month comes first.',
    );
  const unread = stats.missing - (profile.rows - profile.present);
  if (unread > 0) {
    const message = `Some cells of “${name}” are no ${nouns[type]} and count as missing${examples(profile, type)}.`;
    const [found] = issue('warning', message, 'Make the column categorical to keep them as they are.');
    return [{ ...(found as DataIssue), count: unread }];
  }
  if (isConstant(profile) && profile.rows > 1)
    return issue(
      'warning',
      `Every value of “${name}” is the same.`,
      'It is ignored: nothing can be learnt from it.',
    );
  return [];
}

function examples({ distinct }: ColumnProfile, type: ColumnType): string {
  if (type !== 'numeric' && type !== 'integer') return '';
  const texts = [...distinct.values()].filter((value) => typeof value === 'string').slice(0, 3);
  return texts.length > 0 ? ` (${texts.map((text) => `“${text.slice(0, 40)}”`).join(', ')})` : '';
}

/** Columns that are equal, or whose values go one to one: as a feature, one gives the other away. */
function aboutPairs(fields: readonly Column[], profiles: readonly ColumnProfile[]): DataIssue[] {
  const issues: DataIssue[] = [];
  const equal = new Map<string, string>();
  const oneToOne = new Map<string, string>();
  fields.forEach((field, i) => {
    const profile = profiles[i] as ColumnProfile;
    const { distinct, rows, present } = profile;
    if (present === 0 || isConstant(profile)) return;
    const signature = profile.signature();
    const twin = signature.equal && equal.get(signature.equal);
    // Values that hardly repeat go one to one with anything.
    const repeats = !distinct.capped && distinct.size <= rows / 2;
    const partner = repeats && signature.oneToOne ? oneToOne.get(signature.oneToOne) : undefined;
    if (twin !== undefined || partner !== undefined)
      issues.push({
        severity: 'warning',
        message: twin
          ? `“${field.name}” equals “${twin}” in every row.`
          : `“${field.name}” tells “${partner}” exactly: their values go one to one.`,
        hint: 'If one of them is to be predicted, ignore the other: it gives the answer away.',
        column: field.name,
      });
    if (signature.equal && twin === undefined) equal.set(signature.equal, field.name);
    if (signature.oneToOne && repeats && partner === undefined) oneToOne.set(signature.oneToOne, field.name);
  });
  return issues;
}
