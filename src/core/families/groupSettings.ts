/** Settings of families that are told how many groups there are, or try. */
import { z } from 'zod';
import { TetradError } from '../protocol/errors';

export const groupCount = z.int().min(0).max(1000).default(0).meta({
  label: 'Groups',
  hint: 'How many groups. 0: some numbers are tried, and the best is taken.',
});

export const mostGroups = z.int().min(2).max(50).default(8).meta({
  label: 'Most groups',
  hint: 'Where the number is chosen: the most that are tried.',
});

/** The numbers of groups that are tried among so many rows, ascending. badInput where a number cannot be. */
export function groupCounts(
  { groups, mostGroups: most }: { groups: number; mostGroups: number },
  rows: number,
): number[] {
  if (groups === 1)
    throw new TetradError({
      code: 'badInput',
      message: 'One group is all rows: there is nothing to find.',
      place: 'familyParams.groups',
      hint: 'Choose 2 groups or more, or 0 to have some numbers tried.',
    });
  if (rows < Math.max(2, groups))
    throw new TetradError({
      code: 'badInput',
      message: `${groups || 2} groups cannot be made of ${rows} training ${rows === 1 ? 'row' : 'rows'}.`,
      place: groups > 0 ? 'familyParams.groups' : 'dataset',
      hint: rows < 2 ? 'Import more rows.' : `Choose at most ${rows} groups, or hold back fewer rows.`,
    });
  if (groups > 0) return [groups];
  const last = Math.max(2, Math.min(most, rows - 1));
  return Array.from({ length: last - 1 }, (_, i) => i + 2);
}
