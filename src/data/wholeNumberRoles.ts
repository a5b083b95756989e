/**
 * Columns that are no measurement by their name and their values: whose rows they are (several of one patient), when
 * (years one after the other), and how somebody divided them before (folds, is_test).
 */
import type { Column } from '#/core/protocol/dataset';
import type { ColumnProfile } from '#/core/stats/columnProfile';

const someone =
  /^(?:patient|subject|participant|person|speaker|volunteer|individual|animal|mouse|donor|proband|respondent|pupil|child|athlete)s?[\s_.-]?(?:id|no|nr|num|number|key|code)?$/i;
const moment = /^(?:year|jahr|yr|timestamp|epoch|unix[\s_]?time(?:stamp)?|time[\s_]?stamp)$/i;
const fold = /^(?:cv[\s_]?|k[\s_-]?)?folds?(?:[\s_]?(?:id|no|nr|index|number))?$/i;
const isPart =
  /^(?:is[\s_]?|in[\s_]?)(?:train|training|test|testing|val|valid|validation|holdout|dev)(?:[\s_]?(?:set|row))?$/i;

const mostFolds = 50;
const fewestOfSomeone = 3;

/** Rows of the same ones come again and again. */
export function isSomeone({ name, type }: Column, profile?: ColumnProfile): boolean {
  if (!profile || profile.distinct.capped || !someone.test(name.trim())) return false;
  if (type !== 'categorical' && type !== 'id' && type !== 'integer') return false;
  const { size } = profile.distinct;
  return size >= fewestOfSomeone && size * 1.5 <= profile.present;
}

/** Years or seconds since 1970, each row later than the one before. */
export const isMoment = ({ name, type }: Column, profile?: ColumnProfile): boolean =>
  profile !== undefined &&
  type === 'integer' &&
  moment.test(name.trim()) &&
  profile.numbers.count === profile.rows &&
  (profile.numbers.increasing || profile.numbers.decreasing);

/** Numbers of folds, or yes and no to "is it of the test": how somebody divided the rows before. */
export function isOldDivision({ name, type }: Column, profile?: ColumnProfile): boolean {
  if (!profile || profile.distinct.capped) return false;
  const { size } = profile.distinct;
  if (type === 'boolean' || (type === 'integer' && size === 2)) return isPart.test(name.trim());
  return (
    fold.test(name.trim()) && size >= 2 && size <= mostFolds && (type === 'integer' || type === 'categorical')
  );
}
